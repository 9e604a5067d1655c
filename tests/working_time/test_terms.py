"""Handing over, answering, asking back, apologising: the shorter terms."""

import pytest

from motcua.law.rule_sets import ND61_2018
from motcua.working_time import terms
from tests.working_time.moments import CALENDAR, at


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2018-10-22 09:00", "2018-10-22 17:00"),
        ("2018-10-22 15:00", "2018-10-22 17:00"),
        ("2018-10-22 15:01", "2018-10-23 07:00"),
        ("2018-10-26 16:00", "2018-10-29 07:00"),  # Friday afternoon
        ("2018-10-27 16:00", "2018-10-29 17:00"),  # a Saturday is received on Monday
    ],
)
def test_paper_goes_to_the_agency_the_same_day_or_after_three_at_the_start_of_the_next(received, due):
    assert terms.handover_due_at(at(received), rules=ND61_2018, calendar=CALENDAR) == at(due)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2018-10-22 09:00", "2018-10-22 17:00"),
        ("2018-10-22 15:00", "2018-10-22 17:00"),
        ("2018-10-22 15:01", "2018-10-23 17:00"),
        ("2018-10-22 18:00", "2018-10-23 17:00"),
        ("2018-10-27 09:00", "2018-10-29 17:00"),
    ],
)
def test_a_result_of_the_same_day_waits_for_the_next_when_it_came_after_three(received, due):
    assert terms.same_day_due_at(at(received), rules=ND61_2018, calendar=CALENDAR) == at(due)


def test_an_online_submission_is_answered_within_eight_working_hours():
    due = terms.first_response_due_at(at("2018-10-26 16:00"), rules=ND61_2018, calendar=CALENDAR)

    assert due == at("2018-10-29 16:00")


def test_a_supplement_is_asked_for_within_three_working_days():
    due = terms.supplement_request_due_at(at("2018-10-25 09:00"), rules=ND61_2018, calendar=CALENDAR)

    assert due == at("2018-10-30 17:00")


def test_an_apology_is_sent_at_the_latest_one_working_day_before():
    assert terms.apology_due_at(at("2018-10-29 17:00"), rules=ND61_2018, calendar=CALENDAR) == at("2018-10-26 17:00")
