"""A process as text that people can read, compare and keep under version control: YAML out, and the same YAML in.

What is read in is exactly what was written: nothing is guessed, an unknown word is refused with the place where it
stands. Scalars are read as text and turned into values here, so "no", 1.000656 and 2018-10-22 mean what they say.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml
from django.utils.translation import gettext as _

from motcua.catalogue.conditions import Condition, UnknownCondition
from motcua.catalogue.processes import StepPlan, TaskPlan, numbered

LARGEST_FILE = 200_000  # bytes
HEAD = "# Quy trình nội bộ. Sửa ở đây rồi nạp vào một bản nháp; phần mềm soát lại từng chữ trước khi nhận.\n"


class UnreadableProcess(ValueError):
    """A file that is not a process; the sentence says where and how to mend it."""


@dataclass(frozen=True)
class ProcessText:
    """A process with what it belongs to."""

    procedure: str  # national code
    steps: tuple[StepPlan, ...]
    case: str = ""  # key
    note: str = ""


def write(process: ProcessText) -> str:
    """Return the process as YAML."""
    head: dict[str, Any] = {"procedure": process.procedure}
    head |= {key: value for key, value in (("case", process.case), ("note", process.note)) if value}
    head["steps"] = [_step_out(step) for step in process.steps]
    return HEAD + yaml.dump(head, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def read(text: str | bytes) -> ProcessText:
    """Read what `write` wrote, and what people made of it. :raises UnreadableProcess: it cannot be read"""
    if len(text) > LARGEST_FILE:
        raise UnreadableProcess(_("Tệp lớn quá. Quy trình chỉ là vài chục dòng chữ: xem lại có chọn nhầm tệp không."))
    try:
        found = yaml.load(text, Loader=_Loader)  # noqa: S506  # a loader that makes nothing but texts
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as trouble:
        mark = getattr(trouble, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise UnreadableProcess(
            _("Không đọc được tệp ở dòng %(line)d. Xem lại chỗ thụt đầu dòng và dấu hai chấm.") % {"line": line}
        ) from trouble
    top = _mapping(found, _("Đầu tệp"), {"procedure", "case", "note", "steps"}, needs={"procedure", "steps"})
    steps = [_step_in(row, number) for number, row in enumerate(_list(top["steps"], "steps"), 1)]
    return ProcessText(
        procedure=_text(top["procedure"], "procedure"),
        case=_text(top.get("case", ""), "case"),
        note=_text(top.get("note", ""), "note"),
        steps=tuple(numbered(steps)),
    )


# Out


def _step_out(step: StepPlan) -> dict[str, Any]:
    row: dict[str, Any] = {"name": step.name, "kind": step.kind, "role": step.role, "place": step.place}
    if step.agency_key:
        row["agency"] = step.agency_key
    row["days"] = _days_out(step.half_days)
    if step.waits_for:
        row["waits_for"] = step.waits_for
    if step.conditions:
        row["conditions"] = [
            {"kind": condition.kind, "is_not" if condition.negated else "is": condition.value}
            for condition in step.conditions
        ]
    if step.papers:
        row["papers"] = list(step.papers)
    if step.tasks:
        row["tasks"] = [_task_out(task) for task in step.tasks]
    return row


def _task_out(task: TaskPlan) -> dict[str, Any]:
    row: dict[str, Any] = {"name": task.name, "place": task.place}
    if task.agency_key:
        row["agency"] = task.agency_key
    row |= {"days": _days_out(task.half_days), "order": str(task.order)}
    if task.is_lead:
        row["lead"] = "true"
    row["results_to"] = list(task.results_to)
    return row


def _days_out(half_days: int) -> str:
    return f"{Decimal(half_days) / 2:f}"


class _Dumper(yaml.SafeDumper):
    """Writes texts plainly: everything is a text here, so nothing needs quotes to stay one."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.yaml_implicit_resolvers = {}


# In


class _Loader(yaml.BaseLoader):
    """Makes texts, lists and mappings, nothing else. A key stands once; a part of the file is not repeated by name."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.composer.ComposerError(None, None, "no aliases", event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        for key, (key_node, _value) in zip(keys, node.value, strict=True):
            if not isinstance(key, str) or keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, "key stands twice", key_node.start_mark)
        return super().construct_mapping(node, deep=deep)


_STEP = {"name", "kind", "role", "place", "agency", "days", "waits_for", "conditions", "papers", "tasks"}
_TASK = {"name", "place", "agency", "days", "order", "lead", "results_to"}


def _step_in(row: Any, number: int) -> StepPlan:
    where = _("Bước %(n)d") % {"n": number}
    row = _mapping(row, where, _STEP, needs={"name", "kind", "role", "place", "days"})
    return StepPlan(
        **{key: _text(row[key], f"{where}, {key}") for key in ("name", "kind", "role", "place")},
        half_days=_days_in(row["days"], where),
        agency_key=_text(row.get("agency", ""), f"{where}, agency"),
        position=number,
        waits_for=_text(row.get("waits_for", ""), f"{where}, waits_for"),
        conditions=_all(row.get("conditions", []), f"{where}, conditions", _condition_in),
        papers=_all(row.get("papers", []), f"{where}, papers", _text),
        tasks=_all(row.get("tasks", []), f"{where}, tasks", _task_in),
    )


def _task_in(row: Any, where: str) -> TaskPlan:
    row = _mapping(row, where, _TASK, needs={"name", "days", "results_to"})
    order, lead = _text(row.get("order", "1"), where), _text(row.get("lead", "false"), where)
    if not (order.isdecimal() and len(order) < 4):
        raise UnreadableProcess(_("%(where)s: “order” phải là số nguyên như 1, 2.") % {"where": where})
    if lead not in ("true", "false"):
        raise UnreadableProcess(_("%(where)s: “lead” chỉ là true hoặc false.") % {"where": where})
    return TaskPlan(
        name=_text(row["name"], where),
        half_days=_days_in(row["days"], where),
        agency_key=_text(row.get("agency", ""), where),
        place=_text(row.get("place", "named"), where),
        order=int(order),
        is_lead=lead == "true",
        results_to=_all(row["results_to"], where, _text),
    )


def _condition_in(row: Any, where: str) -> Condition:
    row = _mapping(row, where, {"kind", "is", "is_not"}, needs={"kind"})
    if ("is" in row) == ("is_not" in row):
        raise UnreadableProcess(_("%(where)s: mỗi điều kiện ghi “is” hoặc “is_not”, một trong hai.") % {"where": where})
    value = _text(row.get("is", row.get("is_not")), where)
    try:
        return Condition(kind=_text(row["kind"], where), value=value, negated="is_not" in row)
    except UnknownCondition as unknown:
        raise UnreadableProcess(
            _("%(where)s: không có điều kiện “%(what)s”. Xem danh sách điều kiện ở trang sửa quy trình.")
            % {"where": where, "what": unknown.args[0]}
        ) from unknown


def _all(rows: Any, where: str, read_one: Callable[[Any, str], Any]) -> tuple[Any, ...]:
    return tuple(read_one(row, f"{where} {number}") for number, row in enumerate(_list(rows, where), 1))


def _mapping(row: Any, where: str, known: set[str], *, needs: set[str]) -> Mapping[str, Any]:
    if not isinstance(row, dict):
        raise UnreadableProcess(_("%(where)s: cần các dòng dạng “tên: giá trị”.") % {"where": where})
    strange, missing = sorted(set(row) - known), sorted(needs - set(row))
    if strange:
        raise UnreadableProcess(
            _("%(where)s: không có mục “%(key)s”. Các mục: %(known)s.")
            % {"where": where, "key": strange[0], "known": ", ".join(sorted(known))}
        )
    if missing:
        raise UnreadableProcess(_("%(where)s: thiếu mục “%(key)s”. Ghi thêm.") % {"where": where, "key": missing[0]})
    return row


def _list(rows: Any, where: str) -> Sequence[Any]:
    if not isinstance(rows, list):
        raise UnreadableProcess(_("%(where)s: cần một danh sách, mỗi dòng bắt đầu bằng “- ”.") % {"where": where})
    return rows


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise UnreadableProcess(_("%(where)s: cần chữ, không phải danh sách.") % {"where": where})
    return value.strip()


def _days_in(value: Any, where: str) -> int:
    try:
        half_days = Decimal(_text(value, where).replace(",", ".")) * 2
    except InvalidOperation:
        half_days = Decimal("0.5")
    if not half_days.is_finite() or half_days % 1 or not 0 <= half_days <= 9999:
        raise UnreadableProcess(_("%(where)s: “days” ghi số ngày, lẻ thì nửa ngày, như 0.5 hoặc 2.") % {"where": where})
    return int(half_days)
