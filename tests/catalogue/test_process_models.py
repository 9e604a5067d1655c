"""A process in versions: what may be kept, what is in force on a day, and what nobody can change any more."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from motcua.catalogue.conditions import KINDS, Condition, Facts, UnknownCondition, all_hold, holds
from motcua.catalogue.models import ProcessStep, ProcessVersion, StepTask
from motcua.catalogue.queries import process_for
from motcua.dossiers.models import PersonKind
from motcua.organisations.models import Level
from tests.factories import MONDAY_9AM, create_user, create_version

ONLINE = Condition("channel", "online")
pytestmark = pytest.mark.django_db


def publish(process: ProcessVersion, *, on: date = date(2018, 11, 1)) -> None:
    """Publish a process the short way: as the action leaves the row."""
    ProcessVersion.objects.filter(pk=process.pk).update(
        state="published", drawn_by=create_user(), published_by=create_user(), published_at=MONDAY_9AM,
        effective_from=on, is_generated=False,
    )  # fmt: skip


def run(sql: str, values: list[object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    "row",
    [
        ("chanel", "online"), ("channel", "on-line"), ("channel", ""), ("applicant_kind", "persons"),
        ("paper", ""), ("paper", "x" * 81), ("case", 3), ("channel", "online", "no"),
    ],
    ids=str,
)  # fmt: skip
def test_a_condition_outside_the_closed_set_cannot_even_be_made(row):
    with pytest.raises(UnknownCondition):
        Condition(*row)


def test_the_closed_set_speaks_of_the_same_people_and_tiers_as_the_house():
    assert KINDS["applicant_kind"] == tuple(PersonKind.values)
    assert KINDS["level"] == tuple(Level.values)


@pytest.mark.parametrize("way", ["save", "update", "bulk_create"])
@pytest.mark.parametrize("rows", [[{"kind": "chanel", "value": "online", "negated": False}], ["online"], [{}]], ids=str)
def test_an_unknown_condition_is_kept_by_no_way_of_writing(way: str, rows):
    step = create_version().processes.get().steps.first()

    with pytest.raises(UnknownCondition):
        if way == "save":
            step.conditions = rows
            step.save()
        elif way == "update":
            ProcessStep.objects.filter(pk=step.pk).update(conditions=rows)
        else:
            ProcessStep.objects.bulk_create(
                [ProcessStep(process=step.process, position=9, half_days=0, conditions=rows)]
            )


@pytest.mark.parametrize(
    "json",
    ['[{"kind": "channel", "value": "on-line", "negated": false}]', '[{"kind": "channel", "value": "online"}]', '["x"]',
     '[[{"kind": "channel", "value": "online", "negated": false}]]', '[{"kind": "x", "value": "y", "negated": false}]',
     '[{"kind": "channel", "value": "online", "negated": "no"}]', '{"kind": "channel"}'],
)  # fmt: skip
def test_the_database_itself_refuses_an_unknown_condition(json: str):
    step = create_version().processes.get().steps.first()

    with pytest.raises(IntegrityError, match="step_has_known_conditions_only"):
        run("UPDATE catalogue_processstep SET conditions = %s::jsonb WHERE id = %s", [json, step.pk])


def test_conditions_come_back_as_they_went_in():
    step = create_version().processes.get().steps.first()
    ProcessStep.objects.filter(pk=step.pk).update(conditions=[ONLINE, Condition("paper", "P1", negated=True)])

    step.refresh_from_db()

    assert step.conditions == (ONLINE, Condition("paper", "P1", True))


def test_a_condition_holds_or_does_not():
    facts = Facts(applicant_kind="business", channel="online", level="commune", case="moi", papers=frozenset({"P1"}))

    for kind, value in (("applicant_kind", "business"), ("channel", "online"), ("level", "commune"), ("case", "moi"),
                        ("paper", "P1")):  # fmt: skip
        assert holds(Condition(kind, value), facts)
        assert not holds(Condition(kind, value, negated=True), facts)
    assert not holds(Condition("paper", "P2"), facts)
    assert all_hold((), facts)
    assert not all_hold((ONLINE, Condition("case", "cu")), facts)


def test_new_dossiers_are_received_under_what_is_in_force_on_their_day():
    version = create_version()
    first = version.processes.get()
    second = ProcessVersion.objects.create(version=version, number=2)
    ProcessStep.objects.create(
        process=second, position=1, name="Tiếp nhận", kind="reception", role="counter", place="desk", half_days=1
    )
    assert process_for(version, case=None, on=date(2018, 11, 5))[0] == first, "a draft is nobody's process"
    ProcessVersion.objects.filter(pk=first.pk).update(state="retired", effective_to=date(2018, 11, 1))
    publish(second)

    assert process_for(version, case=None, on=date(2018, 10, 31))[0] == first
    assert process_for(version, case=None, on=date(2018, 11, 1))[0] == second
    assert process_for(version, case=None)[0] == second


def test_without_a_process_in_force_nothing_is_received():
    version = create_version()
    ProcessVersion.objects.filter(version=version).update(state="draft")

    with pytest.raises(ValidationError, match="chưa có quy trình"):
        process_for(version, case=None, on=date(2018, 10, 22))


def test_two_processes_of_one_case_are_never_in_force_together():
    version = create_version()
    second = ProcessVersion.objects.create(version=version, number=2)

    with pytest.raises(IntegrityError, match="process_of_a_case_is_one_in_force"):
        publish(second)


def test_who_drew_it_does_not_publish_it():
    process, somebody = create_version().processes.get(), create_user()

    with pytest.raises(IntegrityError, match="process_is_published_by_a_second_person"):
        ProcessVersion.objects.filter(pk=process.pk).update(
            drawn_by=somebody, published_by=somebody, published_at=MONDAY_9AM, effective_from=date(2018, 11, 1)
        )


def test_what_somebody_published_is_never_changed():
    process = create_version().processes.get()
    step = process.steps.get(kind="handling")
    task = StepTask.objects.create(step=step, position=1, agency_key="so-y-te", name="Cho ý kiến", half_days=1)
    publish(process)

    for change in (
        lambda: ProcessStep.objects.filter(pk=step.pk).update(half_days=9),
        lambda: run("DELETE FROM catalogue_steptask WHERE id = %s", [task.pk]),
        lambda: ProcessStep.objects.create(
            process=process, position=9, name="Thêm", kind="handling", role="specialist", place="desk", half_days=1
        ),
        lambda: StepTask.objects.filter(pk=task.pk).update(half_days=9),
        lambda: StepTask.objects.create(step=step, position=2, agency_key="x", name="Thêm", half_days=1),
        lambda: ProcessVersion.objects.filter(pk=process.pk).update(note="Khác"),
        lambda: run("DELETE FROM catalogue_processversion WHERE id = %s", [process.pk]),
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()
    ProcessVersion.objects.filter(pk=process.pk).update(state="retired", effective_to=date(2018, 12, 1))


def test_one_draft_of_a_process_is_open_at_a_time():
    version = create_version()
    ProcessVersion.objects.create(version=version, number=2)

    with pytest.raises(IntegrityError, match="process_is_drawn_by_one_at_a_time"):
        ProcessVersion.objects.create(version=version, number=3, state="proposed")
