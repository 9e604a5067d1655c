"""The register books that somebody may look into: at the counter of their unit, or at its head."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.counter.desk import Desk, desk_of
from motcua.dossiers import actors
from motcua.dossiers.actors import Actor
from motcua.lib import clock
from motcua.organisations.models import Agency, Role
from motcua.papers.queries import Register, registers_of

#: Who enters a unit's book, who answers for it, and who answers for the Centre's
_ROLES = (Role.COUNTER, Role.LEADER, Role.CENTRE)


@dataclass(frozen=True)
class Keeper:
    """Somebody of a unit that keeps a register, at one moment of the house's clock."""

    actor: Actor
    at: datetime
    units: tuple[Agency, ...]  # theirs first, then those that theirs carry on after a reform
    desk: Desk | None  # the head of a unit has no counter

    @property
    def year(self) -> int:
        return localtime(self.at).year

    def books(self) -> list[Register]:
        """Return the books of these units; this year's of their own is there before its first number (2 statements)."""
        found = registers_of(self.units)
        own = self.units[0]
        is_there = any(book.unit.pk == own.pk and book.year == self.year for book in found)
        return found if is_there else [Register(own, self.year, 0), *found]


def book_or_404(books: list[Register], year: int, unit: str = "") -> Register:
    """Return the book of this year and unit, by its id; without a unit, the first of the year."""
    found = [book for book in books if book.year == year and unit in ("", str(book.unit.pk))]
    if not found:
        raise Http404
    return found[0]


View = Callable[..., HttpResponseBase]


def keeping_books(view: View) -> View:
    """Let in who works at the counter of a unit, or leads it, and hand the view their books' keeper (4 statements)."""

    @wraps(view)
    def with_keeper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        assert request.user.is_authenticated  # login_required stands before
        keeper = _keeper_of(request.user, at=clock.now())
        if keeper is None:
            raise PermissionDenied(_("Sổ này của cán bộ một cửa và người đứng đầu nơi tiếp nhận."))
        return view(request, keeper, *args, **kwargs)

    return login_required(with_keeper)


def _keeper_of(user: User, *, at: datetime) -> Keeper | None:
    desk = desk_of(user, at=at)
    actor = desk.actor if desk else actors.officer(user, at=at)
    assert actor.standing is not None  # an officer's actor has one
    units = list(Agency.objects.with_desk().filter(pk__in=actor.standing.agencies(*_ROLES)).select_related("parent"))
    own = desk.unit.pk if desk else None
    units.sort(key=lambda unit: (unit.pk != own, unit.valid_to is not None, unit.order, unit.pk))
    return Keeper(actor=actor, at=at, units=tuple(units), desk=desk) if units else None
