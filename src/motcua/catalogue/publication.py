"""When a procedure may be announced, and by when that has to be done (NĐ 63/2010 art. 8, 13, 15, 24). Pure.

Every number of days is the rule set's of the day of the decision. They are counted as working days: that is how the
decree of 2013 words them for a province. Being late is said and listed; it never prevents what is late from being done.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from motcua.catalogue.drafts import ProcedureDraft
from motcua.law.rule_sets import RuleSet
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.limits import UnreadableLimit, parse


@dataclass(frozen=True)
class Gap:
    """What a procedure lacks: which part of NĐ 63/2010 art. 8.2 ("" for none of them), and how to mend it."""

    part: str
    sentence: str


@dataclass(frozen=True)
class Decision:
    """The paper that announces a procedure, or its end (quyết định công bố), as it was signed."""

    number: str
    decided_on: date
    signed_by: str
    effective_on: date
    passed_on: date | None = None  # when the legal document was passed; only for a shortened procedure (rút gọn)


@dataclass(frozen=True)
class Terms:
    """By when the decision had to be signed, and by when the procedure has to be public."""

    announce_by: date
    publish_by: date


#: What every part is called in a file that is imported: where the gap is mended
_IN_THE_FILE = {
    "a": "name", "b": "steps", "c": "methods", "d": "components", "đ": "methods.time_text", "e": "audience",
    "g": "agency",
}  # fmt: skip


def gaps(draft: ProcedureDraft, *, sets_of_papers: int = 1) -> list[Gap]:
    """Return what is missing of the parts a to g, and what was doubted when it was read; nothing when it is complete.

    A procedure with a gap is neither announced nor published (NĐ 63/2010 art. 8.2; QĐ 766/QĐ-TTg, indicator 1.3).
    """
    lacking = {
        "a": not draft.name.strip(),
        "b": not any(step.strip() for step in draft.how_to),
        "c": not draft.methods,
        "d": not draft.documents or sets_of_papers < 1,
        "đ": not draft.limits or not all(_is_readable(limit.committed) for limit in draft.limits),
        "e": not any(who.strip() for who in draft.audience),
        "g": not draft.agency and not draft.agency_text.strip(),
    }
    found = [Gap(part, _lacks(part)) for part, is_so in lacking.items() if is_so]
    # what the reading of the file found missing is what the parts say themselves; only its doubts are news
    doubts = [reason for reason in draft.reasons if not reason.startswith("Thiếu ")]
    return found + [Gap("", _doubted(reason)) for reason in doubts]


def _is_readable(limit: str) -> bool:
    try:
        parse(limit)
    except UnreadableLimit:
        return False
    return True


def _lacks(part: str) -> str:
    sentences = {
        "a": _("Điểm a: thiếu tên thủ tục."),
        "b": _("Điểm b: thiếu trình tự thực hiện."),
        "c": _("Điểm c: thiếu cách thức thực hiện."),
        "d": _("Điểm d: thiếu thành phần hoặc số bộ hồ sơ."),
        "đ": _("Điểm đ: thiếu thời hạn giải quyết đọc được."),
        "e": _("Điểm e: thiếu đối tượng thực hiện."),
        "g": _("Điểm g: thiếu cơ quan thực hiện."),
    }
    return sentences[part] + " " + _("Ghi vào mục “%(key)s” của tệp rồi nhập lại.") % {"key": _IN_THE_FILE[part]}


def _doubted(reason: str) -> str:
    return _("Tệp nhập còn chỗ phải xem: %(reason)s. Sửa trong tệp rồi nhập lại.") % {"reason": reason.rstrip(".")}


def terms(decision: Decision, *, rules: RuleSet, calendar: WorkingCalendar) -> Terms:
    """Return by when the decision had to be signed and by when the procedure has to be public (working days).

    The usual decision comes before the effective day; a shortened one soon after the legal document was passed.

    :raises CalendarEnds: a day lies beyond the years that the calendar covers
    """
    if decision.passed_on is not None:
        announce_by = calendar.working_day_after(decision.passed_on, rules.announce_shortened_days)
        publish_days = rules.publish_shortened_days
    else:
        announce_by = _days_before(decision.effective_on, rules.announce_before_effect_days, calendar)
        publish_days = rules.publish_after_decision_days
    return Terms(announce_by=announce_by, publish_by=calendar.working_day_after(decision.decided_on, publish_days))


def _days_before(day: date, count: int, calendar: WorkingCalendar) -> date:
    """Return the last day with so many working days after it, up to and with this day."""
    return calendar.working_day_after(day, -count if calendar.is_working_day(day) else -count - 1)


def is_late(*, due_on: date, done_on: date | None, today: date) -> bool:
    """Tell whether something was done after its day, or is not done and its day is over."""
    return (done_on or today) > due_on
