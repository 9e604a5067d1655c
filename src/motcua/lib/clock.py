"""The one clock of the house. Only surfaces, tasks and commands read it; everybody else is told `at`.

The demonstration lives on a clock of its own: `MOTCUA_CLOCK` says which moment of the demonstration was which
moment of the machine ("2018-10-22T07:00:00+07:00@1790000000.0"), and from there it runs at normal speed.
Sessions, tokens and signatures do not come here: they live on the machine's time.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Return this moment, aware, in Asia/Ho_Chi_Minh, cut to whole microseconds."""
    return (datetime.fromtimestamp(time.time(), UTC) + shift()).astimezone(VIETNAM)


def shift() -> timedelta:
    """Return how far the house's clock is ahead of the machine's (negative when it is behind)."""
    return _shift_of(os.environ.get("MOTCUA_CLOCK", ""))


def is_shifted() -> bool:
    """Tell whether this house lives on a clock of its own, as the demonstration does."""
    return shift() != timedelta()


def setting_for(start: datetime, *, at_epoch: float) -> str:
    """Return the value of MOTCUA_CLOCK under which the machine's `at_epoch` (seconds) is the house's `start`."""
    return f"{start.isoformat()}@{at_epoch}"


@lru_cache(maxsize=4)
def _shift_of(setting: str) -> timedelta:
    if not setting:
        return timedelta()
    start, _, epoch = setting.partition("@")
    return datetime.fromisoformat(start) - datetime.fromtimestamp(float(epoch), UTC)
