"""Where the time of a request goes: every so often it is looked at what is being done, and by which part of the house.

Requests are answered in this very process, one after the other, with nothing between the request and Django: no line,
no other client. Looking costs a little itself, and what runs without Python is counted for who called it.
"""

import os
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from types import FrameType
from typing import Any

from django.test import Client

from motcua.bench.ground import UNTIL
from motcua.bench.measuring.loopback import HOST, BadAnswer, Request
from motcua.bench.measuring.operations import Operation
from motcua.lib.clock import setting_for

LOOK_EVERY = 0.0005  # seconds
ANSWERING = "django/core/handlers/base.py"
#: The first that fits says whose work it is, asked of the innermost call first; what fits nothing is its caller's
_PARTS = (
    ("/typesetting.py", "typst"),
    ("/psycopg", "PostgreSQL"),
    ("/django/db/backends/", "PostgreSQL"),
    ("/django/db/", "rows"),
    ("/motcua/lib/prepared.py", "rows"),
    ("/motcua/lib/reading_along.py", "rows"),
    ("/django/template/", "templates"),
    ("/django/forms/", "forms"),
    ("/django/", "Django"),
    ("/whitenoise/", "Django"),
    ("/allauth/", "Django"),
    ("/motcua/", "Motcua"),
)
#: In the order in which they are shown
PARTS = ("PostgreSQL", "rows", "templates", "forms", "typst", "Django", "Motcua")


def profiles(operations: Iterable[Operation], *, seconds: float) -> list[dict[str, Any]]:
    """Return how many milliseconds of a request each part takes, on the average of so many seconds of requests.

    :raises BadAnswer: another status than the request's own
    """
    os.environ["MOTCUA_CLOCK"] = setting_for(UNTIL, at_epoch=time.time())
    try:
        return [_profile(operation, seconds=seconds) for operation in operations]
    finally:
        del os.environ["MOTCUA_CLOCK"]


def _profile(operation: Operation, *, seconds: float) -> dict[str, Any]:
    client, turns = Client(), operation.turns_of(0, clients=1)
    for _once in operation.ways:  # what a process reads once is at hand from then on
        _answer(client, operation.ways[next(turns)]())
    spent: dict[str, float] = dict.fromkeys(PARTS, 0.0)
    requests, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until or not requests:
        request = operation.ways[next(turns)]()
        with _looking(spent):
            _answer(client, request)
        requests += 1
    return {"name": operation.name, "ms": {part: round(spent[part] * 1000 / requests, 2) for part in PARTS}}


def _answer(client: Client, request: Request) -> None:
    client.cookies.load(request.cookies)
    headers = {**request.headers, "host": HOST, "accept-encoding": "gzip", "accept-language": "vi"}
    ask = client.get if request.form is None else client.post
    said = ask(request.path, request.form, headers=headers)
    if said.status_code != request.status:
        raise BadAnswer(f"{request.path}: {said.status_code} instead of {request.status}")


@contextmanager
def _looking(spent: dict[str, float]) -> Iterator[None]:
    """Add to `spent` the seconds of each part. Main thread only."""
    last = time.perf_counter()

    def look(_number: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.perf_counter()
        part = _part_at_work(_calls(frame))
        if part:
            spent[part] += now - last
        last = now

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, LOOK_EVERY, LOOK_EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _calls(frame: FrameType | None) -> list[str]:
    """Return the files of the calls under way, the innermost first."""
    files = []
    while frame is not None:
        files.append(frame.f_code.co_filename)
        frame = frame.f_back
    return files


def _part_at_work(files: Sequence[str]) -> str:
    """Return whose work it is; nobody's while no request is being answered."""
    if not any(file.endswith(ANSWERING) for file in files):
        return ""
    return next(filter(None, map(_part_of, files)), "")


@cache
def _part_of(file: str) -> str:
    return next((part for place, part in _PARTS if place in file), "")
