"""A procedure as a guide for people: what it is called, how long, how much, when there is a result, what to bring."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import Truncator, slugify
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from motcua.catalogue.models import Channel, Fee, ProcedureCase, ProcedureVersion, RequiredDocument, TimeLimit
from motcua.catalogue.queries import limit_for
from motcua.dossiers import deadlines
from motcua.law import rule_sets
from motcua.law.refusals import Refusal
from motcua.lib import vietnamese
from motcua.lib.vietnamese import dong, fold
from motcua.working_time import limits
from motcua.working_time.due_dates import DueDate
from motcua.working_time.limits import Limit, Unit
from motcua.working_time.queries import calendar_of

#: Longer names of papers fold away behind their first words
LONG = 150
_WORKING_HOURS: dict[Unit, Decimal] = {  # only to tell the shorter of two terms
    Unit.WORKING_HOURS: Decimal(1),
    Unit.WORKING_DAYS: Decimal(8),
    Unit.DAYS: Decimal("5.7"),
    Unit.MONTHS: Decimal(170),
}


def title_of(version: ProcedureVersion) -> str:
    """Return the name that people use, or the official one where they have none of their own."""
    return version.procedure.everyday_name or version.name


def short_title_of(version: ProcedureVersion) -> str:
    """Return a title for narrow places."""
    return _shortened(title_of(version), 60)


@lru_cache(maxsize=4096)
def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else Truncator(text).chars(length, truncate="…")


def official_name_of(version: ProcedureVersion) -> str:
    """Return the official name where it is another than the title, else nothing."""
    return version.name if version.name != title_of(version) else ""


def address_of(version: ProcedureVersion) -> str:
    """Return the page's address: the national code leads, the words are for people."""
    return _address(version.procedure.code, slug_of(version))


def slug_of(version: ProcedureVersion) -> str:
    return _slug(title_of(version))


# Kept: lists show the same procedures again and again, and what follows from their words alone never changes
@lru_cache(maxsize=4096)
def _slug(title: str) -> str:
    return slugify(fold(title))[:60].strip("-") or "thu-tuc"


@lru_cache(maxsize=4096)
def _address(code: str, slug: str) -> str:
    return reverse("portal:procedure", args=[code, slug])


@lru_cache(maxsize=4096)
def _address_to_apply(code: str) -> str:
    return reverse("portal:apply", args=[code])


# How long


def limit_words(limit: str) -> str:
    """Write a limit in the reader's language: "3 ngày làm việc"."""
    parsed = limits.parse(limit)
    return str(parsed) if (get_language() or "vi").startswith("en") else limits.in_vietnamese(parsed)


def time_words(version: ProcedureVersion, *, channel: str = Channel.COUNTER) -> str:
    """Return how long it takes, over all cases: one term, or from the shortest to the longest."""
    if version.same_day:
        return _("Trong ngày")
    terms = {limit.committed: limits.parse(limit.committed) for limit in _of_channel(version.limits.all(), channel)}
    if not terms:
        return _("Hỏi nơi nhận")
    in_order = sorted(terms, key=lambda text: _length(terms[text]))
    if len(in_order) == 1:
        return limit_words(in_order[0])
    return _("%(shortest)s đến %(longest)s, tùy trường hợp") % {
        "shortest": limit_words(in_order[0]),
        "longest": limit_words(in_order[-1]),
    }


def _of_channel(given: Iterable[TimeLimit], channel: str) -> list[TimeLimit]:
    given = list(given)
    return [limit for limit in given if limit.channel == channel] or given


def _length(limit: Limit) -> Decimal:
    return sum((segment.value * _WORKING_HOURS[segment.unit] for segment in limit.segments), Decimal())


# When


@dataclass(frozen=True)
class Promise:
    """What a citizen would be promised who hands in at this moment."""

    due: DueDate
    limit: str

    @property
    def due_at(self) -> datetime:
        return self.due.due_at


def promise_now(
    version: ProcedureVersion,
    *,
    at: datetime,
    calendar_id: int | None,
    channel: str = Channel.COUNTER,
    case: ProcedureCase | None = None,
) -> Promise | None:
    """Return the promise for a dossier received now, counted by the same rule as a real one; None where none is fixed.

    :param calendar_id: the competent unit's own calendar, None for the province's
    """
    try:
        limit = limit_for(version, case=case, channel=channel).committed
        rules = rule_sets.in_force_on(at.date())
        calendar = calendar_of(calendar_id)
        same_day = version.same_day
        due = deadlines.promised(received_at=at, limit=limit, rules=rules, calendar=calendar, same_day=same_day)
    except (ValidationError, Refusal):
        return None
    return Promise(due=due, limit=limit)


# How much


def fee_words(version: ProcedureVersion) -> str:
    """Return what it costs in a few words, over all cases."""
    fees = list(version.fees.all())
    if not fees:
        return _("Không thu")
    amounts = sorted({fee.amount for fee in fees if fee.amount is not None})
    if not amounts:
        return _("Tính theo biểu phí")
    if len(amounts) > 1 and not amounts[0]:
        return _("Tối đa %(most)s") % {"most": dong(amounts[-1])}
    if len(amounts) > 1:
        return _("%(least)s đến %(most)s") % {"least": dong(amounts[0]), "most": dong(amounts[-1])}
    return dong(amounts[0]) if amounts[0] else _("Không thu")


@dataclass(frozen=True)
class FeeLine:
    what: str
    amount: str
    note: str


def fee_lines(fees: Iterable[Fee]) -> list[FeeLine]:
    """Return every fee with what it is for."""
    return [
        FeeLine(
            what=" · ".join([fee.get_kind_display().capitalize(), *([fee.case.name] if fee.case else [])]),
            amount=_("Không thu") if fee.amount == 0 else dong(fee.amount) if fee.amount else "",
            note=fee.note,
        )
        for fee in fees
    ]


# Where and how


def online_words(version: ProcedureVersion) -> str:
    """Return how much of it can be done on the net (levels of 2018; fully or partly online since 2022)."""
    if version.online_level >= 4:
        return _("Trọn từ đầu tới cuối")
    return _("Nộp được, nhận tại nơi hẹn") if version.is_online else _("Chưa có")


def settled_by(version: ProcedureVersion) -> str:
    """Return who settles it: a named unit, or the tier that also receives it."""
    if version.agency:
        return version.agency.name
    names = {"province": _("cấp tỉnh"), "district": _("cấp huyện"), "commune": _("cấp xã")}
    tiers = _(" hoặc ").join(names[level] for level in version.levels if level in names)
    return vietnamese.sentence(_("%(tiers)s nơi ở") % {"tiers": tiers}) if tiers else version.agency_text


def is_in_force(version: ProcedureVersion, *, on: date) -> bool:
    """Tell whether this wording may be asked for on this day."""
    if version.state != "published" or version.valid_from is None or version.valid_from > on:
        return False
    return version.valid_to is None or version.valid_to > on


# Papers


@dataclass(frozen=True)
class Paper:
    """One paper to bring, with the few words that say in which form."""

    name: str
    rest: str
    hint: str
    icon: str
    counts: Sequence[str]
    kind_words: Sequence[str]
    case: str
    code: str
    is_required: bool


_PICTURES = (
    ("identification-card-duotone", ("can cuoc", "chung minh nhan dan", "tuy than", "ho chieu")),
    ("note-pencil-duotone", ("to khai", "don ", "giay de nghi", "phieu ")),
    ("house-line-duotone", ("ho khau", "so do", "quyen su dung dat", "nha o", "cu tru")),
    ("certificate-duotone", ("giay phep", "chung chi", "bang ", "giay chung nhan")),
)


def paper_of(document: RequiredDocument) -> Paper:
    """Return a required document as people read it."""
    name, rest = _cut(document.name)
    return Paper(
        name=name,
        rest=rest,
        hint=document.hint,
        icon=_picture_of(document.name),
        counts=_counts_of(document),
        kind_words=_kind_words(document),
        case=document.case.name if document.case else "",
        code=document.code,
        is_required=document.is_required,
    )


def _cut(text: str) -> tuple[str, str]:
    text = " ".join(text.split())
    if len(text) <= LONG:
        return text, ""
    head = Truncator(text).chars(LONG, truncate="")
    head = head[: head.rfind(" ")] if " " in head else head
    return f"{head.rstrip(' ,;')}…", text


def _picture_of(name: str) -> str:
    flat = f"{fold(name)} "
    return next((icon for icon, words in _PICTURES if any(word in flat for word in words)), "file-text-duotone")


def _counts_of(document: RequiredDocument) -> list[str]:
    counts = []
    if document.originals:
        counts.append(ngettext("%(n)s bản chính", "%(n)s bản chính", document.originals) % {"n": document.originals})
    if document.copies:
        counts.append(ngettext("%(n)s bản sao", "%(n)s bản sao", document.copies) % {"n": document.copies})
    return counts


def _kind_words(document: RequiredDocument) -> list[str]:
    words = []
    if document.is_reusable:
        words.append(_("Đã nộp lần trước thì khỏi nộp lại"))
    if not document.is_required:
        words.append(_("Chỉ khi cần"))
    return words


# Steps, results, basis: JSON as it was imported or written by hand


_NUMBERED = re.compile(r"^\W*(bước|b)\s*\d+\s*[:.)–-]?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Step:
    name: str
    text: str
    time: str = ""


def steps_of(version: ProcedureVersion) -> list[Step]:
    """Return what happens in which order, as it was published."""
    return [_step(entry) for entry in version.how_to if entry]


def _step(entry: Any) -> Step:
    """Return a step with its first words as a heading, where they are short enough to be one."""
    if isinstance(entry, dict):
        return Step(str(entry.get("name", "")), str(entry.get("text", "")), str(entry.get("time", "")))
    text = _NUMBERED.sub("", str(entry)).strip()
    head, colon, rest = text.partition(":")
    if colon and len(head) <= 60 and rest.strip():
        return Step(vietnamese.sentence(head.strip()), rest.strip())
    first, _stop, rest = text.partition(". ")
    if len(first) <= 90:
        return Step(first.rstrip("."), rest.strip())
    return Step("", text)


def names_of(entries: Iterable[Any]) -> list[str]:
    """Return the words of entries that are plain text or carry a name, a title or a number."""
    lines = []
    for entry in entries:
        if isinstance(entry, dict):
            parts = [str(entry.get(key, "")).strip() for key in ("number", "title", "name")]
            entry = ": ".join(part for part in parts if part)
        if str(entry).strip():
            lines.append(str(entry).strip())
    return lines


@dataclass(frozen=True)
class Question:
    question: str
    answer: str


def questions_of(version: ProcedureVersion) -> list[Question]:
    """Return the questions people ask, with their answers."""
    return [
        Question(str(entry.get("question", "")), str(entry.get("answer", "")))
        for entry in version.questions
        if isinstance(entry, dict) and entry.get("question")
    ]


# Lists


@dataclass(frozen=True)
class Row:
    """One procedure in a list."""

    url: str
    title: str
    official: str
    time: str
    fee: str
    is_online: bool
    apply_url: str
    place: str


def row_of(version: ProcedureVersion) -> Row:
    """Return a line of a list. Load the version with `for_lists`, or each line costs two statements."""
    return Row(
        url=address_of(version),
        title=title_of(version),
        official=_shortened(official_name_of(version), 180),
        time=time_words(version),
        fee=fee_words(version),
        is_online=version.is_online,
        apply_url=_address_to_apply(version.procedure.code) if version.is_online else "",
        place=_shortened(settled_by(version), 60),
    )
