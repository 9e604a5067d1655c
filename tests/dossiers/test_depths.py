"""What a citizen's two depths bring along is what would have been read apart; and the ten digits bring nobody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers.depths import InFull, bare, opinions_awaited
from motcua.dossiers.kept import calendar_for
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.queries import (
    bare_clock_lines,
    bare_progress,
    clock_events,
    clock_events_among,
    progress,
    timeline,
)
from motcua.working_time.queries import calendar_of

IN_FULL = InFull()
#: The tables and columns that name a person
NAMES = ('"dossiers_applicant"', '"accounts_user"', "by_name", "full_name", '"by_id"', "id_number")


def found_by(ask, dossier: Dossier) -> Dossier:
    found = ask(dossier.quick_code)
    assert found is not None
    return found


def test_the_ten_digits_read_nobody(plain: Dossier):
    with CaptureQueriesContext(connection) as captured:
        found = found_by(bare, plain)
        lines, steps = bare_clock_lines(found), bare_progress(found)

    said = "\n".join(query["sql"] for query in captured)
    assert [name for name in NAMES if name in said] == []
    assert not Dossier.applicant.is_cached(found) and not Dossier.officer.is_cached(found)
    assert {"note", "authority", "consignment"} <= found.get_deferred_fields()
    assert all({"by_id", "by_name", "agency_id"} <= line.get_deferred_fields() for line in lines)
    held = [state.assignment for state in steps if state.assignment]
    assert held and all({"officer_id", "agency_id"} <= each.get_deferred_fields() for each in held)


def test_the_ten_digits_read_of_the_diary_only_what_it_says_of_the_clock(plain: Dossier):
    found = found_by(bare, plain)

    lines = bare_clock_lines(found)

    assert [line.verb for line in lines] == ["receive", "request-supplement"]
    assert {line.verb for line in plain.events.all()} > {line.verb for line in lines}
    assert clock_events_among(lines, found) == clock_events(plain)


@pytest.mark.parametrize("ask", [bare, IN_FULL.first], ids=["bare", "in full"])
def test_where_it_stands_is_the_same_in_both_depths(plain: Dossier, ask, django_assert_num_queries):
    calendar_of(plain.agency.calendar_id)  # built once a process
    with django_assert_num_queries(1):
        found = found_by(ask, plain)
        states = [(state.step, state.step.name, state.state, state.assignment) for state in bare_progress(found)]
        (opinion,) = opinions_awaited(found)
        stands = [found.unit.name, found.agency.name, found.holder.name, found.step.name, found.version.procedure.code]
        asked, calendar = opinion.agency.name, calendar_for(found)

    assert states == [(state.step, state.step.name, state.state, state.assignment) for state in progress(plain)]
    assert stands == [
        *(plain.unit.name, plain.agency.name, plain.holder.name, plain.step.name, plain.version.procedure.code)
    ]
    assert (asked, calendar) == ("Sở Y tế", calendar_of(plain.agency.calendar_id))


def test_the_token_brings_the_applicant_and_the_whole_diary(plain: Dossier, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = found_by(IN_FULL.first, plain)
        lines = [(line.seq, line.verb, line.agency.name, line.detail) for line in timeline(found)]
        people = [found.applicant.name, found.applicant.commune, getattr(found, "result", None)]

    events = Event.objects.filter(dossier=plain).order_by("seq").select_related("agency")
    assert lines == [(line.seq, line.verb, line.agency.name, line.detail) for line in events]
    assert people == [plain.applicant.name, plain.applicant.commune, None]


def test_a_code_that_nobody_has_opens_nothing(plain: Dossier):
    Dossier.objects.filter(pk=plain.pk).update(quick_code="0000000000")

    assert bare(plain.quick_code) is None
    assert IN_FULL.first(plain.quick_code) is None
