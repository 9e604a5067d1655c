"""The dry run: past dossiers played again under another process; and the picture of a process."""

from dataclasses import replace
from xml.etree import ElementTree

from django.template import Context, Template

from motcua.catalogue.conditions import Facts
from motcua.catalogue.process_picture import doors_of
from motcua.catalogue.process_trial import PastDossier, PastStep, trial
from motcua.catalogue.processes import StepPlan
from motcua.design.process_picture import WIDTH, Door, layout
from tests.catalogue.broken_processes import (
    COUNTER,
    HANDLING,
    ONLINE,
    RECEPTION,
    SETTING,
    SHARED,
    WAIT,
    on,
    steps,
)

HALF = 240  # working minutes of half a day


def handled_by(*handling: StepPlan) -> list[StepPlan]:
    plan = [RECEPTION, *handling, *steps()[2:]]
    return [replace(step, position=number) for number, step in enumerate(plan, 1)]


def past(code: str, *, handling: int, facts: Facts | None = None, kept: bool = True) -> PastDossier:
    """A dossier of six half days that was handled for so many of them."""
    took = (
        PastStep("Tiếp nhận", "reception", "desk", 0),
        PastStep("Giải quyết", "handling", "competent", handling * HALF),
        PastStep("Phê duyệt", "approval", "competent", HALF),
    )
    return PastDossier(code, facts or Facts(), took, allowed=6 * HALF, half_day=HALF, kept=kept)


def test_what_was_quick_keeps_its_day_and_what_was_slow_does_not():
    found = trial(steps(), [past("H1", handling=3), past("H2", handling=9, kept=False)])

    assert (found.count, found.kept, found.would_keep, found.late) == (2, 1, 1, [])


def test_a_step_that_is_new_takes_all_the_time_it_is_given():
    second = replace(HANDLING, name="Thẩm định lần hai", half_days=4)

    found = trial(handled_by(HANDLING, second), [past("H1", handling=2), past("H2", handling=1)])

    assert (found.kept, found.would_keep, found.late) == (2, 1, ["H1"])
    assert found.steps[2].median_half_days is None


def test_a_step_is_found_again_by_its_name_first():
    other = replace(HANDLING, name="Giải quyết", half_days=1)

    found = trial(handled_by(HANDLING, other), [past("H1", handling=2)])

    assert [(row.step.name, row.median_half_days, row.over) for row in found.steps[1:3]] == [
        ("Thẩm định", None, 0), ("Giải quyết", 2, 1),
    ]  # fmt: skip


def test_what_was_sent_back_and_done_again_took_all_of_its_times():
    dossier = past("H1", handling=2)
    again = replace(dossier, steps=(*dossier.steps, dossier.steps[1]))

    assert trial(steps(), [again]).steps[1].median_half_days == 4


def test_only_dossiers_that_take_a_step_are_counted_at_it():
    plan = steps(handling=on(HANDLING, COUNTER))

    found = trial([*plan[:2], on(replace(HANDLING, half_days=1, position=9), ONLINE), *plan[2:]],
                  [past("H1", handling=2), past("H2", handling=2, facts=Facts(channel="online"))])  # fmt: skip

    assert [row.count for row in found.steps] == [2, 1, 1, 2]


def test_a_wait_takes_none_of_the_offices_time():
    plan = [*steps()[:2], WAIT, *steps()[2:]]

    assert [row.step.kind for row in trial(plan, [past("H1", handling=4)]).steps] == [
        "reception",
        "handling",
        "approval",
    ]
    assert trial(plan, [past("H1", handling=4)]).would_keep == 1


def drawn(doors: list[Door]) -> ElementTree.Element:
    page = Template("{% process_picture doors label='Quy trình' %}").render(Context({"doors": doors}))
    return ElementTree.fromstring(page)


PLAN = [RECEPTION, on(SHARED, ONLINE), replace(WAIT, position=3), *(
    replace(step, position=number) for number, step in enumerate(steps()[2:], 4))]  # fmt: skip


def test_the_picture_is_read_aloud_step_by_step():
    picture = drawn(doors_of(PLAN, SETTING))

    label = picture.get("aria-label", "")
    assert picture.get("role") == "img"
    assert "Quy trình: 1. Tiếp nhận, Cán bộ một cửa, nơi tiếp nhận, 0,5 ngày;" in label
    assert "Chỉ khi nộp trên mạng, Sở Tài nguyên và Môi trường: Đo đạc" in label
    assert "3. Chờ nộp thuế, Chuyên viên, cơ quan giải quyết, chờ, Chờ người nộp đóng tiền;" in label


def test_the_picture_says_aloud_what_its_colours_say():
    states = ("done", "skipped", "current", "paused", "future")
    doors = [replace(door, state=state) for door, state in zip(doors_of(PLAN, SETTING), states, strict=True)]

    said = drawn(doors).get("aria-label", "").split(";")

    assert [part.rpartition(" (")[2] if part.endswith(")") else "" for part in said] == [
        "đã xong)", "không qua bước này)", "hồ sơ đang ở đây)", "hồ sơ đang ở đây)", "",
    ]  # fmt: skip


def test_only_a_step_with_conditions_can_be_passed_by():
    assert [bool(row["past"]) for row in layout(doors_of(PLAN, SETTING))["rows"]] == [False, True, False, False, False]


def test_nothing_in_the_picture_lies_outside_it_or_upon_another():
    drawing = layout(doors_of(PLAN, SETTING))
    lines = [float(text["y"]) for row in drawing["rows"] for text in row["texts"]]

    assert lines == sorted(lines) and len(lines) == len(set(lines))
    assert lines[-1] < float(drawing["height"])
    assert float(drawing["width"]) == WIDTH


def test_the_picture_needs_no_style_and_no_script():
    page = ElementTree.tostring(drawn(doors_of(PLAN, SETTING))).decode()

    assert "style=" not in page and "script" not in page and "onclick" not in page
