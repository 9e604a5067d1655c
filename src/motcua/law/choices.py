"""What the province decides where the law leaves it open: a parameter of a rule set read otherwise, from a day on.

Every parameter whose wording we have not seen is either in SETTABLE, with the values it may take, or in FIXED, with
the reason why there is nothing to set. A choice holds for dossiers received from its day on; older ones keep what they
were received under. The choices stand in a file that the operator keeps (docs/deployment.md); this module reads it.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any, ClassVar, Protocol

from motcua.law import codes, forms, rule_sets
from motcua.law.refusals import Refusal, shortened
from motcua.law.refusals import gettext_noop as _
from motcua.law.rule_sets import RuleSet


class Unsettled(Refusal):
    """A choice that cannot be made so."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "file": _("Không đọc được tệp tham số {file}: {problem}. Hãy sửa lại theo tài liệu triển khai."),
        "field": _(
            "Lựa chọn thứ {number} thiếu “{field}” hoặc ghi sai kiểu. Hãy ghi đủ rules, parameter, value, from, note."
        ),
        "certain": _("“{parameter}” của {rules} không đặt lại được: văn bản đã quy định rõ ({article})."),
        "fixed": _("“{parameter}” không đặt ở đây: {why}"),
        "unknown": _("Không có tham số “{parameter}”. Hãy chọn một trong các tham số: {names}."),
        "value": _("“{parameter}” không nhận giá trị {value}. Giá trị được nhận: {allowed}."),
        "day": _("“{parameter}”: ngày {since} không nằm trong thời gian {rules} có hiệu lực. Hãy chọn ngày khác."),
        "twice": _("“{parameter}” của {rules} có hai lựa chọn từ cùng ngày {since}. Hãy bỏ bớt một."),
    }


@dataclass(frozen=True, slots=True)
class Choice:
    """One parameter of one rule set, from a day on; `note` says who decided it, and why."""

    rules: str
    parameter: str
    value: str | int
    since: date
    note: str

    @property
    def change(self) -> tuple[str, Any]:
        """Return the field of RuleSet and its new value; what changes within a set's life takes one more row."""
        value = SETTABLE[self.parameter].read(self.value)
        if not self.parameter.endswith("_by_day"):
            return self.parameter, value
        written: RuleSet = rule_sets.named(self.rules, received_on=self.since)
        return self.parameter, (*getattr(written, self.parameter), (self.since, value))


class Values(Protocol):
    """What a parameter may be set to."""

    @property
    def said(self) -> str:
        """Return the values in words short enough for a table."""

    def read(self, value: object) -> object | None:
        """Return the value as the rule set has it; None when it is none of these."""


@dataclass(frozen=True)
class OneOf:
    names: tuple[str, ...]

    @property
    def said(self) -> str:
        return ", ".join(self.names)

    def read(self, value: object) -> object | None:
        return value if value in self.names else None


@dataclass(frozen=True)
class Number:
    least: int
    most: int

    @property
    def said(self) -> str:
        return f"{self.least}–{self.most}"

    def read(self, value: object) -> object | None:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return value if is_number and self.least <= value <= self.most else None  # type: ignore[operator]


class ClockTime:
    said = "00:00–23:59"

    def read(self, value: object) -> object | None:
        try:
            return time.fromisoformat(str(value)) if len(str(value)) == len("15:00") else None
        except ValueError:
            return None


SETTABLE: Mapping[str, Values] = {
    "outside_hours": OneOf(("next_working_day", "same_day")),
    "boundary_free_clock_starts": OneOf(("reception", "arrival_at_competent_agency")),
    "online_first_response_hours": Number(1, 80),
    "same_day_cutoff": ClockTime(),
    "due_method": OneOf(("date", "hours")),
    "supplement_return_days": Number(1, 30),
    "supplement_max_requests": Number(1, 10),
    "clock_after_supplement": OneOf(("restart", "resume")),
    "apology_lead_days": Number(0, 10),
    "reappointment_max": Number(1, 10),
    "late_against": OneOf(("first_due_date", "last_due_date")),
    "forms_by_day": OneOf(tuple(forms.FORMS)),
    "code_patterns_by_day": OneOf(codes.PATTERNS),
}

#: Uncertain, and yet nothing to set here: why
FIXED: Mapping[str, str] = {
    "clock_starts": _("Không văn bản nào cho cách khác: thời hạn tính từ khi nhận đủ hồ sơ hợp lệ."),
    "boundary_free": _("Bảng tiếp nhận của từng thủ tục nói nơi nào nhận, nhận hộ cho ai."),
    "hours_per_day": _("Lịch làm việc của từng cơ quan nói một ngày có mấy giờ."),
    "supplement_notify_days": _("Phần mềm báo người nộp ngay khi yêu cầu bổ sung, sớm hơn mọi mức."),
    "refusal_is_a_result": _("Không văn bản nào cho cách khác: từ chối sau thẩm định là một kết quả."),
    "stop_only_before_result": _("Có kết quả rồi thì không còn gì để dừng."),
    "downtime_notice_days": _("Thông báo ngừng hệ thống đăng bằng tay trên Cổng; phần mềm không tự đăng."),
}


def read(file: Path) -> tuple[Choice, ...]:
    """Return the choices in this file, checked, in order of days: a TOML list named `choice`.

    :raises Unsettled: the file or a choice in it cannot be taken; the sentence says which and how to mend it
    """
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise Unsettled("file", file=file, problem=shortened(problem, 120)) from problem
    rows = written.get("choice", [])
    if not isinstance(rows, list) or set(written) - {"choice"}:
        raise Unsettled("file", file=file, problem="[[choice]]")
    return checked(_choice(number, row) for number, row in enumerate(rows, start=1))


def checked(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Return these choices in order of days. :raises Unsettled: one of them cannot be made"""
    found: dict[tuple[str, str, date], Choice] = {}
    for choice in choices:
        _check(choice)
        if found.setdefault((choice.rules, choice.parameter, choice.since), choice) is not choice:
            raise Unsettled("twice", **_facts(choice))
    return tuple(sorted(found.values(), key=lambda choice: choice.since))


def adopt(choices: Iterable[Choice]) -> None:
    """Let the rule sets read so, in this process, in place of whatever was chosen before."""
    rule_sets.amend(())
    made: list[tuple[str, date, dict[str, Any]]] = []
    for choice in checked(choices):
        field, value = choice.change
        made.append((choice.rules, choice.since, {field: value}))
        rule_sets.amend(made)  # the next one may add a row to what this one wrote


def _choice(number: int, row: object) -> Choice:
    fields: dict[str, tuple[type, ...]] = {
        "rules": (str,),
        "parameter": (str,),
        "value": (str, int),
        "from": (date,),
        "note": (str,),
    }
    row = row if isinstance(row, dict) else {}
    for name, types in fields.items():
        if not isinstance(row.get(name), types) or row[name] == "":
            raise Unsettled("field", number=number, field=name)
    return Choice(row["rules"], row["parameter"], row["value"], row["from"], row["note"])


def _check(choice: Choice) -> None:
    rules = rule_sets.named(choice.rules, received_on=choice.since)
    if choice.parameter not in rules.basis:
        raise Unsettled("unknown", parameter=shortened(choice.parameter), names=", ".join(SETTABLE))
    if rules.basis[choice.parameter].is_certain:
        raise Unsettled("certain", article=rules.basis[choice.parameter].article, **_facts(choice))
    if choice.parameter in FIXED:
        raise Unsettled("fixed", parameter=choice.parameter, why=FIXED[choice.parameter])
    values = SETTABLE[choice.parameter]
    if values.read(choice.value) is None:
        allowed = values.said
        raise Unsettled("value", parameter=choice.parameter, value=shortened(choice.value), allowed=allowed)
    until = rules.in_force_until
    if choice.since < rules.in_force_from or (until is not None and choice.since >= until):
        raise Unsettled("day", **_facts(choice))


def _facts(choice: Choice) -> dict[str, str]:
    return {"parameter": choice.parameter, "rules": choice.rules, "since": f"{choice.since:%d/%m/%Y}"}
