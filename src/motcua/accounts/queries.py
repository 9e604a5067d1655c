"""Who stands behind a token; how often something was tried."""

import time
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from motcua.accounts.digests import digest_of
from motcua.accounts.models import RateCount, User
from motcua.lib.prepared import Given, IsOneOf, Prepared


def user_of_token(token: str, *, real_at: datetime) -> User | None:
    """Return the active user behind this token, or None. `real_at` is the machine's time: tokens live on it.

    Found by the digest of a 256-bit secret, so the comparison tells nothing through its timing.
    """
    alive = Q(api_tokens__expires_at=None) | Q(api_tokens__expires_at__gt=real_at)
    return User.objects.filter(
        alive, api_tokens__digest=digest_of(token), api_tokens__revoked_at=None, is_active=True
    ).first()


def tries_counted(*, key: str, seconds: int) -> int:
    """Return how often something was counted under this key in the window that runs now (1 statement).

    For a guard that must refuse before it looks, and counts only what failed: see motcua.accounts.actions.count_try.
    """
    return all_tries_counted({key: seconds})[key]


def all_tries_counted(windows: Mapping[str, int]) -> dict[str, int]:
    """Return the same for each of these keys, given with the seconds of its window (1 statement)."""
    now = int(time.time())
    asked = {key: (key[:120], now // seconds) for key, seconds in windows.items()}
    rows = _COUNTED(keys=[key for key, _window in asked.values()], windows=[window for _key, window in asked.values()])
    counted = {(row.key, row.window): row.count for row in rows}
    return {key: counted.get(place, 0) for key, place in asked.items()}


_COUNTED = Prepared(
    lambda: RateCount.objects.filter(IsOneOf("key", Given("keys")), IsOneOf("window", Given("windows")))
)
