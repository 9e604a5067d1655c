"""The database's floor: the statements of a request from a bare connection, prepared, with nothing in between."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import psycopg
from django.db import connection as django_connection
from psycopg import errors

from motcua.bench.measuring.replaying import Replay, Values

#: What is refused with values beside the statement, and taken with the values in it
_WANTS_VALUES_INSIDE = (
    errors.IndeterminateDatatype,
    errors.AmbiguousParameter,
    errors.UndefinedFunction,
    errors.DatatypeMismatch,
    errors.InvalidParameterValue,
    errors.AmbiguousFunction,
    errors.UndefinedParameter,
    errors.SyntaxError,
    errors.IndeterminateCollation,
    errors.CannotCoerce,
    errors.InvalidTextRepresentation,
    errors.GroupingError,
)


class BareConnection:
    """One connection as a program without a framework would hold it."""

    def __init__(self, inside: Collection[str] = ()) -> None:
        """Connect.

        :param inside: statements that must carry their values: motcua.bench.measuring.floors.wants_values_inside
        """
        values = django_connection.get_connection_params()
        names = ("dbname", "user", "password", "host", "port")
        address = {name: values[name] for name in names if values.get(name)}
        options = (values.get("options") or "") + " -c TimeZone=UTC"
        self._connection = psycopg.connect(**address, options=options, autocommit=True, prepare_threshold=0)
        self._connection.prepared_max = None
        self._inside = inside

    def close(self) -> None:
        self._connection.close()

    def send(self, replay: Replay) -> None:
        """Send the statements of one request; another of the same kind each time."""
        values = replay.fresh()
        for together, numbers in replay.groups:
            if not together:
                self._send(replay, values, numbers)
                continue
            with self._connection.transaction():
                self._send(replay, values, numbers)

    def refused(self, replay: Replay) -> str:
        """Return the first statement that must carry its values and is not known to; "" for none. Nothing is left."""
        try:
            with self._connection.transaction(force_rollback=True):
                self._send(replay, replay.fresh(), range(len(replay.statements)))
        except _Refused as refused:
            return refused.sql
        return ""

    def _send(self, replay: Replay, values: Values, numbers: Sequence[int]) -> None:
        for n in numbers:
            sql = replay.statements[n].sql
            if sql in self._inside:
                cursor: psycopg.Cursor[Any] = psycopg.ClientCursor(self._connection)
                cursor.execute(sql, values[n])
            else:
                cursor = self._connection.cursor()
                try:
                    cursor.execute(sql, values[n], prepare=True)
                except _WANTS_VALUES_INSIDE as refusal:
                    raise _Refused(sql) from refusal
            if cursor.description is not None:
                cursor.fetchall()


def wants_values_inside(replays: Iterable[Replay]) -> set[str]:
    """Return the statements of these requests that the database takes only with their values in them."""
    inside: set[str] = set()
    connection = BareConnection(inside)
    for replay in replays:
        while sql := connection.refused(replay):
            inside.add(sql)
    connection.close()
    return inside


class _Refused(Exception):
    def __init__(self, sql: str) -> None:
        super().__init__(sql)
        self.sql = sql
