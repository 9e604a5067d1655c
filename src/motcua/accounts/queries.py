"""Who stands behind a token; how often something was tried."""

import time
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from motcua.accounts.digests import digest_of
from motcua.accounts.models import RateCount, User


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
    asked = Q()
    for key, seconds in windows.items():
        asked |= Q(key=key[:120], window=now // seconds)
    counted = dict(RateCount.objects.filter(asked).values_list("key", "count"))
    return {key: counted.get(key[:120], 0) for key in windows}
