"""Who sets the software up: the officers of procedure control. Every page here starts from their visit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.catalogue.process_guard import may_change
from motcua.dossiers import actors
from motcua.dossiers.actors import Actor
from motcua.lib import clock
from motcua.organisations.models import Post
from motcua.organisations.queries import Standing


@dataclass
class Visit:
    """One officer at one moment of the house's clock."""

    user: User
    actor: Actor
    at: datetime

    @property
    def today(self) -> date:
        return self.at.date()

    @property
    def standing(self) -> Standing:
        assert self.actor.standing is not None  # an officer's actor has one
        return self.actor.standing

    @property
    def post(self) -> Post | None:
        """The post under which this person works today: the oldest of theirs."""
        return next(iter(self.standing.posts), None)


View = Callable[..., HttpResponse]


def controlling(view: View) -> View:
    """Let in who answers for procedures, and hand the view their visit (1 statement)."""

    @wraps(view)
    def with_visit(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert request.user.is_authenticated  # login_required stands before
        at = clock.now()
        visit = Visit(user=request.user, actor=actors.officer(request.user, at=at), at=at)
        if not may_change(visit.standing):
            raise PermissionDenied(_("Trang này của phòng kiểm soát thủ tục hành chính."))
        return view(request, visit, *args, **kwargs)

    return login_required(with_visit)
