"""Sends the statements of a recorded request again, with new keys where they made new rows."""

import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from motcua.bench.measuring.recording import Recorded, Statement
from motcua.lib.uuid7 import uuid7

_INSERT = re.compile(r'INSERT INTO "(?P<table>\w+)" \((?P<columns>[^)]*)\) (VALUES|SELECT \* FROM UNNEST)')
#: Columns that must never have the same value twice, and how to make one that was not there yet
_NEW: dict[tuple[str, str], Callable[[], Any]] = {
    ("dossiers_dossier", "code"): lambda: f"bench-{secrets.token_hex(12)}",
    ("dossiers_dossier", "quick_code"): lambda: f"9{secrets.randbelow(10**9):09d}",
}
_COUNTED = {("dossiers_event", "seq"), ("dossiers_pendingfollowup", "seq")}

#: Of every statement of a request, what stands beside it
Values = list[list[Any] | None]


@dataclass(frozen=True)
class _Place:
    """Where something new belongs: the statement, the value beside it, and the table and column that it goes into."""

    statement: int
    value: int
    column: tuple[str, str]


class Replay:
    """One request, to be sent any number of times."""

    def __init__(self, recorded: Recorded) -> None:
        self.statements = recorded.statements
        self.length = recorded.length
        places = [place for n, statement in enumerate(self.statements) for place in _inserted(n, statement)]
        self._new = [place for place in places if place.column in _NEW]
        self._counted = [place for place in places if place.column in _COUNTED]
        ids = [self._value(place) for place in places if place.column[1] == "id"]
        self._made = {pk for value in ids for pk in (value if isinstance(value, list) else [value])}

    @property
    def groups(self) -> Iterator[tuple[bool, list[int]]]:
        """Yield the numbers of the statements, those of one transaction together; and whether they were in one."""
        for together, numbers in groupby(range(len(self.statements)), lambda n: self.statements[n].in_transaction):
            if together:
                yield True, list(numbers)
            else:
                yield from ((False, [n]) for n in numbers)

    def fresh(self) -> Values:
        """Return the values of every statement, as another request of the same kind would have them."""
        ids = {old: uuid7() for old in self._made}
        values: Values = [_swapped(statement.values, ids) for statement in self.statements]
        for place in self._new:
            self._put(values, place, _NEW[place.column]())
        number = secrets.randbelow(2**31 - 10**6) + 10**6  # beyond every diary's length
        for place in self._counted:
            self._put(values, place, number)
        return values

    def _value(self, place: _Place) -> Any:
        values = self.statements[place.statement].values
        assert values is not None
        return values[place.value]

    def _put(self, values: Values, place: _Place, new: Any) -> None:
        row = values[place.statement]
        assert row is not None
        old = row[place.value]
        row[place.value] = [new] * len(old) if isinstance(old, list) else new


def _inserted(number: int, statement: Statement) -> Iterator[_Place]:
    """Yield where the values of each column stand that this statement inserts.

    Of several rows Django sends the values row by row, or each column as one list (UNNEST).
    """
    match = _INSERT.match(statement.sql)
    if match is None or not statement.values:
        return
    columns = [name.strip().strip('"') for name in match["columns"].split(",")]
    for place in range(len(statement.values)):
        yield _Place(number, place, (match["table"], columns[place % len(columns)]))


def _swapped(values: Sequence[Any] | None, ids: dict[UUID, UUID]) -> list[Any] | None:
    return None if values is None else [_swap(value, ids) for value in values]


def _swap(value: Any, ids: dict[UUID, UUID]) -> Any:
    if isinstance(value, UUID):
        return ids.get(value, value)
    return [_swap(each, ids) for each in value] if isinstance(value, list | tuple) else value
