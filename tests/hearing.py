"""Lets followers hear of what has happened, as the worker would have."""

from datetime import UTC, datetime

from django.conf import settings
from django.utils.module_loading import import_string

from motcua.dossiers import events

REAL = datetime(2026, 11, 24, 15, tzinfo=UTC)


def hear(follower: str = "figures", *, limit: int = 100) -> int:
    """Hand over every event that waits for this follower; return how many there were."""
    handle, number = import_string(settings.DOSSIER_FOLLOWERS[follower]), 0
    while heard := events.hand_over_some(follower, handle, real_at=REAL, limit=limit):
        number += heard
    return number
