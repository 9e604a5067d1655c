"""Who calls: the token stands for one officer or partner and has exactly that one's powers."""

from datetime import UTC, datetime
from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from motcua.accounts.queries import user_of_token
from motcua.api.v1 import problems, trying
from motcua.api.v1.problems import Problem
from motcua.dossiers import actors
from motcua.dossiers.actors import Actor
from motcua.lib import clock

#: Wrong tokens from one address in a minute. Right ones still pass: one stale script does not lock an office out
WRONG_TOKENS = {"limit": 30, "seconds": 60}

#: Somebody without a token, where the call does not need one
NOBODY = Actor(name="")


class Bearer(HttpBearer):
    """`Authorization: Bearer TOKEN`; the request then carries the Actor (3 statements)."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        user = user_of_token(token, real_at=datetime.now(UTC)) if token.isascii() else None
        if user is None:
            trying.count("wrong-token", who=trying.address_of(request), **WRONG_TOKENS)
            raise Problem(problems.NO_TOKEN)
        return actors.officer(user, at=clock.now())


class BearerIfAny(Bearer):
    """A token is welcome but not needed; a wrong one is refused all the same."""

    def __call__(self, request: HttpRequest) -> Actor:
        if self.header not in request.headers:
            return NOBODY
        actor = super().__call__(request)
        if actor is None:
            raise Problem(problems.NO_TOKEN)
        return cast(Actor, actor)


def caller(request: HttpRequest) -> Actor:
    """Return who calls, as the token told."""
    return cast(Actor, request.auth)  # type: ignore[attr-defined]  # ninja puts it there
