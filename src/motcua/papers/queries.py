"""Questions about papers and books. Whether a dossier may be seen has been asked before."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.core.files.storage import default_storage
from django.db.models import OuterRef
from django.utils.translation import gettext as _

from motcua.dossiers.depths import InFull
from motcua.dossiers.models import Dossier, DossierQuerySet, NumberBook
from motcua.law import forms
from motcua.lib.reading_along import along, as_rows
from motcua.organisations.models import Agency
from motcua.papers.models import Book, IssuedPaper

#: What was written to the applicant; the control slip is the offices' own
FOR_APPLICANTS = ("receipt", "supplement_request", "refusal", "apology", "stop_notice")


def papers_of(dossier: Dossier) -> list[IssuedPaper]:
    """Return what was issued for this dossier, first first (1 statement)."""
    return list(IssuedPaper.objects.filter(dossier=dossier).select_related("unit").order_by("issued_at", "id"))


def tracked_in_full(quick_code: str) -> Dossier | None:
    """Return the dossier with this quick code and its papers, for whoever has shown its receipt's token (1 statement).

    What the ten digits alone open is motcua.dossiers.queries.tracked.
    """
    return _IN_FULL.first(quick_code)


def papers_for_applicant(dossier: Dossier) -> list[IssuedPaper]:
    """Return what the applicant may see of what was issued for a dossier tracked in full (0 statements)."""
    return as_rows(IssuedPaper, _PAPER, vars(dossier)["papers_for_applicant"])


def _for_applicant() -> ArraySubquery:
    papers = IssuedPaper.objects.filter(dossier=OuterRef("pk"), form__in=FOR_APPLICANTS)
    return along(papers.order_by("issued_at", "id"), _PAPER)


_PAPER = ("id", "form", "forms", "issued_at", "path")
_IN_FULL = InFull(papers_for_applicant=_for_applicant())


def latest(dossier: Dossier, form: str) -> IssuedPaper | None:
    """Return the last paper of this form that was issued for the dossier (1 statement)."""
    return IssuedPaper.objects.filter(dossier=dossier, form=form).order_by("-issued_at", "-id").first()


def content_of(paper: IssuedPaper) -> bytes:
    """Return the file as it was issued. :raises FileNotFoundError: the storage has lost it"""
    with default_storage.open(paper.path) as file:
        return bytes(file.read())


def name_of(paper: IssuedPaper) -> str:
    """Return the name of the form in the set that it was issued under."""
    return forms.form_of(paper.forms, paper.form).name


def label_of(paper: IssuedPaper) -> str:
    """Return its number as printed: "0001/HDHS", or "" for a form that has none."""
    return f"{paper.number:04d}/{paper.mark}" if paper.number else ""


def is_closed(unit: Agency, year: int) -> bool:
    """Tell whether the register of this unit and year takes no more rows (1 statement)."""
    return Book.objects.filter(unit=unit, year=year).exists()


def why_no_more_rows(unit: Agency, year: int) -> str:
    """Return the sentence for whoever wants to enter a dossier of a closed year, "" while the book is open."""
    book = Book.objects.filter(unit=unit, year=year).first()
    if book is None:
        return ""
    return _("Sổ theo dõi năm %(year)s đã khóa ngày %(day)s, không ghi thêm được. Ghi hồ sơ này vào sổ năm nay.") % {
        "year": year,
        "day": f"{book.closed_at:%d/%m/%Y}",
    }


@dataclass(frozen=True)
class Register:
    """The register book of a unit and a year: open while nobody has closed it."""

    unit: Agency
    year: int
    rows: int  # its last number
    closed: Book | None = None


def registers_of(units: Sequence[Agency]) -> list[Register]:
    """Return the books of these units that have numbers, unit by unit, the newest year first (2 statements)."""
    closed = {(book.unit_id, book.year): book for book in Book.objects.filter(unit__in=units)}
    counted = NumberBook.objects.filter(unit__in=units, period__regex=r"^\d{4}$").order_by("-period")
    books = list(counted.values_list("unit_id", "period", "last"))
    return [
        Register(unit, int(year), last, closed.get((unit.pk, int(year))))
        for unit in units
        for unit_id, year, last in books
        if unit_id == unit.pk
    ]


def volumes_of(book: Book) -> list[IssuedPaper]:
    """Return the volumes in which this closed book was issued, the first first (1 statement)."""
    return list(book.papers.order_by("part"))


def rows_of(unit: Agency, year: int) -> DossierQuerySet:
    """Return the dossiers of this book in the order of their numbers, open or closed: 01 to the year's end."""
    of_year = Dossier.objects.filter(unit=unit, received_at__year=year, book_number__isnull=False)
    return of_year.order_by("book_number").select_related(
        "version", "case", "applicant__commune__parent__parent", "agency"
    )


def rows_between(book: Register, *, first: int, last: int) -> DossierQuerySet:
    """Return the dossiers with these numbers, both included: the book has no gaps, so nothing is counted to page."""
    return rows_of(book.unit, book.year).filter(book_number__range=(first, last))
