"""One version of a process: its steps, what the check finds, what changed, and what may be done with it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from motcua.administration import queries
from motcua.administration.presenters.frame import frame
from motcua.administration.presenters.states import state_of
from motcua.administration.room import Visit
from motcua.catalogue.models import Channel, ProcessState, ProcessVersion, StepKind, StepPaper, WaitsFor
from motcua.catalogue.path_check import all_facts, applying, total_of
from motcua.catalogue.process_check import check
from motcua.catalogue.process_diff import Change, differences, task_in_words, where
from motcua.catalogue.process_picture import doors_of
from motcua.catalogue.process_reading import plan_of, setting_of
from motcua.catalogue.process_setting import Finding, Setting
from motcua.catalogue.process_trial import StepTrial, trial
from motcua.catalogue.process_words import condition_in_words, half_days_in_words, word
from motcua.catalogue.processes import StepPlan
from motcua.catalogue.redrawing import reusable_for
from motcua.organisations.models import Role


@dataclass(frozen=True)
class Known:
    """A version as it was read once for a page."""

    process: ProcessVersion
    plan: Sequence[StepPlan]
    setting: Setting
    findings: Sequence[Finding]

    @classmethod
    def of(cls, process: ProcessVersion, *, on: date) -> "Known":
        plan, setting = plan_of(process), setting_of(process, on=on)
        return cls(process, plan, setting, check(plan, setting))

    def at(self, position: int | None) -> list[str]:
        """Return what was found at a step, or of the process as a whole."""
        return [finding.sentence for finding in self.findings if finding.position == position]


def page(
    visit: Visit,
    process: ProcessVersion,
    *,
    trouble: Mapping[str, list[str]] | None = None,
    typed: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the page of a version; `trouble` and `typed` are what a press was refused for, and what was typed."""
    known = Known.of(process, on=visit.today)
    versions = list(queries.history(process))
    before = _before(process, versions)
    return {
        **frame(visit),
        **head(process, on=visit.today),
        "steps": [step_row(step, known) for step in known.plan],
        "of_the_whole": known.at(None),
        "findings": known.findings,
        "shows_findings": process.state in (ProcessState.DRAFT, ProcessState.PROPOSED),
        "doors": doors_of(known.plan, known.setting),
        "limits": limits(known),
        "before": before,
        "changes": changes(before, known) if before else [],
        "versions": [{"process": row, "state": state_of(row, on=visit.today)} for row in versions],
        "open": next((row for row in versions if row.state in (ProcessState.DRAFT, ProcessState.PROPOSED)), None),
        "running": queries.running(process, by=visit.actor),
        "reusable": reusable_for(process, on=visit.today),
        "is_mine": process.drawn_by_id == visit.user.pk,
        "today": visit.today,
        "trouble": trouble or {},
        "typed": typed or {},
    }


def head(process: ProcessVersion, *, on: date) -> dict[str, Any]:
    version = process.version
    return {
        "process": process,
        "name": version.procedure.everyday_name or version.name,
        "official": version.name,
        "state": state_of(process, on=on),
    }


def step_row(step: StepPlan, known: Known) -> dict[str, Any]:
    """Return one row of the table."""
    setting = known.setting
    said = [condition_in_words(condition, setting.cases, setting.papers) for condition in step.conditions]
    return {
        "step": step,
        "kind": word(StepKind, step.kind),
        "role": word(Role, step.role),
        "where": where(step, setting),
        "time": "" if step.kind == "waiting" else half_days_in_words(step.half_days),
        "waits": word(WaitsFor, step.waits_for) if step.waits_for else "",
        "only_if": ", ".join(said),
        "papers": [word(StepPaper, paper) for paper in step.papers],
        "tasks": [task_in_words(task, setting) for task in step.tasks],
        "findings": known.at(step.position),
    }


def limits(known: Known) -> list[dict[str, Any]]:
    """Return, for each case and the channels that share a limit, what the steps add up to at most."""
    totals: dict[tuple[str, str], int] = {}
    for facts in all_facts(known.plan, known.setting):
        at = (facts.case, facts.channel)
        totals[at] = max(totals.get(at, 0), total_of(applying(known.plan, facts)))
    rows: dict[tuple[str, int | None, int], list[str]] = {}
    for (case, channel), total in totals.items():
        rows.setdefault((case, known.setting.limits.get((case, channel)), total), []).append(word(Channel, channel))
    return [
        {
            "case": known.setting.cases.get(case, ""),
            "channels": ", ".join(channels),
            "total": half_days_in_words(total),
            "limit": half_days_in_words(limit) if limit is not None else _("chưa có"),
            "half_days": limit,
            "is_over": limit is None or total > limit,
            "share": min(100, round(total * 100 / limit)) if limit else 100,
        }
        for (case, limit, total), channels in rows.items()
    ]


def changes(before: ProcessVersion, known: Known) -> list[Change]:
    return differences(plan_of(before), known.plan, known.setting)


def _before(process: ProcessVersion, versions: Sequence[ProcessVersion]) -> ProcessVersion | None:
    """Return the version that this one is compared with: what it was drawn from, else the number before."""
    if process.based_on is not None:
        return process.based_on
    return next((row for row in versions if row.number < process.number), None)


def trial_page(visit: Visit, process: ProcessVersion) -> dict[str, Any]:
    """Return the page of a dry run over the dossiers of the past."""
    plan = plan_of(process)
    found = trial(plan, queries.past_of(process, by=visit.actor))
    return {
        **frame(visit),
        **head(process, on=visit.today),
        "trial": found,
        "gained": found.would_keep - found.kept,
        "kept_share": found.kept * 100 / found.count if found.count else 0,
        "would_share": found.would_keep * 100 / found.count if found.count else 0,
        "rows": [_trial_row(row) for row in found.steps],
        "most": queries.MOST_PAST,
    }


def _trial_row(row: StepTrial) -> dict[str, Any]:
    took = row.median_half_days
    return {
        "row": row,
        "has": half_days_in_words(row.step.half_days),
        "took": half_days_in_words(round(took)) if took is not None else "",
        "is_tight": bool(row.count and row.over * 10 > row.count),
    }
