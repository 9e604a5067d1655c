"""Where an officer sits today: the units they work for, and what they are there. Every page here starts from it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.accounts.models import User
from motcua.dossiers import actors
from motcua.dossiers.actors import Actor
from motcua.lib import clock
from motcua.organisations.models import Post, Role
from motcua.organisations.queries import Standing


@dataclass(frozen=True)
class Desk:
    """One officer at work, at one moment of the house's clock."""

    user: User
    actor: Actor
    at: datetime

    @property
    def standing(self) -> Standing:
        assert self.actor.standing is not None  # an officer's actor has one
        return self.actor.standing

    @property
    def posts(self) -> tuple[Post, ...]:
        return self.standing.posts

    @property
    def handles(self) -> list[int]:
        """Return the ids of the units whose dossiers this person works on."""
        return self.standing.agencies(Role.SPECIALIST)

    @property
    def leads(self) -> list[int]:
        """Return the ids of the units that this person leads, by post or by delegation."""
        return self.standing.agencies(Role.LEADER)

    @property
    def works_at(self) -> list[int]:
        return self.standing.agencies(Role.SPECIALIST, Role.LEADER)

    def posts_as(self, *roles: Role) -> list[Post]:
        """Return the posts of these roles, delegations left out; all posts when none is named."""
        return [post for post in self.posts if not roles or post.role in roles]

    def titled(self, *roles: Role) -> str:
        """Return the title under which this person sits here: "Phó Giám đốc"."""
        posts = self.posts_as(*roles) or list(self.posts)
        return (posts[0].title or posts[0].get_role_display()) if posts else ""

    def place(self, *roles: Role) -> str:
        """Return the units this person sits at, in words."""
        posts = self.posts_as(*roles) or list(self.posts)
        return ", ".join(dict.fromkeys(post.agency.short_name for post in posts))


View = Callable[..., Any]  # an answer, whole or streamed


def at_work(view: View) -> View:
    """Let in who works on dossiers or leads those who do, and hand the view their desk (1 statement)."""
    return _let_in(
        view, lambda desk: bool(desk.works_at), _("Việc này của chuyên viên hoặc lãnh đạo cơ quan giải quyết.")
    )


def leading(view: View) -> View:
    """Let in who leads a unit today, by post or by delegation."""
    return _let_in(view, lambda desk: bool(desk.leads), _("Việc này của lãnh đạo cơ quan giải quyết."))


def in_office(view: View) -> View:
    """Let in every officer with a post today; what they see is asked of motcua.dossiers.queries."""
    return _let_in(
        view, lambda desk: bool(desk.standing.roles), _("Việc này của cán bộ, công chức có vị trí ở một cơ quan.")
    )


def signed_in(view: View) -> View:
    """Let in whoever has signed in, even without a post."""
    return _let_in(view, lambda desk: True, "")


def _let_in(view: View, may_enter: Callable[[Desk], bool], whose: str | Promise) -> View:
    @wraps(view)
    def with_desk(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        assert request.user.is_authenticated  # login_required stands before
        at = clock.now()
        desk = Desk(user=request.user, actor=actors.officer(request.user, at=at), at=at)
        if not may_enter(desk):
            raise PermissionDenied(str(whose))
        return view(request, desk, *args, **kwargs)

    return login_required(with_desk)
