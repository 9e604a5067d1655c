from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import StalePage, StepNotYours
from motcua.dossiers.models import Dossier, NumberBook
from motcua.law import rule_sets
from motcua.law.forms import form_of
from motcua.organisations.models import Agency, Role
from motcua.papers import queries
from motcua.papers.actions.issue import keep
from motcua.papers.documents import register
from motcua.papers.documents.heads import unit_on
from motcua.papers.models import Book, IssuedPaper


@transaction.atomic
def close_book(*, unit: Agency, year: int, by: Actor, at: datetime, expected_rows: int | None = None) -> Book:
    """Close the register of a unit and a year, and issue it volume by volume (TT 01/2018 art. 10).

    From then on no dossier is numbered in it any more; the database refuses. The number that would have come next is
    never given: the book runs from 01 to its last number without a gap.

    :param expected_rows: how many dossiers the person has seen in it; None when they did not say
    :raises StepNotYours: neither the head of the unit nor of the Centre
    :raises StalePage: a dossier was entered in it since
    :raises ValidationError: {"year": sentence} when the year is not over, or the book is closed already
    """
    if not may_close(by, unit, at=at):
        raise StepNotYours(_("Việc này của người đứng đầu %(unit)s.") % {"unit": unit.name})
    _refuse(why_not_yet(unit, year, at=at))
    # A reception of that year holds this row until it is in the book: whoever comes later finds the book closed
    NumberBook.objects.get_or_create(unit=unit, period=str(year), defaults={"last": 0})
    list(NumberBook.objects.select_for_update().filter(unit=unit, period=str(year)))
    if queries.is_closed(unit, year):
        _refuse(_("Sổ năm %(year)s đã khóa rồi.") % {"year": year})
    rows = queries.rows_of(unit, year)
    count = rows.count()
    if expected_rows is not None and expected_rows != count:
        raise StalePage(
            _("Sổ vừa có thêm hồ sơ, nay tới số %(last)s. Đối chiếu lại rồi khóa.") % {"last": f"{count:02d}"}
        )
    assert by.user is not None  # a post is held by somebody
    book = Book.objects.create(
        unit=unit, year=year, rows=count, closed_at=at, closed_by=by.user, closed_by_name=by.name
    )
    _issue_volumes(book, rows=rows.iterator(chunk_size=register.VOLUME), by=by, at=at)
    return book


def may_close(by: Actor, unit: Agency, *, at: datetime) -> bool:
    """Tell whether this person is the head of this unit, or of whoever took its place, or of the Centre."""
    heir = unit_on(unit, localtime(at).date())
    return by.user is not None and (by.has(Role.LEADER, heir.pk) or by.has(Role.CENTRE, heir.pk))


def why_not_yet(unit: Agency, year: int, *, at: datetime) -> str:
    """Return the sentence that says why this register still takes rows, "" once its year or its unit is over."""
    day = localtime(at).date()
    if day.year > year or (unit.valid_to is not None and unit.valid_to <= day):
        return ""
    return _("Năm %(year)s chưa hết, còn nhận hồ sơ. Khóa sổ từ ngày 01/01/%(next)s.") % {
        "year": year,
        "next": year + 1,
    }


def _refuse(sentence: str) -> None:
    if sentence:
        raise ValidationError({"year": sentence})


def _issue_volumes(book: Book, *, rows: Iterator[Dossier], by: Actor, at: datetime) -> None:
    day = localtime(at).date()
    forms = rule_sets.in_force_on(day).forms_on(day)
    parts = register.volumes_of(book.rows)
    for part in range(1, parts + 1):
        pdf, box = register.draw(
            islice(rows, register.VOLUME),
            unit=book.unit,
            form=form_of(forms, "register"),
            year=book.year,
            at=at,
            by_name=by.name,
            total=book.rows,
            part=part,
            parts=parts,
            is_closed=True,
        )
        IssuedPaper.objects.create(
            unit=book.unit,
            book=book,
            part=part,
            form="register",
            forms=forms,
            year=book.year,
            issued_at=at,
            issued_by=by.user,
            issued_by_name=by.name,
            **keep(pdf, box, unit=unit_on(book.unit, day), at=at).fields,
        )
