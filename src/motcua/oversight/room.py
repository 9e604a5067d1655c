"""Who may look in: the Centre's overseers, the chair, the controllers; heads of agencies at what is theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.dossiers import actors
from motcua.dossiers.actors import Actor
from motcua.lib import clock
from motcua.organisations.models import Post, Role
from motcua.reporting.authority import may_keep_calendar, may_send, may_watch
from motcua.reporting.weeks import Week


@dataclass
class Visit:
    """One person who looks in, at one moment of the house's clock."""

    user: User
    actor: Actor
    at: datetime

    @property
    def today(self) -> date:
        return self.at.date()

    @property
    def week(self) -> Week:
        return Week.of(self.today)

    @property
    def watches(self) -> bool:
        """Tell whether this person sees the whole province."""
        return may_watch(self.actor)

    @property
    def sends(self) -> bool:
        """Tell whether this person sends reviews and reminders."""
        return may_send(self.actor)

    @property
    def controls(self) -> bool:
        """Tell whether this person answers for procedures and their processes."""
        return self.actor.standing is not None and Role.CONTROLLER in self.actor.standing.all_roles

    @property
    def keeps_the_calendar(self) -> bool:
        """Tell whether this person changes the calendar and moves what was promised by it."""
        return may_keep_calendar(self.actor)

    @property
    def led(self) -> list[int]:
        """Return the ids of the units that this person leads, by post or by delegation."""
        return self.actor.standing.agencies(Role.LEADER) if self.actor.standing else []

    @property
    def post(self) -> Post | None:
        """The post under which this person works today: the oldest of theirs."""
        return next(iter(self.actor.standing.posts), None) if self.actor.standing else None


View = Callable[..., HttpResponse]


def watching(view: View) -> View:
    """Let in who looks over the whole province, and hand the view their visit (1 statement)."""
    return _let_in(view, lambda visit: visit.watches)


def watching_or_leading(view: View) -> View:
    """Let in the heads of agencies, too: the view shows them what is their own agency's."""
    return _let_in(view, lambda visit: visit.watches or bool(visit.led))


def keeping_the_calendar(view: View) -> View:
    """Let in the Centre's overseers only: they change the calendar, and move promises."""
    return _let_in(view, lambda visit: visit.keeps_the_calendar)


def signed_in(view: View) -> View:
    """Let in every officer."""
    return _let_in(view, lambda _visit: True)


def _let_in(view: View, may_enter: Callable[[Visit], bool]) -> View:
    @wraps(view)
    def with_visit(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            # a page that renews itself keeps what it shows; whoever turns to another page signs in again
            is_renewal = "HX-Request" in request.headers
            return HttpResponse(status=401) if is_renewal else redirect_to_login(request.get_full_path())
        at = clock.now()
        visit = Visit(user=request.user, actor=actors.officer(request.user, at=at), at=at)
        if not may_enter(visit):
            raise PermissionDenied(_("Trang này của phòng giám sát Trung tâm, lãnh đạo tỉnh và kiểm soát thủ tục."))
        return view(request, visit, *args, **kwargs)

    return with_visit
