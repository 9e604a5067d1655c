"""Lines of the paper ledger become real dossiers: by the rules of their day, marked for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest

from motcua.dossiers import actions, steps
from motcua.dossiers.actions import LateRow
from motcua.dossiers.application import Person
from motcua.dossiers.events import hash_of
from motcua.dossiers.lifecycle import Status, StepNotOpen, Verb
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.queries import account_of, timeliness
from motcua.lib.uuid7 import uuid7
from tests.factories import MONDAY_9AM, Office, acting, vn


@pytest.fixture
def office(db) -> Office:
    return Office()


def row(office, received="2018-10-10 08:00", *, decided="", returned="", **more) -> LateRow:
    values = {
        "row_id": uuid7(),
        "procedure": office.version.procedure.code,
        "applicant": Person(name="Trần Thị Bé Ba", id_number="381000123"),
        "received_at": vn(received),
        "decided_at": vn(decided) if decided else None,
        "returned_at": vn(returned) if returned else None,
    }
    return LateRow(**values | more)


def enter(office, *rows, at=MONDAY_9AM, by=None):
    return actions.enter_late(rows=rows, unit=office.centre, by=acting(by or office.lan, at=at), at=at)


def entered(office, *args, **more) -> Dossier:
    (outcome,) = enter(office, row(office, *args, **more))
    assert outcome.dossier is not None, outcome.problems
    return Dossier.objects.get(pk=outcome.dossier.pk)


def problems(office, *args, **more) -> dict[str, list[str]]:
    (outcome,) = enter(office, row(office, *args, **more))
    assert outcome.dossier is None
    return dict(outcome.problems)


def test_a_line_becomes_a_dossier_with_the_code_and_the_due_date_of_its_day(office):
    dossier = entered(office)

    assert "-181010-0001" in dossier.code
    assert dossier.status == Status.RECEIVED and dossier.rules == "nd61-2018"
    assert dossier.received_at == vn("2018-10-10 08:00") and dossier.due_at == vn("2018-10-15 17:00")
    assert dossier.entered_at == MONDAY_9AM
    assert timeliness(dossier, at=MONDAY_9AM) == "overdue"


def test_late_entries_are_counted_on_by_the_numbers_of_their_day(office):
    office.receive(at=vn("2018-10-10 09:00"))

    assert entered(office).code.endswith("-181010-0002")
    assert office.receive().code.endswith("-181022-0001")


def test_a_finished_line_is_finished_on_the_days_of_the_paper(office):
    dossier = entered(office, decided="2018-10-15 10:00", returned="2018-10-16 09:00")

    assert dossier.status == Status.RETURNED
    assert dossier.finished_at == vn("2018-10-15 10:00") and dossier.returned_at == vn("2018-10-16 09:00")
    assert timeliness(dossier, at=MONDAY_9AM) == "on_time"
    assert dossier.result.decided_at == vn("2018-10-15 10:00")
    assert timeliness(entered(office, "2018-10-09 08:00", decided="2018-10-16 10:00"), at=MONDAY_9AM) == "late"


def test_a_line_that_says_only_when_it_was_returned_was_decided_then(office):
    dossier = entered(office, returned="2018-10-12 09:00")

    assert dossier.finished_at == dossier.returned_at == vn("2018-10-12 09:00")


def test_the_diary_keeps_the_moment_of_typing_and_that_of_the_paper_and_never_runs_backwards(office):
    dossier = entered(office, decided="2018-10-15 10:00", returned="2018-10-16 09:00")
    lines = list(dossier.events.order_by("seq"))

    assert [line.verb for line in lines] == ["receive", "record", "return-result"]
    assert {line.at for line in lines} == {MONDAY_9AM}
    assert lines[0].detail["received_at"] == "2018-10-10T08:00:00+07:00" and lines[0].detail["late_entry"]
    assert lines[1].detail["on_paper_at"] == "2018-10-15T10:00:00+07:00"
    assert lines[2].detail["on_paper_at"] == "2018-10-16T09:00:00+07:00"
    assert all(bytes(line.hash) == hash_of(line) for line in lines)


def test_the_account_of_a_finished_line_ends_on_the_day_of_the_paper(office):
    dossier = entered(office, decided="2018-10-11 08:00", returned="2018-10-16 09:00")

    account = account_of(dossier, at=MONDAY_9AM)
    assert account.total == account.office == 8 * 60
    assert {charge.agency for charge in account.charges} == {"Sở Tư pháp"}


def test_an_unfinished_line_goes_on_by_the_usual_verbs(office):
    dossier = entered(office)

    dossier = office.take_over(dossier, at=MONDAY_9AM)
    dossier = office.approve(office.propose(dossier, at=MONDAY_9AM), at=MONDAY_9AM)

    assert office.return_result(dossier, at=MONDAY_9AM).status == Status.RETURNED
    assert Dossier.objects.get(pk=dossier.pk).entered_at == MONDAY_9AM


def test_the_same_row_sent_twice_is_one_dossier(office):
    line = row(office)

    (first,), (second,) = enter(office, line), enter(office, line)

    assert second.dossier == first.dossier and second.was_there and not first.was_there
    assert Dossier.objects.count() == 1


def test_the_same_line_typed_on_another_sheet_is_refused_unless_its_time_differs(office):
    first = entered(office)

    (sentence,) = problems(office)["applicant.name"]
    assert first.code in sentence
    assert entered(office, "2018-10-10 08:30").pk != first.pk


def test_a_bad_row_holds_up_no_other_and_leaves_nothing_behind(office):
    good, bad, other = row(office), row(office, procedure="9.404404"), row(office, "2018-10-11 08:00")

    outcomes = enter(office, good, bad, other)

    assert [bool(outcome.dossier) for outcome in outcomes] == [True, False, True]
    assert "9.404404" in outcomes[1].problems["procedure"][0]
    assert Dossier.objects.count() == 2 and Event.objects.count() == 2
    assert outcomes[2].dossier.code.endswith("-0001")


@pytest.mark.parametrize(
    ("received", "days", "field"),
    [
        ("2018-10-23 08:00", {}, "received_at"),
        ("2018-10-10 08:00", {"decided": "2018-10-23 08:00"}, "decided_at"),
        ("2018-10-10 08:00", {"decided": "2018-10-09 08:00"}, "decided_at"),
        ("2018-10-10 08:00", {"returned": "2018-10-09 08:00"}, "returned_at"),
        ("2018-10-10 08:00", {"decided": "2018-10-15 08:00", "returned": "2018-10-12 08:00"}, "returned_at"),
        ("2018-06-01 08:00", {}, "procedure"),
        ("2018-10-10 08:00", {"applicant": Person(name="", id_number="381000123")}, "applicant.name"),
        ("2018-10-10 08:00", {"applicant": Person(name="Ba", id_number="12")}, "applicant.id_number"),
    ],
)
def test_what_cannot_be_in_the_ledger_is_refused_with_its_sentence(office, received, days, field):
    said = problems(office, received, **days)

    assert list(said) == [field] and all(said[field])


def test_a_day_before_the_first_rule_set_is_refused(office):
    office.version.valid_from = vn("2018-01-01 00:00").date()
    office.version.save()
    office.version.procedure.receptions.update(valid_from=office.version.valid_from)

    assert "Nghị định 61" in str(problems(office, "2018-06-01 08:00"))


def test_only_the_counter_of_the_unit_enters_its_ledger(office):
    (outcome,) = enter(office, row(office), by=office.hai)

    assert outcome.dossier is None and outcome.problems["__all__"]
    assert not Dossier.objects.exists()


def test_a_dossier_received_by_the_software_is_never_finished_by_the_ledger(office):
    refusal = steps.why_not(acting(office.lan), Verb.RECORD, office.receive())

    assert isinstance(refusal, StepNotOpen)


def test_entry_at_the_very_minute_is_allowed_and_one_later_is_not(office):
    now = replace(row(office), received_at=MONDAY_9AM)
    later = replace(row(office), received_at=MONDAY_9AM + timedelta(minutes=1))

    first, second = enter(office, now, later)

    assert first.dossier and not second.dossier
