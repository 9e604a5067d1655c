"""How often may one address try something? Counted in the database, over all web processes together."""

import math
import time

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from motcua.accounts.actions import count_try
from motcua.accounts.queries import tries_counted
from motcua.api.v1 import problems
from motcua.api.v1.problems import Problem


def count(what: str, *, who: str, limit: int, seconds: int) -> None:
    """Count one try. :raises Problem: 429 when it is one too many; Retry-After says when the count begins anew"""
    if not count_try(key=f"{what}:{who}", limit=limit, seconds=seconds):
        raise _too_many(seconds)


def check(what: str, *, who: str, limit: int, seconds: int) -> None:
    """Refuse without counting when the tries counted so far are enough. :raises Problem: 429"""
    if tries_counted(key=f"{what}:{who}", seconds=seconds) >= limit:
        raise _too_many(seconds)


def address_of(request: HttpRequest) -> str:
    """Return a word that tells addresses apart and does not keep them: an address is personal data.

    Sign-in sees the same address: ALLAUTH_TRUSTED_PROXY_COUNT says which proxies to believe.
    """
    try:
        address = str(get_adapter().get_client_ip(request))
    except PermissionDenied:  # nothing to tell by, as behind a socket: then they all count as one
        address = ""
    return salted_hmac("motcua.api.v1.trying", address).hexdigest()[:32]


def _too_many(seconds: int) -> Problem:
    wait = math.ceil(seconds - time.time() % seconds)  # windows begin at whole multiples (accounts.actions.count_try)
    return Problem(problems.TOO_MANY, headers={"Retry-After": str(max(wait, 1))})
