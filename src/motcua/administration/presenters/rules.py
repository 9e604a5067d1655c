"""What the law leaves open and how it is read here: each parameter with its default, its basis and what was chosen."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.administration.presenters.frame import frame
from motcua.administration.room import Visit
from motcua.law import choices, rule_sets
from motcua.law.rule_sets import RuleSet
from motcua.working_time.calendar import VIETNAM

_NAMES: Mapping[str, Promise] = {
    "clock_starts": gettext_lazy("Thời hạn bắt đầu"),
    "outside_hours": gettext_lazy("Hồ sơ nhận ngoài giờ tính từ"),
    "boundary_free": gettext_lazy("Tiếp nhận không theo địa giới"),
    "boundary_free_clock_starts": gettext_lazy("Nhận không theo địa giới: thời hạn bắt đầu"),
    "online_first_response_hours": gettext_lazy("Trả lời hồ sơ trực tuyến, giờ làm việc"),
    "same_day_cutoff": gettext_lazy("Trả trong ngày: nhận sau giờ này trả hôm sau"),
    "due_method": gettext_lazy("Cách tính hạn theo ngày"),
    "hours_per_day": gettext_lazy("Số giờ một ngày làm việc"),
    "supplement_return_days": gettext_lazy("Hạn yêu cầu bổ sung, ngày làm việc"),
    "supplement_notify_days": gettext_lazy("Hạn báo người nộp bổ sung, ngày làm việc"),
    "supplement_max_requests": gettext_lazy("Số lần yêu cầu bổ sung"),
    "clock_after_supplement": gettext_lazy("Bổ sung xong, thời hạn"),
    "apology_lead_days": gettext_lazy("Xin lỗi trước ngày hẹn, ngày làm việc"),
    "reappointment_max": gettext_lazy("Số lần hẹn lại"),
    "late_against": gettext_lazy("Trễ so với"),
    "refusal_is_a_result": gettext_lazy("Từ chối sau thẩm định là kết quả"),
    "stop_only_before_result": gettext_lazy("Chỉ dừng khi chưa có kết quả"),
    "downtime_notice_days": gettext_lazy("Báo trước khi ngừng hệ thống, ngày"),
    "forms_by_day": gettext_lazy("Bộ mẫu giấy tờ"),
    "code_patterns_by_day": gettext_lazy("Kiểu mã hồ sơ"),
}

_WORDS: Mapping[object, Promise] = {
    "full_and_correct_reception": gettext_lazy("khi nhận đủ, đúng"),
    "next_working_day": gettext_lazy("ngày làm việc kế tiếp"),
    "same_day": gettext_lazy("chính ngày đó"),
    "no": gettext_lazy("không"),
    "province": gettext_lazy("trong tỉnh"),
    "nation": gettext_lazy("cả nước"),
    "reception": gettext_lazy("khi tiếp nhận"),
    "arrival_at_competent_agency": gettext_lazy("khi giấy tờ tới cơ quan có thẩm quyền"),
    "date": gettext_lazy("theo ngày"),
    "hours": gettext_lazy("theo giờ"),
    "restart": gettext_lazy("tính lại từ đầu"),
    "resume": gettext_lazy("chạy tiếp phần còn lại"),
    "first_due_date": gettext_lazy("ngày hẹn lần đầu"),
    "last_due_date": gettext_lazy("ngày hẹn lần cuối"),
    True: gettext_lazy("có"),
}


def page(visit: Visit) -> dict[str, Any]:
    """Return the context: the rule sets, the one in force first (2 statements)."""
    in_force = rule_sets.in_force_on(visit.today).name
    sets = sorted(rule_sets.RULE_SETS, key=lambda rules: (rules.name != in_force, -rules.in_force_from.toordinal()))
    return frame(visit, asked="tham-so") | {
        "sets": [
            {"rules": rules, "is_in_force": rules.name == in_force, "rows": _rows(rules, visit.today)} for rules in sets
        ],
    }


def _rows(rules: RuleSet, today: date) -> list[dict[str, Any]]:
    last_day = rules.in_force_until or date.max
    now = rule_sets.named(rules.name, received_on=min(max(today, rules.in_force_from), last_day))
    return [
        {
            "name": _NAMES[parameter],
            "parameter": parameter,
            "default": _said(getattr(rules, parameter)),
            "now": _said(getattr(now, parameter)),
            "basis": basis,
            "allowed": _allowed(parameter),
            "why_fixed": _(choices.FIXED[parameter]) if parameter in choices.FIXED else "",
            "chosen": [choice for choice in settings.RULE_CHOICES if _key(choice) == (rules.name, parameter)],
        }
        for parameter, basis in rules.uncertain().items()
    ]


def _allowed(parameter: str) -> list[tuple[str, str]]:
    """Return what the operator may write, each value with its words where it has any."""
    values = choices.SETTABLE.get(parameter)
    if isinstance(values, choices.OneOf):
        return [(name, str(_WORDS.get(name, ""))) for name in values.names]
    return [(values.said, "")] if values else []


def _key(choice: choices.Choice) -> tuple[str, str]:
    return choice.rules, choice.parameter


def _said(value: object) -> str:
    if isinstance(value, tuple):  # what changes within the set's life: the last row is what holds now
        return str(value[-1][1])
    if isinstance(value, time):
        return f"{value.replace(tzinfo=VIETNAM):%H:%M}"
    return str(_WORDS.get(value, value)) if isinstance(value, (str, bool)) else str(value)
