"""The register book of a unit and a year, as the template draws it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.counter.forms import CloseBookForm
from motcua.counter.presenters.frame import frame, keys
from motcua.counter.registers import Keeper
from motcua.dossiers.models import Dossier
from motcua.organisations.models import Agency, Role
from motcua.papers import actions
from motcua.papers.documents import register
from motcua.papers.queries import Register, rows_between, volumes_of

PAGE = 50


def page(
    keeper: Keeper, book: Register, books: Sequence[Register], *, begins: str = "", form: CloseBookForm | None = None
) -> dict[str, Any]:
    """Return the context of one page of a book (4 statements, 1 more for a closed one).

    :param begins: the number that the page begins with, as it stands in the address
    :param form: what was typed when closing it was refused
    """
    first = int(begins) if begins.isdecimal() and len(begins) < 9 and 0 < int(begins) <= book.rows else 1
    last = min(first + PAGE - 1, book.rows)
    return {
        **_frame(keeper),
        "book": book,
        "rows": [_row(dossier, keeper) for dossier in rows_between(book, first=first, last=last)],
        "first": first,
        "last": f"{book.rows:02d}",
        "before_url": address_of(book, begins=max(1, first - PAGE)) if first > 1 else "",
        "after_url": address_of(book, begins=last + 1) if last < book.rows else "",
        "page_words": _("Số %(first)s–%(last)s") % {"first": f"{first:02d}", "last": f"{last:02d}"},
        "years": [_year(other, book) for other in books if other.unit.pk == book.unit.pk],
        "others": _others(book, books),
        "volumes": _volumes(book),
        **_closing(keeper, book, form),
        "shortcuts": keys(("↑+↓", gettext_lazy("Dòng trước, sau"))),
    }


def _frame(keeper: Keeper) -> dict[str, Any]:
    """Return the dark bar: the counter's, or for who has none the way back to their own desk."""
    if keeper.desk is not None:
        bar = frame(keeper.desk)
        above = reverse("counter:book")
        return bar | {"nav": [item | {"current": item["url"] == above} for item in bar["nav"]]}
    unit = keeper.units[0]
    role = Role.LEADER if keeper.actor.has(Role.LEADER, unit.pk) else Role.CENTRE
    return {
        "desk": {
            "name": unit.short_name,
            "place": unit.parent.short_name if unit.parent else "",
            "role": role.label,
        },
        # the surfaces do not know each other: the public address of ux.md §3.1
        "nav": [{"label": _("Bàn làm việc"), "url": "/lam-viec/"}],
    }


def _closing(keeper: Keeper, book: Register, form: CloseBookForm | None) -> dict[str, Any]:
    """Return whether this person may close the book now; if not, the sentence that says why."""
    why_not = "" if book.closed else actions.why_not_yet(book.unit, book.year, at=keeper.at)
    if not (book.closed or why_not or actions.may_close(keeper.actor, book.unit, at=keeper.at)):
        why_not = _("Người đứng đầu %(unit)s khóa sổ.") % {"unit": book.unit.name}
    return {
        "may_close": not (book.closed or why_not),
        "why_not": why_not,
        "close_url": address_of(book, name="counter:close_register"),
        "form": form or CloseBookForm(initial={"rows": book.rows}),
        "parts": register.volumes_of(book.rows),
    }


def _volumes(book: Register) -> list[dict[str, Any]]:
    """Return where the book's volumes are to be had: as they were issued, or printed as they stand."""
    issued = {paper.part: paper for paper in volumes_of(book.closed)} if book.closed else {}
    return [
        {
            "url": address_of(book, name="counter:register_volume", part=part),
            "part": part,
            "numbers": f"{(part - 1) * register.VOLUME + 1:02d}–{min(part * register.VOLUME, book.rows):02d}",
            "signed": issued[part].get_signature_display() if part in issued else "",
        }
        for part in issued or range(1, register.volumes_of(book.rows) + 1)
    ]


def _year(other: Register, shown: Register) -> dict[str, Any]:
    return {
        "year": other.year,
        "url": address_of(other),
        "current": other == shown,
        "is_closed": other.closed is not None,
    }


def _others(shown: Register, books: Sequence[Register]) -> list[dict[str, Any]]:
    """Return the books of the keeper's other units, unit by unit."""
    units: dict[int, tuple[Agency, list[dict[str, Any]]]] = {}
    for book in books:
        if book.unit.pk != shown.unit.pk:
            units.setdefault(book.unit.pk, (book.unit, []))[1].append(_year(book, shown))
    return [{"name": unit.short_name, "years": years} for unit, years in units.values()]


def _row(dossier: Dossier, keeper: Keeper) -> dict[str, Any]:
    if keeper.desk is not None:
        url = reverse("counter:dossier", args=[dossier.code])
    else:  # the public address of ux.md §3.1
        url = f"/lam-viec/ho-so/{dossier.code}/"
    return {"row": register.row_of(dossier), "url": url}


def address_of(book: Register, *, name: str = "counter:register", part: int | None = None, begins: int = 1) -> str:
    """Return the address of a page of this book; which unit's it is stands in the query, years are often the same."""
    asked = {"don-vi": book.unit.pk} | ({"tu": begins} if begins > 1 else {})
    return f"{reverse(name, args=[book.year, *([part] if part else [])])}?{urlencode(asked)}"
