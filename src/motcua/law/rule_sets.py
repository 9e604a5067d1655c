"""The law in numbers, dated: every constant that a decree sets is a field here and nowhere else (law.md §0.2, §17).

A dossier is pinned to the rule set of the day it was received, so a new decree never moves an old promise. Each field
of each set says where it stands (`basis`): the article, and whether we are certain. What is uncertain has a default
that a lawyer should confirm; `uncertain()` lists it, and the province may set it otherwise (motcua.law.choices): for
dossiers received from some day on, so that a choice never moves an old promise either.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, time
from typing import ClassVar, Literal, TypeVar

from motcua.law import codes
from motcua.law.refusals import Refusal, shortened
from motcua.law.refusals import gettext_noop as _

_T = TypeVar("_T")


class NoRuleSet(Refusal):
    """No decree that we know was in force on that day, or none has that name."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "too_early": _(
            "Ngày {day} chưa có quy định nào trong hệ thống: Nghị định 61/2018/NĐ-CP có hiệu lực từ {first}. "
            "Hãy kiểm lại ngày tiếp nhận."
        ),
        "unknown": _("Không có bộ quy định “{name}”. Hãy chọn một trong các bộ: {names}."),
    }


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a parameter stands, and whether the wording was seen or is only the usual practice."""

    article: str
    is_certain: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackTerms:
    """Working days for feedback (phản ánh, kiến nghị): QĐ 766/QĐ-TTg, indicator 5.2."""

    refuse_days: int = 2
    supplement_days: int = 5
    handle_days: int = 15
    publish_days: int = 2


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """The constants of the one-stop mechanism while one decree was in force."""

    name: str
    title: str
    in_force_from: date
    in_force_until: date | None = None  # the first day it no longer was

    # Reception and the start of the clock
    clock_starts: Literal["full_and_correct_reception"] = "full_and_correct_reception"
    outside_hours: Literal["next_working_day", "same_day"] = "next_working_day"
    boundary_free: Literal["no", "province", "nation"] = "no"
    boundary_free_clock_starts: Literal["reception", "arrival_at_competent_agency"] = "reception"
    postal_clock_starts: Literal["handover_record_signed"] = "handover_record_signed"
    online_first_response_hours: int = 8
    handover_cutoff: time = time(15)
    same_day_cutoff: time = time(15)

    # The due date
    due_method: Literal["date", "hours"] = "date"
    hours_per_day: int = 8

    # Supplement
    supplement_return_days: int = 3
    supplement_notify_days: int = 1
    supplement_max_requests: int = 1
    clock_after_supplement: Literal["restart", "resume"] = "restart"
    statistics_after_supplement: Literal["subtract"] = "subtract"

    # Apology, refusal, stop
    apology_lead_days: int = 1
    reappointment_max: int = 1
    late_against: Literal["first_due_date", "last_due_date"] = "first_due_date"
    refusal_is_a_result: bool = True
    stop_only_before_result: bool = True

    # Counter staff
    staff_min_years: int
    posting_min_months: int
    posting_max_months: int

    # Procedures, feedback, the system itself
    announce_before_effect_days: int = 5
    publish_after_decision_days: int = 5
    announce_shortened_days: int = 3
    publish_shortened_days: int = 2
    feedback: FeedbackTerms = FeedbackTerms()
    downtime_notice_days: int = 7
    lookup_public_fields: tuple[str, ...] = ("code", "progress")

    # Papers and codes: (first day, name of the set) in order of time; they change within one decree's life
    forms_by_day: tuple[tuple[date, str], ...]
    code_patterns_by_day: tuple[tuple[date, str], ...]

    basis: Mapping[str, Basis] = field(compare=False, repr=False)

    def forms_on(self, day: date) -> str:
        """Return the name of the set of forms (motcua.law.forms) for a paper written on this day."""
        return _of_day(self.forms_by_day, day)

    def code_pattern_on(self, day: date) -> str:
        """Return the pattern (motcua.law.codes) for a dossier received on this day."""
        return _of_day(self.code_patterns_by_day, day)

    @property
    def forms(self) -> str:
        """Return the set of forms that this decree ended with or has now."""
        return self.forms_by_day[-1][1]

    @property
    def code_pattern(self) -> str:
        """Return the code pattern that this decree ended with or has now."""
        return self.code_patterns_by_day[-1][1]

    @property
    def identifier(self) -> Literal["2016", "2020"]:
        """Return which identifier of the unit stands in `code_pattern`: TT 10/2016 (QCVN 102) or QĐ 20/2020."""
        return "2016" if self.code_pattern == codes.TT01_2018 else "2020"

    def uncertain(self) -> dict[str, Basis]:
        """Return the parameters whose wording we have not seen, with the default's reason."""
        return {name: basis for name, basis in self.basis.items() if not basis.is_certain}


def _of_day(dated: tuple[tuple[date, _T], ...], day: date) -> _T:
    position = bisect_right(dated, day, key=lambda row: row[0]) - 1
    return dated[max(position, 0)][1]


_BASIS_61 = {
    "clock_starts": Basis("NĐ 61/2018 Điều 17"),
    "outside_hours": Basis(
        "BLDS 2015 Điều 147", is_certain=False, note="Phần mềm đang dùng đều tính sang ngày làm việc sau"
    ),
    "boundary_free": Basis(
        "NĐ 61/2018 Điều 14; NĐ 107/2021", is_certain=False, note="NĐ 107/2021 mở dần, chưa thấy câu chữ"
    ),
    "boundary_free_clock_starts": Basis("NĐ 61/2018 Điều 17", is_certain=False, note="Luật im lặng trước NĐ 309/2026"),
    "postal_clock_starts": Basis("QĐ 45/2016/QĐ-TTg Điều 7.4"),
    "online_first_response_hours": Basis(
        "NĐ 45/2020 Điều 11", is_certain=False, note="Giờ làm việc; chưa thấy câu chữ"
    ),
    "handover_cutoff": Basis("NĐ 61/2018 Điều 18"),
    "same_day_cutoff": Basis(
        "NĐ 61/2018 Điều 18", is_certain=False, note="Thông lệ ở Hà Nội: sau 15 giờ trả ngày làm việc sau"
    ),
    "due_method": Basis(
        "BLDS 2015 Điều 147, 148", is_certain=False, note="Thời hạn tính theo ngày thì theo ngày, nửa ngày thì theo giờ"
    ),
    "hours_per_day": Basis(
        "QĐ 188/1999/QĐ-TTg", is_certain=False, note="Chuẩn 40 giờ mỗi tuần; lịch riêng của cơ quan quyết định"
    ),
    "supplement_return_days": Basis("NĐ 61/2018 Điều 19.4"),
    "supplement_notify_days": Basis("QĐ 138/2025 Đồng Tháp", is_certain=False, note="Thông lệ địa phương"),
    "supplement_max_requests": Basis("NĐ 61/2018 Điều 11.2c"),
    "clock_after_supplement": Basis("NĐ 61/2018 Điều 19.4"),
    "statistics_after_supplement": Basis("QĐ 766/QĐ-TTg 2022, chỉ số 2.1"),
    "apology_lead_days": Basis(
        "NĐ 61/2018 Điều 19.9", is_certain=False, note="Luật viết “ngày”; hiểu là ngày làm việc"
    ),
    "reappointment_max": Basis("NĐ 61/2018 Điều 19.9"),
    "late_against": Basis("NĐ 61/2018 Điều 19.9", is_certain=False, note="Đã hẹn lại vẫn là trễ so với lần hẹn đầu"),
    "refusal_is_a_result": Basis("NĐ 61/2018 Điều 19.8"),
    "stop_only_before_result": Basis("NĐ 118/2025 Điều 21", is_certain=False, note="Áp dụng ngược cho hồ sơ cũ"),
    "staff_min_years": Basis("NĐ 61/2018 Điều 11"),
    "posting_min_months": Basis("NĐ 61/2018 Điều 11"),
    "posting_max_months": Basis("NĐ 61/2018 Điều 11"),
    "announce_before_effect_days": Basis("NĐ 63/2010 Điều 15", note="Cấp tỉnh; bộ là 20"),
    "publish_after_decision_days": Basis("NĐ 63/2010 Điều 24", note="Ngày làm việc, cấp tỉnh; bộ là 10"),
    "announce_shortened_days": Basis("NĐ 63/2010 Điều 15"),
    "publish_shortened_days": Basis("NĐ 63/2010 Điều 24", note="Ngày làm việc"),
    "feedback": Basis("QĐ 766/QĐ-TTg 2022, chỉ số 5.2"),
    "downtime_notice_days": Basis("NĐ 224/2026", is_certain=False, note="Ngày làm việc; trước 7/2026 theo địa phương"),
    "lookup_public_fields": Basis("TT 01/2018/TT-VPCP Điều 16"),
    "forms_by_day": Basis(
        "TT 01/2018/TT-VPCP Điều 9", is_certain=False, note="Có hiệu lực 06/01/2019; trước đó dùng tạm cùng mẫu"
    ),
    "code_patterns_by_day": Basis(
        "TT 01/2018/TT-VPCP Điều 19", is_certain=False, note="Có hiệu lực 06/01/2019; trước đó dùng tạm"
    ),
}

_BASIS_118 = _BASIS_61 | {
    "clock_starts": Basis("NĐ 118/2025 Điều 17", is_certain=False, note="Chưa thấy toàn văn Điều 17–22"),
    "boundary_free": Basis("NĐ 118/2025 Điều 14"),
    "boundary_free_clock_starts": Basis("NĐ 118/2025 Điều 17", is_certain=False, note="Chưa thấy câu chữ"),
    "handover_cutoff": Basis("NĐ 118/2025 Điều 18"),
    "supplement_return_days": Basis("NĐ 118/2025 Điều 19", is_certain=False, note="Giữ như NĐ 61; chưa thấy câu chữ"),
    "supplement_max_requests": Basis("NĐ 118/2025 Điều 17", is_certain=False, note="Hướng dẫn đầy đủ một lần"),
    "clock_after_supplement": Basis("NĐ 118/2025 Điều 19", is_certain=False, note="Giữ như NĐ 61; chưa thấy câu chữ"),
    "apology_lead_days": Basis("NĐ 118/2025 Điều 20", is_certain=False, note="Thực tế 2025 giữ như NĐ 61"),
    "reappointment_max": Basis("NĐ 118/2025 Điều 20", is_certain=False, note="Thực tế 2025 giữ như NĐ 61"),
    "late_against": Basis("NĐ 118/2025 Điều 20", is_certain=False, note="Đã hẹn lại vẫn là trễ so với lần hẹn đầu"),
    "refusal_is_a_result": Basis("NĐ 118/2025 Điều 19", is_certain=False, note="Giữ như NĐ 61"),
    "stop_only_before_result": Basis("NĐ 118/2025 Điều 21; TT 03/2025/TT-VPCP Điều 7"),
    "staff_min_years": Basis("NĐ 118/2025 Điều 11"),
    "posting_min_months": Basis("NĐ 118/2025 Điều 11"),
    "posting_max_months": Basis("NĐ 118/2025 Điều 11"),
    "forms_by_day": Basis("TT 03/2025/TT-VPCP Phụ lục I", is_certain=False, note="Ngày hiệu lực 15/9/2025 chưa kiểm"),
    "code_patterns_by_day": Basis(
        "TT 03/2025/TT-VPCP Điều 13", is_certain=False, note="Công thức chung suy ra từ khoản 3"
    ),
}

_BASIS_309 = _BASIS_118 | {
    "clock_starts": Basis("NĐ 309/2026 Điều 17.3"),
    "boundary_free": Basis("NĐ 309/2026 Điều 14.4", note="Chỉ thủ tục trong danh mục công bố"),
    "boundary_free_clock_starts": Basis("NĐ 309/2026 Điều 17.3"),
    "handover_cutoff": Basis("NĐ 309/2026 Điều 18.2"),
    "supplement_max_requests": Basis("NĐ 309/2026 Điều 17.2a"),
    "downtime_notice_days": Basis("NĐ 224/2026"),
    "code_patterns_by_day": Basis(
        "NĐ 309/2026", is_certain=False, note="Bộ Công an quy định mã; cấu trúc mới chưa thấy"
    ),
}

_FROM_61, _FROM_118, _FROM_309 = date(2018, 6, 21), date(2025, 7, 1), date(2026, 8, 5)
_CIRCULAR_03 = date(2025, 9, 15)

ND61_2018 = RuleSet(
    name="nd61-2018",
    title="Nghị định 61/2018/NĐ-CP",
    in_force_from=_FROM_61,
    in_force_until=_FROM_118,
    staff_min_years=3,
    posting_min_months=6,
    posting_max_months=24,
    forms_by_day=((_FROM_61, "tt01-2018"),),
    code_patterns_by_day=((_FROM_61, codes.TT01_2018),),
    basis=_BASIS_61,
)
ND118_2025 = RuleSet(
    name="nd118-2025",
    title="Nghị định 118/2025/NĐ-CP",
    in_force_from=_FROM_118,
    in_force_until=_FROM_309,
    boundary_free="province",
    staff_min_years=2,
    posting_min_months=12,
    posting_max_months=36,
    forms_by_day=((_FROM_118, "tt01-2018"), (_CIRCULAR_03, "tt03-2025")),
    code_patterns_by_day=((_FROM_118, codes.TT01_2018), (_CIRCULAR_03, codes.TT03_2025)),
    basis=_BASIS_118,
)
ND309_2026 = RuleSet(
    name="nd309-2026",
    title="Nghị định 118/2025/NĐ-CP, sửa đổi bởi Nghị định 309/2026/NĐ-CP",
    in_force_from=_FROM_309,
    boundary_free="nation",
    boundary_free_clock_starts="arrival_at_competent_agency",
    staff_min_years=2,
    posting_min_months=12,
    posting_max_months=36,
    forms_by_day=((_FROM_309, "tt03-2025"),),
    code_patterns_by_day=((_FROM_309, codes.TT03_2025),),
    basis=_BASIS_309,
)

RULE_SETS = (ND61_2018, ND118_2025, ND309_2026)
NAMES = tuple(rules.name for rules in RULE_SETS)
#: The parameters: every field that the law decides. Each set has a basis for each of them (a test counts).
PARAMETERS = tuple(
    each.name
    for each in fields(RuleSet)
    if each.name not in {"name", "title", "in_force_from", "in_force_until", "basis"}
)

_STARTS = [rules.in_force_from for rules in RULE_SETS]
_AS_WRITTEN: Mapping[str, tuple[tuple[date, RuleSet], ...]] = {
    rules.name: ((rules.in_force_from, rules),) for rules in RULE_SETS
}
#: Each set as it reads for dossiers received from a day on, in order of days: more than one where a choice was made
_editions = dict(_AS_WRITTEN)


def in_force_on(day: date) -> RuleSet:
    """Return the rule set for a dossier received on this day. :raises NoRuleSet: before 21/6/2018"""
    position = bisect_right(_STARTS, day)
    if position == 0:
        raise NoRuleSet("too_early", day=f"{day:%d/%m/%Y}", first=f"{_STARTS[0]:%d/%m/%Y}")
    return named(RULE_SETS[position - 1].name, received_on=day)


def named(name: str, *, received_on: date) -> RuleSet:
    """Return the rule set of this name as it reads for a dossier received on this day.

    :raises NoRuleSet: there is none of this name
    """
    try:
        editions = _editions[name]
    except KeyError:
        raise NoRuleSet("unknown", name=shortened(name), names=", ".join(NAMES)) from None
    return editions[0][1] if len(editions) == 1 else _of_day(editions, received_on)


def amend(changes: Iterable[tuple[str, date, Mapping[str, object]]]) -> None:
    """Let each set read otherwise from a day on: (name, day, parameters). It replaces every earlier amendment.

    Done once, when a process starts, with choices that motcua.law.choices has checked.
    """
    editions = dict(_AS_WRITTEN)
    for name, since, parameters in sorted(changes, key=lambda change: change[1]):
        editions[name] = (*editions[name], (since, replace(editions[name][-1][1], **parameters)))  # type: ignore[arg-type]
    _editions.clear()
    _editions.update(editions)
