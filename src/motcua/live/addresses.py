"""Where a page listens: for the pages, in Django. The process that is listened to does not come here."""

import time
from collections.abc import Iterable

from django.conf import settings

from motcua.live import passes


def address_for(places: Iterable[str]) -> str:
    """Return where to listen to these places, or nothing when pages do not listen here.

    Ask before the page reads what it shows: what happens from now on will be told, on the machine's clock.
    """
    named = list(places)
    if not settings.LIVE_URL or not named:
        return ""
    shown = passes.make(named, since=time.time(), secret=settings.SECRET_KEY)
    return f"{settings.LIVE_URL}?ve={shown}"
