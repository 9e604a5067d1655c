"""The editor: every row as it was typed, with the choices that there are and what the check finds beside it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from motcua.administration.forms import StepRow, TaskRow, condition_key, meant
from motcua.administration.presenters.frame import frame
from motcua.administration.presenters.process import Known, head, limits
from motcua.administration.room import Visit
from motcua.catalogue.conditions import KINDS, MOST_CONDITIONS, Condition
from motcua.catalogue.models import ProcessVersion, ResultTo, StepKind, StepPaper, StepPlace, TaskPlace, WaitsFor
from motcua.catalogue.process_check import check
from motcua.catalogue.process_reading import setting_of
from motcua.catalogue.process_setting import Setting
from motcua.catalogue.process_words import condition_in_words, word
from motcua.organisations.models import Agency, Kind, Role

Choice = tuple[str, str]
STEP_ROLES = (Role.COUNTER, Role.SPECIALIST, Role.LEADER)


def page(
    visit: Visit,
    process: ProcessVersion,
    rows: Sequence[StepRow],
    *,
    note: str,
    problems: Sequence[str] = (),
    is_saved: bool = False,
) -> dict[str, Any]:
    """Return the editor with these rows. `problems` is why they were not saved; the check looks at them in any case."""
    plan, _unread = meant(rows)
    setting = setting_of(process, on=visit.today)
    known = Known(process, plan, setting, check(plan, setting))
    agencies = _agencies(visit, rows)
    choices = {
        "kinds": _choices(StepKind),
        "roles": [(role.value, word(Role, role.value)) for role in STEP_ROLES],
        "places": [(place.value, word(StepPlace, place.value)) for place in (StepPlace.DESK, StepPlace.COMPETENT)],
        "waits": _choices(WaitsFor),
        "papers": _choices(StepPaper),
        "results": _choices(ResultTo),
        "conditions": _conditions(setting),
        "agencies": agencies,
        "commune": word(TaskPlace, TaskPlace.COMMUNE),
    }
    return {
        **frame(visit),
        **head(process, on=visit.today),
        **choices,
        "rows": [_row(row, number, known) for number, row in enumerate(rows, 1)],
        "count": str(len(rows)),
        "note": note,
        "problems": problems,
        "is_saved": is_saved,
        "of_the_whole": known.at(None),
        "found": len(known.findings),
        "limits": limits(known),
        "least": min((row["half_days"] for row in limits(known) if row["half_days"] is not None), default=0),
    }


def _row(row: StepRow, number: int, known: Known) -> dict[str, Any]:
    spare = [""] if len(row.conditions) < MOST_CONDITIONS else []
    tasks = [*row.tasks, TaskRow(order=row.tasks[-1].order if row.tasks else "1")]
    return {
        "n": str(number),
        "row": row,
        "conditions": [*row.conditions, *spare],
        "tasks": [{"n": str(at), "task": task} for at, task in enumerate(tasks, 1)],
        "task_count": str(len(tasks)),
        "has_more": bool(row.conditions or row.tasks or row.kind == "waiting"),
        "findings": known.at(number),
    }


def _choices(choices: Any) -> list[Choice]:
    return [(value, word(choices, value)) for value in choices.values]


def _conditions(setting: Setting) -> list[tuple[str, list[Choice]]]:
    """Return every condition that there can be, by what it asks about: a choice, never a text."""
    titles = {
        "channel": _("Cách nộp"), "applicant_kind": _("Người nộp"), "level": _("Nơi tiếp nhận"),
        "case": _("Trường hợp"), "paper": _("Giấy tờ"),
    }  # fmt: skip
    groups = []
    for kind, title in titles.items():
        values = KINDS[kind] or tuple(setting.cases if kind == "case" else setting.papers)
        found = [Condition(kind, value, negated) for value in values for negated in (False, True)]
        said = [
            (condition_key(row), condition_in_words(row, setting.cases, setting.papers).capitalize()) for row in found
        ]
        if said:
            groups.append((title, said))
    return groups


def _agencies(visit: Visit, rows: Sequence[StepRow]) -> list[Choice]:
    """Return the agencies that a step may name: those of which there is one, and whatever is named already."""
    named = {row.where for row in rows} | {task.where for row in rows for task in row.tasks}
    found = Agency.objects.existing_on(visit.today).order_by("order", "name")
    return [(agency.key, agency.name) for agency in found if agency.kind != Kind.COMMUNE or agency.key in named]
