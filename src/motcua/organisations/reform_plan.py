"""A reorganisation of units as a dated plan: what begins, what ends, and who carries on what. Read from YAML."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from motcua.organisations.models import Kind, Level


@dataclass(frozen=True)
class NewUnit:
    """A unit that begins on the day of the plan; one that takes the key of a living unit renames it."""

    key: str
    name: str
    short_name: str
    kind: str
    level: str
    identifier: str
    parent: str = ""  # key
    gso_code: str = ""
    identifier_2020: str = ""
    desk_name: str = ""
    address: str = ""
    phone: str = ""
    place: str = ""


@dataclass(frozen=True)
class Succession:
    """A unit that ends, by its key, and the unit that carries it on."""

    unit: str
    successor: str
    assumption: str = ""  # why this successor, where no decision says so


@dataclass(frozen=True)
class Plan:
    """All that changes on one day. Several units may have one successor (merger); one has never several."""

    name: str
    on: date
    units: tuple[NewUnit, ...] = ()
    successions: tuple[Succession, ...] = ()
    tiers: Mapping[str, str] = field(default_factory=dict)  # a tier that ends → the one that receives in its place
    basis: str = ""

    @property
    def heirs(self) -> dict[str, str]:
        """Return for the key of every unit that ends the key of its successor, units that are only renamed included."""
        renamed = {unit.key: unit.key for unit in self.units}
        return renamed | {row.unit: row.successor for row in self.successions}


def read(text: str) -> Plan:
    """Return the plan written in this YAML. :raises ValidationError: every sentence says where and what to mend"""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as trouble:
        raise ValidationError(_("Kế hoạch không đọc được: %(why)s") % {"why": trouble}) from None
    if not isinstance(content, Mapping):
        raise ValidationError(_("Kế hoạch phải có các phần name, day, units, successions."))
    problems: list[str] = []
    plan = Plan(
        name=str(content.get("name") or ""),
        on=_day(content.get("day"), problems),
        units=tuple(_rows(NewUnit, content.get("units"), "units", problems)),
        successions=tuple(_rows(Succession, content.get("successions"), "successions", problems)),
        tiers=dict(content.get("tiers") or {}),
        basis=str(content.get("basis") or ""),
    )
    problems += _contradictions(plan) if not problems else []
    if problems:
        raise ValidationError(problems)
    return plan


def write(plan: Plan) -> str:
    """Return the plan as YAML that `read` reads back."""
    rows = {
        "name": plan.name,
        "basis": plan.basis,
        "day": plan.on,
        "tiers": dict(plan.tiers),
        "units": [_said(unit) for unit in plan.units],
        "successions": [_said(row) for row in plan.successions],
    }
    text: str = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=120)
    return text


def _said(row: NewUnit | Succession) -> dict[str, str]:
    return {name: value for name, value in asdict(row).items() if value}


def _day(value: Any, problems: list[str]) -> date:
    if isinstance(value, date):
        return value
    problems.append(_("day: ghi ngày có hiệu lực, ví dụ 2025-07-01."))
    return date.min


def _rows(kind: type, rows: Any, part: str, problems: list[str]) -> Sequence[Any]:
    known = {column.name for column in fields(kind)}
    found = []
    for number, row in enumerate(rows or [], 1):
        said = {name: str(value) for name, value in row.items() if value is not None} if isinstance(row, dict) else {}
        strangers = sorted(said.keys() - known)
        if strangers:
            problems.append(
                _("%(part)s, dòng %(n)d: không có mục “%(name)s”. Sửa tên mục.")
                % {"part": part, "n": number, "name": strangers[0]}
            )
            continue
        try:
            found.append(kind(**said))
        except TypeError:
            problems.append(_("%(part)s, dòng %(n)d: còn thiếu mục bắt buộc.") % {"part": part, "n": number})
    return found


def _contradictions(plan: Plan) -> list[str]:
    """Return what the plan says against itself; what it says against the province is asked where it is carried out."""
    return [*_twice(plan), *_ended_heirs(plan), *_unknown_words(plan)]


def _twice(plan: Plan) -> list[str]:
    keys = [unit.key for unit in plan.units]
    ending = [row.unit for row in plan.successions]
    return [
        _("units: “%(key)s” có hai lần. Giữ lại một.") % {"key": key}
        for key in sorted({key for key in keys if keys.count(key) > 1})
    ] + [
        _("successions: “%(key)s” có hai lần; một đơn vị chỉ có một nơi kế thừa.") % {"key": key}
        for key in sorted({key for key in ending if ending.count(key) > 1})
    ]


def _ended_heirs(plan: Plan) -> list[str]:
    beginning = {unit.key for unit in plan.units}
    ending = {row.unit for row in plan.successions}
    return [
        _("successions: “%(key)s” cũng kết thúc, không kế thừa được. Chọn nơi còn hoạt động.") % {"key": row.successor}
        for row in plan.successions
        if row.successor in ending and row.successor not in beginning
    ]


def _unknown_words(plan: Plan) -> list[str]:
    return [
        _("units: “%(key)s” có kind hoặc level không có trong hệ thống.") % {"key": unit.key}
        for unit in plan.units
        if unit.kind not in Kind.values or unit.level not in Level.values
    ] + [
        _("tiers: không có cấp “%(tier)s”.") % {"tier": tier}
        for tier in (*plan.tiers, *plan.tiers.values())
        if tier not in Level.values
    ]
