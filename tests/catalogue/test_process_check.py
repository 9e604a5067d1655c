"""The check before publication: a sound process passes, each broken one is refused with the sentence that helps."""

from dataclasses import replace

import pytest

from motcua.catalogue.process_check import check
from motcua.catalogue.processes import StepPlan, default_steps
from motcua.working_time.limits import parse
from tests.catalogue.broken_processes import (
    APPROVAL,
    BROKEN,
    COUNTER,
    GOOD,
    HANDLING,
    LEAD,
    ONLINE,
    OPINION,
    RECEPTION,
    RETURN,
    SETTING,
    SHARED,
    WAIT,
    on,
    steps,
)

SOUND = {
    "as it is": steps(),
    "with a wait outside the clock": [
        RECEPTION, replace(HANDLING, half_days=3), WAIT, replace(HANDLING, half_days=1, position=4),
        replace(APPROVAL, position=5), replace(RETURN, position=6),
    ],
    "shared by agencies": steps(handling=SHARED),
    "agencies one after the other": steps(
        handling=replace(SHARED, tasks=(LEAD, replace(OPINION, order=2, place="commune", agency_key="")))
    ),
    "another way for what comes online": [
        RECEPTION, replace(HANDLING, half_days=3), on(replace(HANDLING, half_days=0, kind="waiting",
        waits_for="applicant", papers=("supplement",), position=3), ONLINE),
        replace(HANDLING, half_days=1, position=4), replace(APPROVAL, position=5), replace(RETURN, position=6),
    ],
    "longer for one case, shorter for the other": [
        RECEPTION, on(HANDLING, ("case", "moi")), on(replace(HANDLING, half_days=2, position=3), ("case", "cu")),
        replace(APPROVAL, position=4), replace(RETURN, position=5),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_process_passes(name: str):
    assert check(SOUND[name], SETTING) == []


@pytest.mark.parametrize(
    "limit", ["1 working hour", "4 working hours", "1 working day", "3 working days", "15 days", "2 months"]
)
def test_the_generated_process_passes_for_every_limit(limit: str):
    plan = default_steps(parse(limit))
    limits = {("", channel): sum(step.half_days for step in plan) for channel in ("counter", "online", "post")}

    assert check(plan, replace(SETTING, cases={}, limits=limits)) == []


def test_there_are_more_than_twenty_ways_to_break_one():
    assert len(BROKEN) >= 20


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_process_is_refused_with_the_sentence_that_mends_it(code: str):
    plan, setting, said = BROKEN[code]

    findings = {finding.code: finding for finding in check(plan, setting)}

    assert code in findings, sorted(findings)
    assert said in findings[code].sentence
    assert findings[code].sentence.endswith(".") and "không hợp lệ" not in findings[code].sentence


@pytest.mark.parametrize("code", sorted(set(BROKEN) - {"unknown_kind", "unknown_place", "no_path", "unreachable"}))
def test_one_fault_is_not_reported_as_many(code: str):
    plan, setting, _said = BROKEN[code]

    assert len(check(plan, setting)) <= 4


def test_what_happens_only_to_some_dossiers_says_to_which():
    plan = [RECEPTION, HANDLING, on(APPROVAL, COUNTER), RETURN]

    (finding,) = check(plan, SETTING)

    assert finding.code == "no_approval"
    assert "Chỉ xảy ra khi nộp trên mạng, trường hợp “Cấp mới”" in finding.sentence


def test_the_limit_is_each_cases_and_channels_own():
    setting = replace(SETTING, limits={**SETTING.limits, ("cu", "online"): 4})

    (finding,) = check(steps(), setting)

    assert "quá thời hạn 2 ngày khi nộp trên mạng, trường hợp “Cấp lại”" in finding.sentence


def test_findings_come_in_the_order_of_the_steps_and_point_at_them():
    plan = steps(reception=replace(RECEPTION, papers=()), approval=replace(APPROVAL, papers=()))

    assert [finding.position for finding in check(plan, SETTING)] == [1, 3]


def test_a_step_without_a_number_stands_where_it_is_in_the_list():
    plan = [replace(step, position=0) for step in GOOD]

    assert check(plan, SETTING) == []
    assert isinstance(plan[0], StepPlan)
