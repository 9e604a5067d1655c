"""The register book of the unit: looked into, printed, and closed when its year is over (TT 01/2018 art. 10)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.counter.forms import CloseBookForm
from motcua.counter.presenters import register as present
from motcua.counter.registers import Keeper, book_or_404, keeping_books
from motcua.counter.views.files import as_pdf
from motcua.dossiers.answering import MEND, status_of
from motcua.dossiers.lifecycle import NotAllowed
from motcua.papers import actions
from motcua.papers.documents.register import as_it_stands, volumes_of
from motcua.papers.queries import content_of


@require_GET
@keeping_books
def latest(request: HttpRequest, keeper: Keeper) -> HttpResponse:
    """Lead to this year's book."""
    return redirect("counter:register", keeper.year)


@require_GET
@keeping_books
def register(request: HttpRequest, keeper: Keeper, year: int) -> HttpResponse:
    """Show a page of the book, and what may be done with it."""
    books = keeper.books()
    book = book_or_404(books, year, request.GET.get("don-vi", ""))
    return render(request, "counter/register.html", present.page(keeper, book, books, begins=request.GET.get("tu", "")))


@require_POST
@keeping_books
def close(request: HttpRequest, keeper: Keeper, year: int) -> HttpResponse:
    """Close the book for ever, and issue it."""
    book = book_or_404(keeper.books(), year, request.GET.get("don-vi", ""))
    form = CloseBookForm(request.POST)
    if not form.is_valid():
        return _again(request, keeper, year, form, status=MEND)
    try:
        actions.close_book(
            unit=book.unit, year=year, by=keeper.actor, at=keeper.at, expected_rows=form.cleaned_data["rows"]
        )
    except ValidationError as trouble:
        form.take_problems(trouble)
        return _again(request, keeper, year, form, status=MEND)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _again(request, keeper, year, form, status=status_of(refusal))
    messages.success(request, _("Đã khóa sổ năm %(year)s. Bản PDF lưu ở trang này.") % {"year": year})
    return redirect(present.address_of(book))


@require_GET
@keeping_books
def volume(request: HttpRequest, keeper: Keeper, year: int, part: int) -> HttpResponse:
    """Return one volume as PDF: as it was issued when the book was closed, before that as it stands."""
    book = book_or_404(keeper.books(), year, request.GET.get("don-vi", ""))
    name = f"so-theo-doi-{year}-tap-{part}"
    if book.closed is None:
        if not 1 <= part <= volumes_of(book.rows):
            raise Http404
        return as_pdf(as_it_stands(book, part=part, at=keeper.at, by_name=keeper.actor.name), name)
    issued = book.closed.papers.filter(part=part).first()
    if issued is None:
        raise Http404
    try:
        return as_pdf(content_of(issued), name)
    except FileNotFoundError:
        raise Http404 from None


def _again(request: HttpRequest, keeper: Keeper, year: int, form: CloseBookForm, *, status: int) -> HttpResponse:
    books = keeper.books()  # fresh: somebody may have entered a dossier, or closed the book
    book = book_or_404(books, year, request.GET.get("don-vi", ""))
    context = present.page(keeper, book, books, form=form) | {"has_errors": True}
    return render(request, "counter/register.html", context, status=status)
