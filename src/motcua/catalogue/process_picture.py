"""A process as doors to be drawn ({% process_picture doors label=… %}): what is planned, no dossier in sight."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.db.models.functions import JSONArray
from django.utils.translation import gettext as _

from motcua.catalogue.models import ProcedureVersion, ProcessStep, StepPlace, WaitsFor
from motcua.catalogue.process_diff import task_in_words
from motcua.catalogue.process_reading import plan_of_step
from motcua.catalogue.process_setting import Setting
from motcua.catalogue.process_words import condition_in_words, half_days_in_words, word
from motcua.catalogue.processes import StepPlan
from motcua.design.process_picture import Door
from motcua.organisations.models import Agency, Role


def picture_of(steps: Sequence[ProcessStep], version: ProcedureVersion) -> list[Door]:
    """Return the doors of these steps of a process, in their order (0–1 statements).

    :param steps: with their agencies loaded, and their tasks where they have any
    """
    plan = [plan_of_step(step) for step in steps]
    return doors_of(plan, _named_in(plan, version))


def doors_of(plan: Sequence[StepPlan], setting: Setting) -> list[Door]:
    """Return the doors of these steps."""
    return [
        Door(
            number=step.position,
            name=step.name,
            who=_who(step, setting.agencies),
            time=_time(step),
            kind=step.kind,
            waits=_("Chờ %(who)s") % {"who": word(WaitsFor, step.waits_for)} if step.waits_for else "",
            only_if=_only_if(step, setting),
            tasks=[task_in_words(task, setting) for task in step.tasks],
        )
        for step in plan
    ]


def _named_in(plan: Sequence[StepPlan], version: ProcedureVersion) -> Setting:
    """Return the names of what these steps speak of, and nothing else; an agency's is its latest."""
    kinds = {condition.kind for step in plan for condition in step.conditions}
    keys = {step.agency_key for step in plan} | {task.agency_key for step in plan for task in step.tasks}
    wanted: dict[str, QuerySet[Any]] = {}
    if "case" in kinds:
        wanted["cases"] = version.cases.values(pair=JSONArray("key", "name"))
    if "paper" in kinds:
        wanted["papers"] = version.documents.values(pair=JSONArray("code", "name"))
    if keys - {""}:
        units = Agency.objects.filter(key__in=keys - {""}).order_by("valid_from")
        wanted["agencies"] = units.values(pair=JSONArray("key", "name"))
    asked = {name: ArraySubquery(pairs) for name, pairs in wanted.items()}
    found = ProcedureVersion.objects.filter(pk=version.pk).values_list(*asked.values()).get() if asked else ()
    names: dict[str, dict[str, str]] = {name: dict(pairs) for name, pairs in zip(asked, found, strict=True)}
    cases, papers, agencies = (names.get(name, {}) for name in ("cases", "papers", "agencies"))
    return Setting(limits={}, cases=cases, papers=papers, agencies=agencies)


def _who(step: StepPlan, agencies: Mapping[str, str]) -> str:
    where = agencies.get(step.agency_key, step.agency_key) if step.place == "named" else word(StepPlace, step.place)
    return f"{word(Role, step.role).capitalize()}, {where}"


def _time(step: StepPlan) -> str:
    if step.waits_for or step.kind == "waiting":
        return _("chờ")
    return half_days_in_words(step.half_days) if step.half_days else "–"


def _only_if(step: StepPlan, setting: Setting) -> list[str]:
    said = [condition_in_words(condition, setting.cases, setting.papers) for condition in step.conditions]
    return [_("Chỉ khi %(conditions)s") % {"conditions": ", ".join(said)}] if said else []
