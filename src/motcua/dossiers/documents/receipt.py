"""Form 01 of TT 01/2018/TT-VPCP and TT 03/2025/TT-VPCP: receipt of a dossier and appointment for its result."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils import timezone

from motcua.catalogue.models import Channel, Fee
from motcua.catalogue.queries import fees_for
from motcua.dossiers import quick_codes
from motcua.dossiers.documents.typesetting import code128_svg, qr_svg, typeset
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, Event, PersonKind
from motcua.dossiers.queries import papers_handed_in, timeline
from motcua.lib import vietnamese
from motcua.organisations.models import Agency, Kind, Level
from motcua.working_time import limits

TEMPLATE = Path(__file__).with_name("receipt.typ")
TITLE = "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"
COPIES = ("Giao người nộp", "Lưu, chuyển kèm Phiếu kiểm soát")


class Counted(Protocol):
    """A paper with its numbers: handed in already, or still on the table."""

    name: str
    originals: int
    copies: int


@dataclass(frozen=True)
class Receipt:
    """Every field of form 01 as it is printed (law.md §4.1). The counter's live preview shows the same values."""

    title: str
    superior: str
    unit: str
    unit_name: str
    number: str
    place_and_day: str
    code: str
    applicant: str
    about: list[tuple[str, str]]
    how_it_came: list[str]
    procedure: str
    documents: list[dict[str, str]]
    sets: str
    limit: str
    received: str
    due: str
    result_at: str
    fees: str
    note: str
    book: str
    book_number: str
    quick_code: str
    how_to_track: str
    submitter: str
    officer: str
    foot: str


def render(dossier: Dossier, *, copies: int = 2) -> bytes:
    """Return the receipt as PDF, A5, one page a copy as long as the papers allow.

    :raises ValueError: the dossier has not been received; such a one gets no receipt (NĐ 61/2018 art. 17.3)
    """
    receipt = receipt_of(dossier)
    token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
    return typeset(
        TEMPLATE,
        asdict(receipt)
        | {
            "copies": COPIES[:copies],
            "qr": qr_svg(f"{settings.PUBLIC_URL}/t/{dossier.quick_code}/{token}"),
            "bars": code128_svg(dossier.quick_code),
        },
    )


def receipt_of(dossier: Dossier) -> Receipt:
    """Return what the receipt of a received dossier says (3 statements on a loaded dossier, 1 on a whole one)."""
    if dossier.received_at is None or dossier.due_at is None or dossier.code is None:
        raise ValueError("a dossier that was not received has no receipt")
    version, person = dossier.version, dossier.applicant
    received_at, due_at = timezone.localtime(dossier.received_at), timezone.localtime(dossier.due_at)
    reception = next((line for line in timeline(dossier) if line.verb == Verb.RECEIVE), None)
    unit_lines = letterhead(dossier.unit)
    return Receipt(
        title=TITLE,
        superior=unit_lines[0],
        unit=unit_lines[1],
        unit_name=dossier.unit.desk_name,
        number=f"Số: {dossier.book_number:04d}/{office_mark(dossier.unit)}",
        place_and_day=f"{dossier.unit.place}, {vietnamese.formal_day(received_at.date())}",
        code=dossier.code,
        applicant=person.name,
        about=about(person),
        how_it_came=how_it_came(
            submitter=dossier.submitter,
            authority=dossier.authority,
            by_post=dossier.channel == Channel.POST,
            consignment=dossier.consignment,
        ),
        procedure=version.name + (f" – {dossier.case.name}" if dossier.case else ""),
        documents=[counted(paper) for paper in papers_handed_in(dossier)],
        sets=f"{version.sets_of_papers:02d}",
        limit=limit_in_words(limits.parse(dossier.limit), arrival_at=_arrival(dossier, reception)),
        received=vietnamese.formal_moment(received_at),
        due=due_in_words(due_at),
        result_at=result_place(dossier.result_channel, dossier.unit),
        fees=fees_in_words(fees_for(version, case=dossier.case, channel=dossier.channel)),
        note=dossier.note,
        book=f"{received_at:%Y}",
        book_number=str(dossier.book_number),
        quick_code=vietnamese.quick_code(dossier.quick_code),
        how_to_track=how_to_track(dossier.unit),
        submitter=(dossier.submitter or person).name,
        officer=reception.by_name if reception else "",
        foot=f"{dossier.code} · in từ phần mềm một cửa",
    )


def limit_in_words(limit: limits.Limit, *, arrival_at: Agency | None = None) -> str:
    """Return the limit, and from when it counts where that is not the reception (NĐ 309/2026 art. 17.3)."""
    said = limits.in_vietnamese(limit)
    return f"{said}, tính từ khi hồ sơ tới {arrival_at.name}" if arrival_at else said


def _arrival(dossier: Dossier, reception: Event | None) -> Agency | None:
    is_counted_there = reception is not None and reception.detail.get("counts_from") == "arrival"
    return dossier.agency if is_counted_there else None


def letterhead(unit: Agency) -> tuple[str, str]:
    """Return the two lines at the top left: the superior body, then the one-stop unit."""
    if unit.kind == Kind.CENTRE:
        return (unit.parent.name if unit.parent else "").upper(), unit.name.upper()
    desk = unit.desk_name.removesuffix(unit.name).strip() or unit.desk_name
    return unit.name.upper(), desk.upper()


def office_mark(unit: Agency) -> str:
    """Return the sign behind a paper's number."""
    return "TTPVHCC" if unit.kind == Kind.CENTRE or "Trung tâm" in unit.desk_name else "BPTNTKQ"


def about(person: "PersonLike") -> list[tuple[str, str]]:
    """Return the lines on the applicant that are filled in; the form drops empty ones."""
    address = ", ".join(filter(None, [person.address, commune_in_words(person.commune)]))
    lines = [
        (_number_label(person), person.id_number),
        ("Địa chỉ", address),
        ("Số điện thoại", vietnamese.phone(person.phone)),
        ("Email", person.email),
    ]
    return [line for line in lines if line[1]]


def how_it_came(*, submitter: "PersonLike | None", authority: str, by_post: bool, consignment: str) -> list[str]:
    """Return the lines on who handed it in for the applicant, by what right, and on the postal item (law.md §2.1)."""
    lines = []
    if submitter is not None:
        number = f" ({_number_label(submitter)}: {submitter.id_number})" if submitter.id_number else ""
        lines.append(f"Người nộp thay: {submitter.name}{number}")
        lines += [f"Văn bản ủy quyền: {authority}"] if authority else []
    if by_post:
        lines.append("Nhận qua bưu điện" + (f", mã bưu gửi {consignment}" if consignment else ""))
    return lines


def _number_label(person: "PersonLike") -> str:
    return "Số CMND/CCCD" if person.kind == PersonKind.PERSON else "Mã số thuế"


class PersonLike(Protocol):
    """An applicant, saved or still being typed."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def id_number(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def commune(self) -> Agency | None: ...


def commune_in_words(commune: Agency | None) -> str:
    """Return "xã Tạ An Khương, huyện Đầm Dơi" for a unit named "UBND xã Tạ An Khương"."""
    names = []
    while commune is not None and commune.kind != Kind.PROVINCE:
        names.append(commune.name.removeprefix("UBND "))
        commune = commune.parent if commune.level == Level.COMMUNE else None  # above a district is the province
    return ", ".join(names)


def counted(paper: Counted) -> dict[str, str]:
    """Return a row of the table of papers: name, how many, of which kind."""
    kinds = [
        (paper.originals, "bản chính"),
        (paper.copies, "bản sao"),
    ]
    said = [(number, kind) for number, kind in kinds if number]
    if len(said) == 1:
        return {"name": paper.name, "count": f"{said[0][0]:02d}", "kind": said[0][1].capitalize()}
    kind = ", ".join(f"{number:02d} {kind}" for number, kind in said)
    return {"name": paper.name, "count": f"{paper.originals + paper.copies:02d}", "kind": kind}


def due_in_words(due_at: datetime) -> str:
    """Return the promise as the form has it, with the weekday that people remember."""
    moment = f"{due_at.hour:02} giờ {due_at.minute:02} phút"
    return f"{moment}, {vietnamese.weekday(due_at.date())} {vietnamese.formal_day(due_at.date())}"


def result_place(channel: str, unit: Agency) -> str:
    """Return where the result will be received."""
    if channel == Channel.POST:
        return "địa chỉ của người nộp, qua dịch vụ bưu chính công ích"
    return "Cổng dịch vụ công (bản điện tử)" if channel == Channel.ONLINE else unit.desk_name


def fees_in_words(fees: Iterable[Fee]) -> str:
    """Return what is to be paid, in dong."""
    said = []
    for fee in fees:
        amount = f"{vietnamese.dong(fee.amount)}" if fee.amount else ("không thu" if fee.amount == 0 else fee.note)
        said.append(f"{fee.get_kind_display()} {amount}" if fee.amount else amount)
    return "; ".join(said) or "không thu"


def how_to_track(unit: Agency) -> str:
    """Return the two sentences beside the codes."""
    call = f" Gọi {vietnamese.phone(unit.phone)} khi cần hỏi." if unit.phone else ""
    return f"Quét mã QR, hoặc gõ mười số trên vào trang tra cứu, để xem hồ sơ tới đâu.{call}"
