"""The grid of late entry: what was typed in its rows, resolved into lines of the ledger that the action takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import receivable_at
from motcua.catalogue.search import find
from motcua.counter import ledger_days, queries, scans
from motcua.counter.desk import Desk
from motcua.dossiers.actions import LateRow
from motcua.dossiers.application import Person
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Applicant, DossierQuerySet, PersonKind
from motcua.dossiers.queries import with_all_it_shows
from motcua.lib.clock import VIETNAM
from motcua.lib.uuid7 import uuid7
from motcua.lib.vietnamese import fold
from motcua.papers.queries import why_no_more_rows

ROWS = 10
CELLS = ("procedure", "received", "number", "name", "decided", "returned")
#: As people write "the same" in a ledger
DITTO = {'"', "''", "″", "〃", "“", "”"}
#: Beside which cell the sentence of a deeper rule is shown
_CELL_OF = {
    "received_at": "received",
    "decided_at": "decided",
    "returned_at": "returned",
    "applicant.name": "name",
    "applicant.id_number": "number",
    "applicant.phone": "number",
}


@dataclass
class TypedRow:
    """One row of the grid, as it was typed; what is wrong with it stands beside its cells."""

    row_id: UUID
    cells: dict[str, str] = field(default_factory=lambda: dict.fromkeys(CELLS, ""))
    problems: dict[str, list[str]] = field(default_factory=dict)

    def complain(self, cell: str, *sentences: str) -> None:
        self.problems.setdefault(cell, []).extend(sentences)

    def take_problems(self, problems: Mapping[str, Sequence[str]]) -> None:
        """Put the sentences of the rules below beside the cells they are about."""
        for name, sentences in problems.items():
            self.complain(_CELL_OF.get(name, "procedure"), *sentences)


def entered_late(desk: Desk, *, on: date, only_mine: bool = False) -> DossierQuerySet:
    """Return what was entered from the paper ledger at this unit on this day, the last first (1 statement)."""
    midnight = datetime.combine(on, time(), VIETNAM)
    typed = queries.of_desk(desk).filter(entered_at__gte=midnight, entered_at__lt=midnight + timedelta(days=1))
    if only_mine:
        typed = typed.filter(events__verb=Verb.RECEIVE, events__by=desk.actor.user)
    return with_all_it_shows(typed).order_by("-entered_at", "-book_number")


def blank() -> TypedRow:
    return TypedRow(uuid7())


def typed(values: Mapping[str, str]) -> list[TypedRow]:
    """Return the rows of a sent grid, ditto marks written out; a row without a usable id gets a new one."""
    rows: list[TypedRow] = []
    for place in range(ROWS):
        cells = {cell: values.get(f"{place}-{cell}", "").strip()[:200] for cell in CELLS}
        if rows:
            above = rows[-1].cells
            cells = {cell: above[cell] if text in DITTO else text for cell, text in cells.items()}
        try:
            row_id = UUID(values.get(f"{place}-id", ""))
        except ValueError:
            row_id = uuid7()
        rows.append(TypedRow(row_id, cells))
    return rows


def is_blank(row: TypedRow, above: TypedRow | None) -> bool:
    """Tell whether nobody has typed in this row: empty, or only what the page copied from the row above."""
    if any(row.cells[cell] for cell in CELLS[2:]):
        return False
    copied = above is not None and all(row.cells[cell] in ("", above.cells[cell]) for cell in CELLS[:2])
    return copied or not any(row.cells.values())


def line_of(row: TypedRow, desk: Desk) -> LateRow | None:
    """Return the line of the ledger that this row means; None where the row says what to mend (3–5 statements)."""
    received_at = _moment(row, "received", desk.at)
    decided_at = _moment(row, "decided", desk.at, not_before=received_at)
    returned_at = _moment(row, "returned", desk.at, not_before=decided_at or received_at)
    procedure = _procedure(row, desk, received_at)
    applicant = _person(row, desk)
    if received_at is None and "received" not in row.problems:
        row.complain("received", _("Ghi ngày nhận trong sổ."))
    if received_at is not None and (said := why_no_more_rows(desk.unit, received_at.year)):
        row.complain("received", said)
    if row.problems or received_at is None:
        return None
    return LateRow(row.row_id, procedure, applicant, received_at, decided_at, returned_at)


def _moment(row: TypedRow, cell: str, at: datetime, *, not_before: datetime | None = None) -> datetime | None:
    if not row.cells[cell]:
        return None
    try:
        return ledger_days.read(row.cells[cell], at=at, not_before=not_before)
    except ValueError as trouble:
        row.complain(cell, str(trouble))
        return None


def _procedure(row: TypedRow, desk: Desk, received_at: datetime | None) -> str:
    """Return the code meant: a code as it is, else the one procedure that these letters fit."""
    text = row.cells["procedure"]
    if not text:
        row.complain("procedure", _("Ghi mã thủ tục, hoặc vài chữ trong tên."))
        return ""
    day = (received_at or desk.at).date()
    coded = _of_code(desk, text, day)
    if coded is not None:
        return str(coded.procedure.code)
    if text.replace(".", "").isdigit():
        return text  # a code that is not received here: the action knows why
    found = find(text, on=day, limit=4, unit=desk.unit)
    said = fold(text)
    exact = [version for version in found if said in (fold(version.procedure.everyday_name), fold(version.name))]
    likely = exact or [version for version in found if said in version.procedure.search_text] or found
    if len(likely) == 1:
        return str(likely[0].procedure.code)
    row.complain("procedure", _why_not(found))
    return ""


def likeliest(desk: Desk, text: str) -> ProcedureVersion | None:
    """Return what the page shows while somebody types: the procedure of this code, else the one that fits best."""
    found = _of_code(desk, text, desk.at.date())
    return found or next(iter(find(text, on=desk.at.date(), limit=1, unit=desk.unit)), None)


def _of_code(desk: Desk, text: str, day: date) -> ProcedureVersion | None:
    offered = receivable_at(desk.unit, on=day).select_related("procedure")
    return offered.filter(procedure__code__iexact=text.strip()).first()


def _why_not(found: Sequence[ProcedureVersion]) -> str:
    if not found:
        return _("Quầy này không thấy thủ tục nào như vậy. Gõ mã, hoặc chữ khác trong tên.")
    names = "; ".join(f"{each.procedure.everyday_name or each.name} ({each.procedure.code})" for each in found[:3])
    return _("Có nhiều thủ tục giống vậy, gõ mã hoặc thêm chữ: %(names)s.") % {"names": names}


def _person(row: TypedRow, desk: Desk) -> Person:
    """Return the applicant; somebody who has come before is known by the number."""
    scan, name = scans.read(row.cells["number"]), row.cells["name"]
    if scan.words:
        row.complain("number", _("Ghi số giấy tờ, mã số thuế hoặc điện thoại; tên ghi ô bên cạnh."))
        return Person(name=name)
    known = queries.person_behind(desk, scan) if scan.digits else None
    if known is not None and (not name or fold(name) == known.name_folded):
        return _as_known(known)
    if not name:
        row.complain("name", _("Ghi họ tên, hoặc tên tổ chức."))
    new = scan.as_person()
    return Person(
        name=name,
        kind=new.get("kind", PersonKind.PERSON),
        id_number=new.get("id_number", ""),
        phone=new.get("phone", ""),
    )


def _as_known(known: Applicant) -> Person:
    return Person(
        name=known.name,
        kind=known.kind,
        id_number=known.id_number,
        phone=known.phone,
        email=known.email,
        address=known.address,
        commune=known.commune,
        born=known.born,
    )
