"""What is typed in the editor of a process: rows as they were typed, and the steps they mean. Shape only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.catalogue.actions.save_process import MOST_STEPS, MOST_TASKS
from motcua.catalogue.conditions import MOST_CONDITIONS, Condition, UnknownCondition
from motcua.catalogue.processes import StepPlan, TaskPlan


@dataclass
class TaskRow:
    """What was typed of one agency's task."""

    name: str = ""
    where: str = ""  # "commune", or the key of an agency
    days: str = ""
    order: str = "1"
    results_to: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.where or self.days)


@dataclass
class StepRow:
    """What was typed of one step."""

    position: str = ""
    name: str = ""
    kind: str = "handling"
    role: str = "specialist"
    where: str = "competent"  # "desk", "competent", or the key of an agency
    days: str = ""
    waits_for: str = ""
    conditions: Sequence[str] = ()  # "channel:online", turned round "!channel:online"
    papers: Sequence[str] = ()
    tasks: list[TaskRow] = field(default_factory=list)
    lead: str = ""  # number of the task whose agency leads
    remove: bool = False


def rows_of(plan: Sequence[StepPlan]) -> list[StepRow]:
    """Return steps as rows to be typed in."""
    return [
        StepRow(
            position=str(step.position),
            name=step.name,
            kind=step.kind,
            role=step.role,
            where=step.agency_key or step.place,
            days=days_text(step.half_days),
            waits_for=step.waits_for,
            conditions=[condition_key(condition) for condition in step.conditions],
            papers=list(step.papers),
            tasks=[
                TaskRow(
                    name=task.name,
                    where=task.agency_key or task.place,
                    days=days_text(task.half_days),
                    order=str(task.order),
                    results_to=list(task.results_to),
                )
                for task in step.tasks
            ],
            lead=next((str(number) for number, task in enumerate(step.tasks, 1) if task.is_lead), ""),
        )
        for step in plan
    ]


def condition_key(condition: Condition) -> str:
    return f"{'!' if condition.negated else ''}{condition.kind}:{condition.value}"


def days_text(half_days: int) -> str:
    return f"{Decimal(half_days) / 2:f}".replace(".", ",")


def typed(post: QueryDict) -> list[StepRow]:
    """Return the rows as they were typed, in the order of their numbers."""
    count = min(_number(post.get("rows", "")) or 0, MOST_STEPS + 5)
    rows = [_row(post, f"b{number}") for number in range(1, count + 1)]
    return sorted(rows, key=lambda row: _number(row.position) or 999)


def _row(post: QueryDict, at: str) -> StepRow:
    def said(name: str) -> str:
        return post.get(f"{at}-{name}", "").strip()

    tasks = [
        TaskRow(
            name=said(f"t{number}-name"),
            where=said(f"t{number}-where"),
            days=said(f"t{number}-days"),
            order=said(f"t{number}-order") or "1",
            results_to=post.getlist(f"{at}-t{number}-to"),
        )
        for number in range(1, min(_number(said("tasks")) or 0, MOST_TASKS + 1) + 1)
    ]
    lead = _number(said("lead")) or 0
    kept = [(number, task) for number, task in enumerate(tasks, 1) if not task.is_empty]
    return StepRow(
        **{name: said(name) for name in ("position", "name", "kind", "role", "where", "days", "waits_for")},
        conditions=[value for value in post.getlist(f"{at}-condition") if value][:MOST_CONDITIONS],
        papers=[paper for paper in post.getlist(f"{at}-paper") if paper],
        tasks=[task for _number_, task in kept],
        lead=next((str(place) for place, (number, _task) in enumerate(kept, 1) if number == lead), ""),
        remove=bool(said("remove")),
    )


def meant(rows: Sequence[StepRow]) -> tuple[list[StepPlan], list[str]]:
    """Return the steps that these rows mean, and what cannot be read of them, in sentences."""
    problems: list[str] = []
    plan = []
    for number, row in enumerate((row for row in rows if not row.remove), 1):
        where = _("Bước %(n)d") % {"n": number}
        place, agency = (row.where, "") if row.where in ("desk", "competent") else ("named", row.where)
        conditions = [_condition(key, where, problems) for key in row.conditions]
        plan.append(
            StepPlan(
                name=row.name,
                kind=row.kind,
                role=row.role,
                place=place,
                half_days=_half_days(row.days or "0", where, problems),
                agency_key=agency,
                position=number,
                waits_for=row.waits_for if row.kind == "waiting" else "",
                conditions=tuple(condition for condition in conditions if condition),
                papers=tuple(row.papers),
                tasks=tuple(_task(row, at, task, where, problems) for at, task in enumerate(row.tasks, 1)),
            )
        )
    return plan, problems


def _task(row: StepRow, at: int, task: TaskRow, where: str, problems: list[str]) -> TaskPlan:
    commune = task.where == "commune"
    return TaskPlan(
        name=task.name,
        half_days=_half_days(task.days or "0", where, problems),
        agency_key="" if commune else task.where,
        place="commune" if commune else "named",
        order=min(_number(task.order) or 1, 99),
        is_lead=row.lead == str(at),
        results_to=tuple(task.results_to),
    )


def _half_days(text: str, where: str, problems: list[str]) -> int:
    try:
        half_days = Decimal(text.replace(",", ".")) * 2
        if half_days.is_finite() and half_days % 1 == 0 and 0 <= half_days <= 2000:
            return int(half_days)
    except InvalidOperation:
        pass
    problems.append(
        _("%(where)s: “%(text)s” không phải số ngày. Ghi số ngày, lẻ thì nửa ngày, như 0,5 hoặc 2.")
        % {"where": where, "text": text[:20]}
    )
    return 0


def _condition(key: str, where: str, problems: list[str]) -> Condition | None:
    kind, _colon, value = key.removeprefix("!").partition(":")
    try:
        return Condition(kind, value, negated=key.startswith("!"))
    except UnknownCondition:
        problems.append(_("%(where)s: không có điều kiện này. Chọn lại trong danh sách.") % {"where": where})
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 4 else None
