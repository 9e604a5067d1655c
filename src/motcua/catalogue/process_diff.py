"""What has changed from one version of a process to the next, in words. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from motcua.catalogue.models import StepKind, StepPaper, StepPlace, WaitsFor
from motcua.catalogue.process_setting import Setting
from motcua.catalogue.process_words import condition_in_words, half_days_in_words, named_step, word
from motcua.catalogue.processes import StepPlan, TaskPlan
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Role


@dataclass(frozen=True)
class Change:
    """One difference. `tone`: added, removed or changed; `position` is the step's in the newer version, if any."""

    tone: str
    sentence: str
    position: int | None = None


def differences(before: Sequence[StepPlan], after: Sequence[StepPlan], setting: Setting) -> list[Change]:
    """Return what is new, gone and changed, in the order of the newer version; nothing when they are alike."""
    changes: list[Change] = []
    for old, new in _pairs(before, after):
        if old is None and new is not None:
            text = _("Thêm %(step)s: %(what)s.") % {"step": _small(new), "what": _summary(new, setting)}
            changes.append(Change("added", text, new.position))
        elif new is None and old is not None:
            changes.append(Change("removed", _("Bỏ %(step)s.") % {"step": _small(old)}))
        elif old is not None and new is not None:
            changes += [Change("changed", text, new.position) for text in _changed(old, new, setting)]
    return changes


def _pairs(before: Sequence[StepPlan], after: Sequence[StepPlan]) -> Iterator[tuple[StepPlan | None, StepPlan | None]]:
    """Find each step again: under its name, else by what kind of step it is in the same place of the list."""
    names_before, names_after = [fold(step.name) for step in before], [fold(step.name) for step in after]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, names_before, names_after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(before[i1:i2], after[j1:j2], strict=True)
            continue
        yield from _loose(list(before[i1:i2]), after[j1:j2])


def _loose(old: list[StepPlan], new: Sequence[StepPlan]) -> Iterator[tuple[StepPlan | None, StepPlan | None]]:
    for step in new:
        twin = next((other for other in old if (other.kind, other.place) == (step.kind, step.place)), None)
        if twin is not None:
            old.remove(twin)
        yield twin, step
    for step in old:
        yield step, None


def _changed(old: StepPlan, new: StepPlan, setting: Setting) -> Iterator[str]:
    step = named_step(new)
    if old.name != new.name:
        yield _("%(step)s: trước đây tên là “%(old)s”.") % {"step": step, "old": old.name}
    for was, now in (
        (half_days_in_words(old.half_days), half_days_in_words(new.half_days)),
        (word(StepKind, old.kind), word(StepKind, new.kind)),
        (word(Role, old.role), word(Role, new.role)),
        (where(old, setting), where(new, setting)),
        (_waits(old), _waits(new)),
    ):
        if was != now:
            yield _("%(step)s: %(old)s → %(new)s.") % {"step": step, "old": was or "–", "new": now or "–"}
    yield from _sets(step, old, new, setting)


def _sets(step: str, old: StepPlan, new: StepPlan, setting: Setting) -> Iterator[str]:
    """Say what came to, and what went from, the conditions, papers and tasks of a step."""
    pairs = (
        (_("điều kiện"), *(_conditions(plan, setting) for plan in (old, new))),
        (_("biểu mẫu"), *([word(StepPaper, paper) for paper in plan.papers] for plan in (old, new))),
        (_("việc"), *([task_in_words(task, setting) for task in plan.tasks] for plan in (old, new))),
    )
    for what, were, are in pairs:
        values = {"step": step, "what": what}
        for gone in were:
            if gone not in are:
                yield _("%(step)s: bỏ %(what)s “%(value)s”.") % {**values, "value": gone}
        for come in are:
            if come not in were:
                yield _("%(step)s: thêm %(what)s “%(value)s”.") % {**values, "value": come}


def _conditions(step: StepPlan, setting: Setting) -> list[str]:
    return [condition_in_words(condition, setting.cases, setting.papers) for condition in step.conditions]


def where(step: StepPlan, setting: Setting) -> str:
    """Return where a step is done, in words."""
    if step.place == "named":
        return setting.agencies.get(step.agency_key) or setting.ended.get(step.agency_key) or step.agency_key
    return word(StepPlace, step.place)


def task_in_words(task: TaskPlan, setting: Setting) -> str:
    """Write a task of an agency: "Sở Xây dựng: cho ý kiến, 2 ngày"."""
    agency = setting.agencies.get(task.agency_key, task.agency_key) or _("xã nơi người nộp ở")
    lead = _(", chủ trì") if task.is_lead else ""
    return f"{agency}: {task.name}, {half_days_in_words(task.half_days)}{lead}"


def _waits(step: StepPlan) -> str:
    return _("chờ %(who)s") % {"who": word(WaitsFor, step.waits_for)} if step.waits_for else ""


def _summary(step: StepPlan, setting: Setting) -> str:
    parts = [word(Role, step.role), where(step, setting), _waits(step) or half_days_in_words(step.half_days)]
    return ", ".join([*parts, *_conditions(step, setting)])


def _small(step: StepPlan) -> str:
    name = named_step(step)
    return name[:1].lower() + name[1:]
