"""A process as doors to be drawn ({% process_picture doors label=… %}), and where one dossier stands in it."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from motcua.catalogue.conditions import Facts, all_hold
from motcua.catalogue.models import ProcessStep, ProcessVersion, StepPlace, WaitsFor
from motcua.catalogue.process_diff import task_in_words
from motcua.catalogue.process_reading import plan_of
from motcua.catalogue.process_setting import Setting
from motcua.catalogue.process_words import condition_in_words, half_days_in_words, word
from motcua.catalogue.processes import StepPlan
from motcua.design.process_picture import Door
from motcua.organisations.models import Agency, Role


def picture_of(
    process: ProcessVersion, *, current: ProcessStep | None = None, is_over: bool = False, facts: Facts | None = None
) -> list[Door]:
    """Return the doors of this process (about 6 statements), for any page that shows it or a dossier in it.

    :param current: the step at which a dossier stands; without it nothing is marked
    :param is_over: the dossier is decided and handed over: all its steps are done
    :param facts: what is known of the dossier, so that steps it does not take are drawn as passed by
    """
    plan, version = plan_of(process), process.version
    keys = {step.agency_key for step in plan} | {task.agency_key for step in plan for task in step.tasks}
    names = dict(Agency.objects.filter(key__in=keys).order_by("valid_from").values_list("key", "name"))
    setting = Setting(
        limits={},
        cases=dict(version.cases.values_list("key", "name")),
        papers=dict(version.documents.values_list("code", "name")),
        agencies=names,
    )
    return doors_of(plan, setting, at=current.position if current else None, is_over=is_over, facts=facts)


def doors_of(
    plan: Sequence[StepPlan],
    setting: Setting,
    *,
    at: int | None = None,
    is_over: bool = False,
    facts: Facts | None = None,
) -> list[Door]:
    """Return the doors of these steps; `at` is the position where a dossier stands."""
    return [
        Door(
            number=step.position,
            name=step.name,
            who=_who(step, setting.agencies),
            time=_time(step),
            kind=step.kind,
            state=_state(step, at, is_over, facts),
            only_if=_only_if(step, setting),
            tasks=[task_in_words(task, setting) for task in step.tasks],
        )
        for step in plan
    ]


def _who(step: StepPlan, agencies: Mapping[str, str]) -> str:
    where = agencies.get(step.agency_key, step.agency_key) if step.place == "named" else word(StepPlace, step.place)
    return f"{word(Role, step.role).capitalize()}, {where}"


def _time(step: StepPlan) -> str:
    if step.waits_for or step.kind == "waiting":
        return _("chờ")
    return half_days_in_words(step.half_days) if step.half_days else "–"


def _only_if(step: StepPlan, setting: Setting) -> list[str]:
    waits = [_("Chờ %(who)s") % {"who": word(WaitsFor, step.waits_for)}] if step.waits_for else []
    said = [condition_in_words(condition, setting.cases, setting.papers) for condition in step.conditions]
    return [*waits, *([_("Chỉ khi %(conditions)s") % {"conditions": ", ".join(said)}] if said else [])]


def _state(step: StepPlan, at: int | None, is_over: bool, facts: Facts | None) -> str:
    if at is None and not is_over:
        return ""
    if facts is not None and not all_hold(step.conditions, facts):
        return "skipped"
    if is_over or (at is not None and step.position < at):
        return "done"
    return "current" if step.position == at else "future"
