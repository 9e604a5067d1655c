"""Form 06 of TT 01/2018, 07 of TT 03/2025: the register of a unit and a year, on A4, volume by volume.

Its layout has not been seen in any source; the columns are those of law.md §4.7.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.utils import translation
from django.utils.timezone import localtime

from motcua.dossiers.documents.receipt import commune_in_words
from motcua.dossiers.documents.typesetting import Box, typeset_with_box
from motcua.dossiers.models import Applicant, Dossier
from motcua.law import rule_sets
from motcua.law.forms import Form, form_of
from motcua.lib import vietnamese
from motcua.organisations.models import Agency
from motcua.papers.documents.heads import how_signed, lines_of
from motcua.papers.queries import Register, rows_between

TEMPLATE = Path(__file__).with_name("register.typ")
#: Rows of one volume: some 120 pages, which a machine sets in a second and in a few hundred MB
VOLUME = 1000


def volumes_of(rows: int) -> int:
    """Return how many volumes a book of so many rows has: one at least."""
    return max(1, -(-rows // VOLUME))


@dataclass(frozen=True)
class Row:
    """One dossier in the book."""

    number: str
    code: str
    procedure: str
    sets: str
    applicant: str
    address: str
    agency: str
    received: str
    due: str
    returned: str
    channel: str
    signed: str
    note: str


@dataclass(frozen=True)
class Volume:
    """What stands around the rows of one volume."""

    title: str
    superior: str
    unit: str
    unit_name: str
    number: str
    place_and_day: str
    year: int
    part: int
    parts: int
    first: str
    last: str
    total: int
    is_closed: bool
    closed: str
    officer: str
    foot: str


def draw(
    dossiers: Iterable[Dossier],
    *,
    unit: Agency,
    form: Form,
    year: int,
    at: datetime,
    by_name: str,
    total: int,
    part: int = 1,
    parts: int = 1,
    is_closed: bool = False,
) -> tuple[bytes, Box]:
    """Return one volume of the book as PDF, and where its seal goes.

    :param dossiers: those of this volume, as motcua.papers.queries.rows_of loads them
    :param total: how many the whole book has
    :param is_closed: the last page then says so; a book still open says that it is only a print of the day
    """
    with translation.override("vi"):
        rows = [asdict(row_of(dossier)) for dossier in dossiers]
        superior, name = lines_of(unit)
        volume = Volume(
            title=form.name.upper(),
            superior=superior,
            unit=name,
            unit_name=unit.desk_name or unit.name,
            number="",
            place_and_day=f"{unit.place or 'Cà Mau'}, {vietnamese.formal_day(localtime(at).date())}",
            year=year,
            part=part,
            parts=parts,
            first=_end(rows, 0),
            last=_end(rows, -1),
            total=total,
            is_closed=is_closed,
            closed=vietnamese.formal_moment(localtime(at)),
            officer=by_name,
            foot=f"Sổ theo dõi hồ sơ năm {year} · {unit.desk_name or unit.name}",
        )
    return typeset_with_box(TEMPLATE, asdict(volume) | {"rows": rows, "how": how_signed()}, at=at)


def as_it_stands(book: Register, *, part: int, at: datetime, by_name: str) -> bytes:
    """Return one volume of a book that is still open, as a print of this moment, neither issued nor signed.

    :param part: from 1 to `volumes_of(book.rows)`
    :param by_name: who prints it
    """
    day = localtime(at).date()
    rows = rows_between(book, first=(part - 1) * VOLUME + 1, last=part * VOLUME)
    form = form_of(rule_sets.in_force_on(day).forms_on(day), "register")
    parts = volumes_of(book.rows)
    pdf, _box = draw(
        rows,
        unit=book.unit,
        form=form,
        year=book.year,
        at=at,
        by_name=by_name,
        total=book.rows,
        part=part,
        parts=parts,
    )
    return pdf


def _end(rows: Sequence[dict[str, str]], position: int) -> str:
    return rows[position]["number"] if rows else "00"


def row_of(dossier: Dossier) -> Row:
    """Return what the book says of this dossier, column by column, as motcua.papers.queries.rows_of loads it."""
    version = dossier.version
    return Row(
        number=f"{dossier.book_number:02d}",
        code=dossier.code or "",
        procedure=version.name + (f" – {dossier.case.name}" if dossier.case else ""),
        sets=f"{version.sets_of_papers:02d}",
        applicant=dossier.applicant.name,
        address=_address(dossier.applicant),
        agency=dossier.agency.short_name,
        received=_short(dossier.received_at),
        due=_short(dossier.due_at),
        returned=_short(dossier.returned_at),
        channel=vietnamese.sentence(str(dossier.get_result_channel_display())),
        signed="",
        note=_note(dossier),
    )


def _address(person: Applicant) -> str:
    parts = [person.address, commune_in_words(person.commune), vietnamese.phone(person.phone)]
    return ", ".join(filter(None, parts))


def _short(moment: datetime | None) -> str:
    return f"{localtime(moment):%H:%M %d/%m/%Y}" if moment else ""


def _note(dossier: Dossier) -> str:
    """Return what is special about it: where it ended otherwise, and a row that was entered later."""
    ended = {"withdrawn": "Đã rút", "stopped": "Đã dừng"}.get(dossier.status, "")
    entered = getattr(dossier, "entered_at", None)
    late_entry = f"Nhập bù {localtime(entered):%d/%m/%Y}" if entered else ""
    return "; ".join(filter(None, [ended, late_entry]))
