"""What the province decides where the law is open: only there, only from a day on, and it shows in every answer."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from motcua.dossiers import clock, deadlines
from motcua.dossiers.clock import ClockEvent, Kind
from motcua.law import choices, codes, rule_sets
from motcua.law.choices import Choice, Unsettled
from motcua.law.rule_sets import RULE_SETS, RuleSet
from motcua.working_time import terms
from motcua.working_time.official_days import official_calendar
from tests.factories import vn

CALENDAR = official_calendar()
SINCE = date(2026, 4, 1)
BEFORE, AFTER = date(2026, 3, 31), SINCE
THURSDAY_EVENING, THURSDAY = vn("2026-04-23 19:00"), vn("2026-04-23 09:00")


@pytest.fixture(autouse=True)
def as_written_afterwards() -> Iterator[None]:
    yield
    choices.adopt(())


def choice(parameter: str, value: Any, *, rules: str = "nd118-2025", since: date = SINCE) -> Choice:
    return Choice(rules, parameter, value, since, "Công văn của Sở Tư pháp")


def promised(rules: RuleSet, received_at: datetime) -> datetime:
    return deadlines.promised(
        received_at=received_at, limit="3 working days", rules=rules, calendar=CALENDAR, same_day=False
    ).due_at


def read(rules: RuleSet, *turns: ClockEvent) -> clock.Reading:
    started = ClockEvent(Kind.STARTED, THURSDAY, limit="3 working days")
    return clock.read([started, *turns], rules=rules, calendar=CALENDAR)


def after_an_apology(rules: RuleSet) -> clock.Reading:
    return read(rules, ClockEvent(Kind.MOVED, vn("2026-04-24 09:00"), due_at=vn("2026-05-06 17:00")))


#: What each parameter decides, asked as the program asks it. Two values that answer alike would not be a choice
QUESTIONS: dict[str, tuple[Any, Callable[[RuleSet], Any]]] = {
    "outside_hours": ("same_day", lambda rules: promised(rules, THURSDAY_EVENING)),
    "boundary_free_clock_starts": ("arrival_at_competent_agency", lambda rules: rules.boundary_free_clock_starts),
    "online_first_response_hours": (
        16,
        lambda rules: terms.first_response_due_at(THURSDAY, rules=rules, calendar=CALENDAR),
    ),
    "same_day_cutoff": ("08:30", lambda rules: terms.same_day_due_at(THURSDAY, rules=rules, calendar=CALENDAR)),
    "due_method": ("hours", lambda rules: promised(rules, THURSDAY)),
    "supplement_return_days": (
        5,
        lambda rules: terms.supplement_request_due_at(THURSDAY, rules=rules, calendar=CALENDAR),
    ),
    "supplement_max_requests": (2, lambda rules: rules.supplement_max_requests),
    "clock_after_supplement": ("resume", lambda rules: rules.clock_after_supplement),
    "apology_lead_days": (2, lambda rules: terms.apology_due_at(THURSDAY, rules=rules, calendar=CALENDAR)),
    "reappointment_max": (2, lambda rules: rules.reappointment_max),
    "late_against": ("last_due_date", lambda rules: after_an_apology(rules).judged_due_at),
    "forms_by_day": ("tt01-2018", lambda rules: rules.forms_on(date(2026, 5, 1))),
    "code_patterns_by_day": (codes.LONG_DATE, lambda rules: rules.code_pattern_on(date(2026, 5, 1))),
}


@pytest.mark.parametrize("parameter", choices.SETTABLE)
def test_a_choice_decides_from_its_day_on_and_not_before(parameter):
    value, ask = QUESTIONS[parameter]
    as_written = ask(rule_sets.in_force_on(AFTER))

    choices.adopt([choice(parameter, value)])

    assert ask(rule_sets.in_force_on(BEFORE)) == as_written
    assert ask(rule_sets.in_force_on(AFTER)) != as_written
    assert rule_sets.named("nd118-2025", received_on=AFTER) == rule_sets.in_force_on(AFTER)


def test_what_the_law_leaves_open_can_be_set_or_says_why_not():
    uncertain = {parameter for rules in RULE_SETS for parameter in rules.uncertain()}

    assert uncertain == set(choices.SETTABLE) | set(choices.FIXED)
    assert not set(choices.SETTABLE) & set(choices.FIXED)


def test_late_against_the_new_day_is_still_late_when_the_apology_came_too_late():
    choices.adopt([choice("late_against", "last_due_date")])
    turn = ClockEvent(Kind.MOVED, vn("2026-05-04 09:00"), due_at=vn("2026-05-06 17:00"))

    reading = read(rule_sets.in_force_on(AFTER), turn)

    assert reading.due_at == vn("2026-05-06 17:00")
    assert reading.judged_due_at < turn.at


def test_a_later_choice_follows_an_earlier_one():
    later = date(2026, 6, 1)
    choices.adopt([choice("apology_lead_days", 3, since=later), choice("apology_lead_days", 2)])

    read_on = [rule_sets.in_force_on(day).apology_lead_days for day in (BEFORE, AFTER, later)]

    assert read_on == [1, 2, 3]


def test_two_choices_of_forms_keep_both_days():
    later = date(2026, 6, 1)
    choices.adopt([choice("forms_by_day", "tt01-2018"), choice("forms_by_day", "tt03-2025", since=later)])

    rules = rule_sets.in_force_on(date(2026, 7, 1))

    assert rules.forms_on(date(2026, 5, 1)) == "tt01-2018"
    assert rules.forms_on(later) == "tt03-2025"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (choice("supplement_return_days", 5, rules="nd61-2018", since=date(2018, 9, 1)), "văn bản đã quy định rõ"),
        (choice("hours_per_day", 7), "Lịch làm việc của từng cơ quan"),
        (choice("lead_days", 1), "Không có tham số “lead_days”"),
        (choice("apology_lead_days", 99), "Giá trị được nhận: 0–10"),
        (choice("apology_lead_days", True), "Giá trị được nhận: 0–10"),
        (choice("same_day_cutoff", "3 giờ chiều"), "00:00–23:59"),
        (choice("same_day_cutoff", "25:00"), "00:00–23:59"),
        (choice("due_method", "minutes"), "date, hours"),
        (choice("due_method", "hours", since=date(2025, 6, 30)), "30/06/2025"),
        (choice("due_method", "hours", since=date(2026, 8, 5)), "05/08/2026"),
        (choice("due_method", "hours", rules="nd99"), "nd99"),
    ],
)
def test_a_choice_that_cannot_be_made_says_why_and_changes_nothing(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        choices.adopt([wrong])

    assert [rule_sets.in_force_on(rules.in_force_from) for rules in RULE_SETS] == list(RULE_SETS)


def test_one_day_takes_one_choice():
    with pytest.raises(Unsettled, match="hai lựa chọn từ cùng ngày 01/04/2026"):
        choices.checked([choice("due_method", "hours"), choice("due_method", "date")])


def written(folder: Path, text: str) -> Path:
    file = folder / "choices.toml"
    file.write_text(text, encoding="utf-8")
    return file


ROW = """
[[choice]]
rules = "nd118-2025"
parameter = "same_day_cutoff"
value = "14:30"
from = 2026-04-01
note = "Công văn của Sở Tư pháp"
"""


def test_the_operators_file_is_read(tmp_path):
    choices.adopt(choices.read(written(tmp_path, ROW)))

    assert rule_sets.in_force_on(AFTER).same_day_cutoff == time(14, 30)


@pytest.mark.parametrize("field", ["rules", "parameter", "value", "from", "note"])
def test_a_row_without_a_field_is_named(tmp_path, field):
    text = "\n".join(line for line in ROW.splitlines() if not line.startswith(field))

    with pytest.raises(Unsettled, match=f"Lựa chọn thứ 1 thiếu “{field}”"):
        choices.read(written(tmp_path, text))


@pytest.mark.parametrize("text", ["[[choice", "choice = 3", "[[other]]\nrules = 1"])
def test_a_file_that_is_none_is_refused(tmp_path, text):
    with pytest.raises(Unsettled, match="Không đọc được tệp tham số"):
        choices.read(written(tmp_path, text))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Unsettled, match="Không đọc được tệp tham số"):
        choices.read(tmp_path / "none.toml")
