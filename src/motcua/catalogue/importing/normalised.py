"""From a normalised record to a draft. What the record does not say is not made up: it becomes a reason."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from motcua.catalogue.drafts import DocumentDraft, FeeDraft, LimitDraft, ProcedureDraft, ReceptionDraft
from motcua.catalogue.importing.agencies import AgencyFinder
from motcua.lib.vietnamese import fold
from motcua.working_time.limits import UnreadableLimit, parse

CHANNELS = {"truc_tiep": "counter", "truc_tuyen": "online", "buu_chinh": "post"}
LEVELS = {"tinh": "province", "huyen": "district", "xa": "commune"}
CODE = re.compile(r"\d\.\d{6}(\.[0-9A-Z.]+)?")
_SMALLEST_LIKELY_FEE = 1000  # dong: the source has "100 VNĐ" where its note says 100.000


class NotAProcedure(Exception):
    """A record without a code or a name of its own."""


def draft_of(record: dict[str, Any], finder: AgencyFinder) -> ProcedureDraft:
    """Return the draft of this record. :raises NotAProcedure: nothing tells which procedure it is"""
    code, name = str(record.get("code") or "").strip(), _line(record.get("name"))
    if not code or not name:
        raise NotAProcedure("không có mã hoặc không có tên")
    levels = [LEVELS[level] for level in record.get("level") or () if level in LEVELS]
    field = _line(record.get("field")) or "Chưa phân lĩnh vực"
    limits, limit_reasons = _limits(record)
    papers = list(_papers(record.get("components") or ()))
    how_to = [text for text in map(_text, record.get("steps") or ()) if len(text) > 3]
    draft = ProcedureDraft(
        code=code,
        name=name,
        field_key=fold(field).replace(" ", "-")[:80].strip("-"),
        field_name=field[:200],
        levels=levels,
        agency=_agency(record, finder) if "province" in levels else "",
        agency_text="; ".join(map(_line, record.get("agency") or ())),
        audience=[_line(who)[:200] for who in record.get("audience") or ()],
        how_to=how_to,
        methods=[
            {
                "channel": CHANNELS.get(method.get("channel", ""), "counter"),
                "description": _text(method.get("description")),
            }
            for method in record.get("methods") or ()
        ],
        results=[
            {"code": _line(row.get("code")), "name": _line(row.get("name"))} for row in record.get("result") or ()
        ],
        conditions=_text(record.get("conditions")),
        legal_basis=[
            {"number": _line(row.get("number")), "title": _line(row.get("title"))}
            for row in record.get("legal_basis") or ()
        ],
        online_level=3 if "truc_tuyen" in (record.get("channels") or _channels(record)) else 2,
        decision=_line(record.get("decision_no"))[:200],
        source=_line(record.get("source_url") or record.get("source"))[:300],
        cases=_cases(papers),
        limits=limits,
        fees=list(_fees(record)),
        documents=papers,
        receptions=[ReceptionDraft(level=level, by_nearest=level != "province") for level in levels],
    )
    return _with_reasons(draft, limit_reasons, record)


def _with_reasons(draft: ProcedureDraft, reasons: list[str], record: dict[str, Any]) -> ProcedureDraft:
    """Say which of the parts a to g (NĐ 63/2010 art. 8.2) are missing, and what is plainly wrong."""
    missing = {
        "Thiếu trình tự thực hiện": not draft.how_to,
        "Thiếu cách thức thực hiện": not draft.methods,
        "Thiếu thành phần hồ sơ": not draft.documents,
        "Thiếu đối tượng thực hiện": not draft.audience,
        "Thiếu cơ quan thực hiện": not draft.agency_text,
        f"Mã thủ tục “{draft.code[:30]}” không đúng dạng 1.001234": not CODE.fullmatch(draft.code),
    }
    said = [reason for reason, is_so in missing.items() if is_so] + reasons
    said += [
        f"Mã kết quả “{row['code'][:30]}” không dùng được"
        for row in draft.results
        if row["code"] and not re.search(r"\d", row["code"])
    ]
    said += ["Tách thành phần hồ sơ chưa chắc"] if "components_uncertain" in (record.get("parse_flags") or ()) else []
    return ProcedureDraft(**{**draft.__dict__, "reasons": tuple(reason[:200] for reason in dict.fromkeys(said))})


def _limits(record: dict[str, Any]) -> tuple[list[LimitDraft], list[str]]:
    """Return one limit a channel; where a channel has several, nobody knows which case has which, so it has none."""
    by_channel: dict[str, list[str]] = {}
    for method in record.get("methods") or ():
        channel = CHANNELS.get(method.get("channel", ""), "counter")
        said = by_channel.setdefault(channel, [])
        if (text := _line(method.get("time_text"))) and text not in said:
            said.append(text)
    limits, reasons = [], []
    for channel, texts in by_channel.items():
        if len(texts) > 1:
            reasons.append(f"Có {len(texts)} thời hạn khác nhau cho cùng một cách nộp, chưa rõ trường hợp nào")
            continue
        for text in texts:
            try:
                limits.append(LimitDraft(committed=read_limit(text), channel=channel))
            except UnreadableLimit:
                reasons.append(f"Không đọc được thời hạn “{text[:80]}”")
    if not limits and not reasons:
        reasons.append("Thiếu thời hạn giải quyết")
    return limits, reasons


def read_limit(text: str) -> str:
    """Return "3 Ngày làm việc" as "3 working days". :raises UnreadableLimit: no number, or no unit that is known"""
    plain = re.sub(r"^(\d+(?:[.,]\d+)?)\s*giờ$", r"\1 giờ làm việc", text.strip().lower())
    return str(parse(plain.replace(",", ".")))


def _papers(components: Sequence[dict[str, Any]]) -> Iterator[DocumentDraft]:
    """The source does not mark which papers everybody must bring, so none is required: the officer sees all and judges.

    Its cases have no keys either: they are numbered as they come.
    """
    cases = dict.fromkeys(_text(paper.get("case")) for paper in components if _text(paper.get("case")))
    keys = {name: f"th-{number}" for number, name in enumerate(cases, 1)}
    for number, paper in enumerate(components, 1):
        name = _text(paper.get("name"))
        originals, copies = _count(paper.get("originals")), _count(paper.get("copies"))
        if name:
            yield DocumentDraft(
                code=f"TP{number:02d}",
                name=name,
                originals=originals if originals + copies else 1,
                copies=copies,
                is_required=False,
                form=", ".join(map(str, paper.get("form_files") or ()))[:300],
                case=keys.get(_text(paper.get("case")), ""),
                case_name=_text(paper.get("case")),
            )


def _cases(papers: Iterable[DocumentDraft]) -> list[tuple[str, str]]:
    return list({paper.case: paper.case_name for paper in papers if paper.case}.items())


def _fees(record: dict[str, Any]) -> Iterator[FeeDraft]:
    seen = set()
    for method in record.get("methods") or ():
        channel = CHANNELS.get(method.get("channel", ""), "counter")
        for fee in method.get("fees") or ():
            amount, note = read_fee(_line(fee.get("amount_text")), _text(fee.get("note")))
            if (amount is not None or note) and (channel, amount, note) not in seen:
                seen.add((channel, amount, note))
                yield FeeDraft(
                    amount=amount, note=note, channel=channel, kind="le_phi" if "lệ phí" in note.lower() else "phi"
                )


def read_fee(text: str, note: str) -> tuple[int | None, str]:
    """Return (dong, note). What is not plainly an amount in dong stays a text: nothing is worked out of it."""
    if "miễn phí" in text.lower() or re.fullmatch(r"(lệ )?phí\s*:\s*(0|không)\s*đồng", text.lower()):
        return 0, note
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})*|\d+)\s*(?:vnđ|đồng|việt nam đồng)", text.lower())
    if match:
        amount = int(re.sub(r"\D", "", match[1]))
        if amount == 0 or amount >= _SMALLEST_LIKELY_FEE:
            return amount, note
    return None, " – ".join(filter(None, [text, note]))


def _agency(record: dict[str, Any], finder: AgencyFinder) -> str:
    named = [*(record.get("agency") or ()), record.get("competent_authority") or ""]
    return finder.key_of(
        named=[_line(name) for name in named if name],
        ministry=_line(record.get("issuing_agency")),
        field=_line(record.get("field")),
    )


def _channels(record: dict[str, Any]) -> list[str]:
    return [method.get("channel", "") for method in record.get("methods") or ()]


def _count(number: Any) -> int:
    return min(max(int(number), 0), 99) if str(number).isdigit() else 0


def _line(text: Any) -> str:
    return " ".join(str(text or "").split())


def _text(text: Any) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in str(text or "").splitlines())))
