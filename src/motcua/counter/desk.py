"""Where an officer sits today: their counter, its unit, and what that lets them do. Every page here starts from it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.dossiers import actors
from motcua.dossiers.actors import Actor
from motcua.lib import clock
from motcua.organisations.models import Agency, Post, Role


@dataclass(frozen=True)
class Desk:
    """An officer at their counter, at one moment of the house's clock."""

    post: Post
    actor: Actor
    at: datetime

    @property
    def unit(self) -> Agency:
        return self.post.agency

    @property
    def units(self) -> list[int]:
        """Return the ids of this desk's unit and of those it carries on after a reform: their dossiers are its own."""
        heirs = self.actor.standing.heirs if self.actor.standing else {}
        return [self.unit.pk, *(old for old, heir in heirs.items() if heir == self.unit.pk)]


View = Callable[..., HttpResponseBase]


def at_counter(view: View) -> View:
    """Let in who holds a counter post today, and hand the view their desk (1 statement)."""

    @wraps(view)
    def with_desk(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        assert request.user.is_authenticated  # login_required stands before
        desk = desk_of(request.user, at=clock.now())
        if desk is None:
            raise PermissionDenied(_("Việc này của cán bộ một cửa tại quầy."))
        return view(request, desk, *args, **kwargs)

    return login_required(with_desk)


def desk_of(user: User, *, at: datetime) -> Desk | None:
    """Return where this officer sits today; None for whoever has no counter (1 statement)."""
    actor = actors.officer(user, at=at)
    posts = actor.standing.posts if actor.standing else ()
    at_desks = (post for post in posts if post.role == Role.COUNTER and post.agency.desk_name)
    post = next(at_desks, None)
    return Desk(post=post, actor=actor, at=at) if post else None
