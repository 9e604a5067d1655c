"""Takes indexes, keys and triggers off tables that are about to be filled, and puts them back as they were.

Every constraint is proved over all rows when it comes back; check constraints stay and are proved row by row.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

HANDS = 2  # connections that build at the same time
MEMORY = "512MB"  # for one index


@dataclass(frozen=True)
class _Index:
    table: str
    name: str
    definition: str
    constraint: str  # what to call it: "PRIMARY KEY", "UNIQUE", or nothing for an index alone


@dataclass(frozen=True)
class _Key:
    table: str
    name: str
    definition: str


@dataclass
class _Taken:
    indexes: list[_Index] = field(default_factory=list)
    keys: list[_Key] = field(default_factory=list)


@contextmanager
def bare(url: str, tables: Sequence[str], tell: Callable[[str], None]) -> Iterator[None]:
    """Leave these tables without indexes, foreign keys and triggers inside; whoever fails leaves them so."""
    with psycopg.connect(url, autocommit=True) as connection:
        taken = _Taken(_indexes(connection, tables), _keys(connection, tables))
        for key in taken.keys:
            connection.execute(f'ALTER TABLE {key.table} DROP CONSTRAINT "{key.name}"')
        for index in taken.indexes:
            is_constraint = f'ALTER TABLE {index.table} DROP CONSTRAINT "{index.name}"'
            connection.execute(is_constraint if index.constraint else f'DROP INDEX "{index.name}"')
        _triggers(connection, tables, "DISABLE")
    yield
    tell("Building the indexes …")
    _at_the_same_time(url, [_build(index) for index in taken.indexes])
    tell("Proving the keys …")
    with psycopg.connect(url, autocommit=True) as connection:
        for key in taken.keys:
            connection.execute(f'ALTER TABLE {key.table} ADD CONSTRAINT "{key.name}" {key.definition} NOT VALID')
        _triggers(connection, tables, "ENABLE")
    of_table: dict[str, list[str]] = defaultdict(list)
    for key in taken.keys:
        of_table[key.table].append(f'ALTER TABLE {key.table} VALIDATE CONSTRAINT "{key.name}"')
    _at_the_same_time(url, list(of_table.values()))


def analyse(url: str, tables: Sequence[str], *, tidy: bool = False) -> None:
    """Let the planner know what is in these tables now.

    :param tidy: do besides what the database would do by itself in the next hour: freeze, and mark what all can see
    """
    _at_the_same_time(url, [[f"{'VACUUM (ANALYZE, FREEZE)' if tidy else 'ANALYZE'} {table}"] for table in tables])


def _build(index: _Index) -> list[str]:
    made = [index.definition]
    if index.constraint:
        made.append(
            f'ALTER TABLE {index.table} ADD CONSTRAINT "{index.name}" {index.constraint} USING INDEX "{index.name}"'
        )
    return made


def _at_the_same_time(url: str, tasks: Sequence[Sequence[str]]) -> None:
    """Do these tasks, as many at a time as there are hands; the statements of one in their order."""

    def do(statements: Sequence[str]) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"SET maintenance_work_mem = '{MEMORY}'")
            connection.execute("SET max_parallel_maintenance_workers = 0")
            connection.execute("SET synchronous_commit = off")
            for statement in statements:
                connection.execute(statement)

    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(do, tasks))


def _indexes(connection: psycopg.Connection, tables: Sequence[str]) -> list[_Index]:
    """Return the indexes of these tables, those that take longest first."""
    rows = connection.execute(
        "SELECT i.indrelid::regclass::text, c.relname, pg_get_indexdef(i.indexrelid), "
        "CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' ELSE '' END "
        "FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u') "
        "WHERE i.indrelid = ANY(%s::text[]::regclass[]) "
        "ORDER BY pg_get_indexdef(i.indexrelid) NOT LIKE '%% gin %%', "
        "array_position(%s::text[], i.indrelid::regclass::text), c.relname",
        [list(tables), list(tables)],
    )
    return [_Index(*row) for row in rows]


def _keys(connection: psycopg.Connection, tables: Sequence[str]) -> list[_Key]:
    """Return the foreign keys from and to these tables."""
    rows = connection.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND (conrelid = ANY(%s::text[]::regclass[]) OR confrelid = ANY(%s::text[]::regclass[])) "
        "ORDER BY conname",
        [list(tables), list(tables)],
    )
    return [_Key(*row) for row in rows]


def _triggers(connection: psycopg.Connection, tables: Sequence[str], verb: str) -> None:
    for table in tables:
        connection.execute(f"ALTER TABLE {table} {verb} TRIGGER USER")
