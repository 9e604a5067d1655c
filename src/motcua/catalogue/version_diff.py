"""What changes from one wording of a procedure to the next, field by field, in words. Pure.

Papers and cases are found again under their names, not their codes: files number them as they come. One that is gone
and one that is new at the same code, or with nearly the same words, are one that changed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from motcua.catalogue.drafts import DocumentDraft, FeeDraft, LimitDraft, ProcedureDraft
from motcua.catalogue.models import Channel, FeeKind
from motcua.lib import vietnamese
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Level
from motcua.working_time.limits import UnreadableLimit, parse
from motcua.working_time.sentences import limit_in_words

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
#: How alike two texts must be to be one text that changed (difflib's ratio), and how many words of them are looked at
ALIKE = 0.6
MOST_WORDS = 80
SHORT = 120


@dataclass(frozen=True)
class Change:
    """One difference: which part, whether added, removed or changed, and what it said before and says now."""

    part: str
    tone: str
    before: str = ""
    after: str = ""

    @property
    def sentence(self) -> str:
        """Return the difference in one line, long texts cut."""
        values = {"part": self.part, "before": _cut(self.before), "after": _cut(self.after)}
        if self.tone == ADDED:
            return _("%(part)s: thêm “%(after)s”.") % values
        if self.tone == REMOVED:
            return _("%(part)s: bỏ “%(before)s”.") % values
        return _("%(part)s: “%(before)s” → “%(after)s”.") % values


def differences(before: ProcedureDraft, after: ProcedureDraft) -> list[Change]:
    """Return what was added, removed and changed, part by part; nothing when they are alike."""
    changes: list[Change] = []
    for part, read in _SINGLE:
        changes += _one(part(), read(before), read(after))
    for part, read_all in _MANY:
        changes += _lines(part(), read_all(before), read_all(after))
    changes += _papers(before, after)
    changes += _keyed(_("Thời hạn"), _limits(before), _limits(after))
    changes += _keyed(_("Phí, lệ phí"), _fees(before), _fees(after))
    return changes


def _yes_or_no(value: bool) -> str:
    return _("có") if value else _("không")


_SINGLE: Sequence[tuple[Callable[[], str], Callable[[ProcedureDraft], str]]] = (
    (lambda: _("Tên"), lambda draft: draft.name),
    (lambda: _("Lĩnh vực"), lambda draft: draft.field_name),
    (lambda: _("Cấp"), lambda draft: ", ".join(str(Level(level).label) for level in draft.levels)),
    (lambda: _("Cơ quan giải quyết"), lambda draft: draft.agency),
    (lambda: _("Cơ quan thực hiện"), lambda draft: draft.agency_text),
    (lambda: _("Yêu cầu, điều kiện"), lambda draft: draft.conditions),
    (lambda: _("Nhận trên mạng"), lambda draft: _yes_or_no(draft.online_level >= 3)),
    (lambda: _("Trả trong ngày"), lambda draft: _yes_or_no(draft.same_day)),
)
_MANY: Sequence[tuple[Callable[[], str], Callable[[ProcedureDraft], Sequence[str]]]] = (
    (lambda: _("Trình tự"), lambda draft: draft.how_to),
    (lambda: _("Cách nộp"), lambda draft: [_method(row) for row in draft.methods]),
    (lambda: _("Đối tượng"), lambda draft: draft.audience),
    (lambda: _("Kết quả"), lambda draft: [_joined(row, "code", "name") for row in draft.results]),
    (lambda: _("Căn cứ pháp lý"), lambda draft: [_joined(row, "number", "title") for row in draft.legal_basis]),
    (lambda: _("Hỏi đáp"), lambda draft: [" – ".join(map(str, row.values())) for row in draft.questions]),
    (lambda: _("Trường hợp"), lambda draft: [name for _key, name in draft.cases]),
)


def _one(part: str, before: str, after: str) -> Iterator[Change]:
    if before == after:
        return
    tone = CHANGED if before and after else ADDED if after else REMOVED
    yield Change(part, tone, before, after)


def _lines(part: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Compare texts in order; where some are replaced, those with nearly the same words are one that changed."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone = list(before[i1:i2])
        for new in after[j1:j2]:
            old = _twin(new, gone)
            if old is not None:
                gone.remove(old)
            yield Change(part, CHANGED if old is not None else ADDED, old or "", new)
        yield from (Change(part, REMOVED, old) for old in gone)


def _twin(new: str, candidates: Sequence[str]) -> str | None:
    """Return the text that this one was before, if any is alike enough or the beginning of the other.

    Long texts are compared by their beginnings.
    """
    words = new.split()[:MOST_WORDS]
    scored = [(_alike(old.split()[:MOST_WORDS], words), old) for old in candidates]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= ALIKE else None


def _alike(old: Sequence[str], new: Sequence[str]) -> float:
    """Compare word by word: ten times as fast as letter by letter, which counts when thousands come in."""
    shorter = min(len(old), len(new))
    if shorter and old[:shorter] == new[:shorter]:
        return 1.0
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _papers(before: ProcedureDraft, after: ProcedureDraft) -> Iterator[Change]:
    part = _("Giấy tờ")
    old = {(fold(paper.case_name), fold(paper.name)): paper for paper in before.documents}
    new = {(fold(paper.case_name), fold(paper.name)): paper for paper in after.documents}
    gone = [paper for key, paper in old.items() if key not in new]
    for key, paper in new.items():
        twin = old.get(key) or _renamed(paper, gone)
        if twin is None:
            yield Change(part, ADDED, "", paper_in_words(paper))
            continue
        if twin in gone:
            gone.remove(twin)
        yield from _one(part, paper_in_words(twin), paper_in_words(paper))
    yield from (Change(part, REMOVED, paper_in_words(paper)) for paper in gone)


def _renamed(paper: DocumentDraft, gone: Sequence[DocumentDraft]) -> DocumentDraft | None:
    here = [other for other in gone if fold(other.case_name) == fold(paper.case_name)]
    name = _twin(paper.name, [other.name for other in here])
    return next((other for other in here if other.name == name), None)


def paper_in_words(paper: DocumentDraft) -> str:
    many = [
        _("%(n)d bản chính") % {"n": paper.originals} if paper.originals else "",
        _("%(n)d bản sao") % {"n": paper.copies} if paper.copies else "",
        _("bắt buộc") if paper.is_required else _("tùy trường hợp"),
        _("mẫu %(form)s") % {"form": paper.form} if paper.form else "",
        _("dùng lại được từ cơ sở dữ liệu") if paper.is_reusable else "",
        _("trường hợp: %(case)s") % {"case": paper.case_name} if paper.case_name else "",
        paper.hint,
    ]
    return f"{paper.name} ({', '.join(filter(None, many))})"


def _keyed(part: str, before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> Iterator[Change]:
    """Compare what stands under each heading: one value against another is a change, several are a list."""
    for heading in dict.fromkeys([*before, *after]):
        old, new = before.get(heading, ()), after.get(heading, ())
        where = f"{part} ({heading})" if heading else part
        if len(old) == len(new) == 1:
            yield from _one(where, old[0], new[0])
            continue
        yield from (Change(where, REMOVED, value) for value in old if value not in new)
        yield from (Change(where, ADDED, "", value) for value in new if value not in old)


def _limits(draft: ProcedureDraft) -> dict[str, list[str]]:
    return _grouped((_heading(draft, row.channel, row.case), limit_in_full(row)) for row in draft.limits)


def _fees(draft: ProcedureDraft) -> dict[str, list[str]]:
    return _grouped((_heading(draft, row.channel, row.case), fee_in_full(row)) for row in draft.fees)


def _grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for heading, value in pairs:
        grouped.setdefault(heading, []).append(value)
    return grouped


def _heading(draft: ProcedureDraft, channel: str, case: str) -> str:
    name = dict(draft.cases).get(case, "")
    return ", ".join(filter(None, [str(Channel(channel).label) if channel else "", name]))


def limit_in_full(row: LimitDraft) -> str:
    if not row.statutory:
        return _in_words(row.committed)
    return _("%(committed)s, luật định %(statutory)s") % {
        "committed": _in_words(row.committed), "statutory": _in_words(row.statutory),
    }  # fmt: skip


def _in_words(limit: str) -> str:
    try:
        return limit_in_words(parse(limit))
    except UnreadableLimit:
        return limit


def fee_in_full(row: FeeDraft) -> str:
    kind = str(FeeKind(row.kind).label)
    amount = vietnamese.dong(row.amount) if row.amount is not None else ""
    return f"{kind}: {' – '.join(filter(None, [amount, row.note]))}"


def _method(row: Mapping[str, Any]) -> str:
    return _joined({**row, "channel": str(Channel(row.get("channel", "counter")).label)}, "channel", "description")


def _joined(row: Mapping[str, Any], first: str, second: str) -> str:
    return ": ".join(filter(None, [str(row.get(first) or ""), str(row.get(second) or "")]))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else line[: SHORT - 1].rstrip() + "…"
