"""Who may listen to what: a pass that a page carries in its address, signed, good for an hour. No Django, no clock.

What can be listened to are places. A pass names no person and lets nobody do anything: whoever holds it hears that
something happened at its places, and nothing else.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

GOOD_FOR = 3600.0  # seconds
#: Everything that happens in the province
PROVINCE = "tinh"
_PLACE = re.compile(r"[bq]\d{1,18}|tinh")


class NoPass(Exception):
    """What was shown is no pass of ours."""


class Pass(NamedTuple):
    """Where its page listens, and since when: seconds since 1970 at which the page began to be drawn."""

    places: frozenset[str]
    since: float

    @property
    def until(self) -> float:
        return self.since + GOOD_FOR


def desk_of(unit: int) -> str:
    """Return the place where dossiers come into this unit's hands and leave them (bàn làm việc)."""
    return f"b{unit}"


def door_of(unit: int) -> str:
    """Return the place where dossiers wait that were handed in to this unit from afar (quầy)."""
    return f"q{unit}"


def make(places: Iterable[str], *, since: float, secret: str) -> str:
    """Return a pass as it stands in an address."""
    said = f"{round(since * 1000)}.{'-'.join(sorted(places))}"
    return f"{said}.{_signature(said, secret)}"


def read(text: str, *, secret: str) -> Pass:
    """Return what a pass allows; whether its hour is over is for the caller to ask.

    :raises NoPass: it was not made by `make` with this secret
    """
    said, _dot, signature = text.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(said, secret).encode()):
        raise NoPass
    since, _dot, names = said.partition(".")
    places = frozenset(names.split("-"))
    if not since.isdecimal() or not all(map(_PLACE.fullmatch, places)):
        raise NoPass
    return Pass(places, int(since) / 1000)


def _signature(said: str, secret: str) -> str:
    key = hmac.digest(secret.encode(), b"motcua.live.passes", sha256)
    return urlsafe_b64encode(hmac.digest(key, said.encode(), sha256)).decode().rstrip("=")
