"""Writes down what one request asks of the database, so that the same can be sent without the product around it."""

import pickle
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from psycopg.types.json import Json, Jsonb

#: The header of a request that is to be written down, and under which name
HEADER = "X-Bench-Record"
RECORDINGS = "recordings"  # under var
_NAMED = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Statement:
    """One statement as it was sent: with its values beside it, inside a transaction or by itself."""

    sql: str
    values: Sequence[Any] | None
    in_transaction: bool


@dataclass(frozen=True)
class Recorded:
    """One request: its statements in order, and how many bytes it was answered with."""

    statements: tuple[Statement, ...]
    length: int


def folder() -> Path:
    """Return where those of the database at hand are kept, for its server and for whoever measures it."""
    return Path(settings.VAR) / RECORDINGS / str(connection.settings_dict["NAME"])


def place_of(name: str) -> Path:
    return folder() / f"{name}.pickle"


def read(name: str) -> Recorded:
    """Return what was written down under this name."""
    recorded: Recorded = pickle.loads(place_of(name).read_bytes())  # noqa: S301 - our own, of this very run
    return recorded


class Recording:
    """Outermost of all middleware: it sees the answer as it leaves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = request.headers.get(HEADER)
        if name is None:
            return self.get_response(request)
        taken = _Taken()
        with connection.execute_wrapper(taken):
            response = self.get_response(request)
        folder().mkdir(parents=True, exist_ok=True)
        place_of(name).write_bytes(pickle.dumps(Recorded(tuple(taken.statements), len(response.content))))
        return response


class _Taken:
    """Stands between Django and the database for one request."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        assert not many, "no page sends one statement with many values"
        self.statements.append(Statement(*_plain(sql, params), connection.in_atomic_block))
        return execute(sql, params, many, context)


def _plain(sql: str, params: Any) -> tuple[str, list[Any] | None]:
    """Return the statement with its values in their order, be they given by name or not."""
    if isinstance(params, Mapping):
        named = [_kept(params[name]) for name in _NAMED.findall(sql)]
        return _NAMED.sub("%s", sql), named
    return sql, None if params is None else [_kept(value) for value in params]


def _kept(value: Any) -> Any:
    """Return a value that can be written down, and that any driver takes: Django's own carry functions along."""
    if isinstance(value, Jsonb | Json):
        return type(value)(value.obj)
    if isinstance(value, Enum):
        return value.value
    return [_kept(each) for each in value] if isinstance(value, list | tuple) else value
