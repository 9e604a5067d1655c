"""How PostgreSQL would carry out what was asked of it, and which large tables it would read from end to end."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.backends.postgresql.psycopg_any import mogrify
from psycopg.adapt import PyFormat, Transformer

#: The rooms whose tables grow with every dossier
GROWING_ROOMS = ("dossiers", "papers", "notifications", "ratings", "handovers", "reporting")
GROWING = {model._meta.db_table for room in GROWING_ROOMS for model in apps.get_app_config(room).get_models()}
#: What PostgreSQL reckons that planning costs for each table, and once more (plancache.c: cached_plan_cost)
PLANNING = 1000 * 0.0025
_PLANNED = ("SELECT", "UPDATE", "DELETE", "INSERT", "(SELECT", "WITH")


@dataclass(frozen=True)
class ReadWhole:
    """A table that a statement reads from its first row to its last, or an index of it."""

    table: str
    how: str
    statement: str

    def __str__(self) -> str:
        asked = self.statement
        return f"{self.table} ({self.how})\n    {asked if len(asked) < 1500 else f'{asked[:500]} … {asked[-1000:]}'}"


def read_whole(ask: Callable[[], Any], tables: Collection[str], *, seqscan: bool = True) -> list[ReadWhole]:
    """Return which of these tables are read from end to end when this is asked.

    Looked at is the plan for these very values; or, of what the database keeps prepared, the one for any values where
    PostgreSQL would take it, because it seems no dearer.

    :param seqscan: False shows what is read so because nothing else is possible: for tables too small to choose
    """
    asked = [one for one in _asked(ask) if one.sql.startswith(_PLANNED)]
    assert asked, "nothing was asked"
    with connection.cursor() as cursor:
        cursor.execute(f"SET enable_seqscan = {'on' if seqscan else 'off'}")
        try:
            return [
                ReadWhole(node["Relation Name"], _how(node), sql)
                for one in asked
                for sql, plan in one.plans(cursor)
                for node in _scans(plan)
                if node["Relation Name"] in tables
            ]
        finally:
            cursor.execute("RESET enable_seqscan")


def read_alone(ask: Callable[[], Any]) -> set[str]:
    """Return the indexes that tell all that this asks of their rows, so that no row is read for it."""
    otherwise = ("enable_seqscan", "enable_indexscan", "enable_bitmapscan")
    asked = [one for one in _asked(ask) if one.sql.startswith(_PLANNED)]
    with connection.cursor() as cursor:
        try:
            for way in otherwise:
                cursor.execute(f"SET {way} = off")
            plans = [_plan(mogrify(one.sql, one.values, connection)) for one in asked]
        finally:
            for way in otherwise:
                cursor.execute(f"RESET {way}")
    nodes = [node for plan in plans for node in _nodes(plan, "Index Name")]
    return {node["Index Name"] for node in nodes if node["Node Type"] == "Index Only Scan"}


@dataclass(frozen=True)
class _Asked:
    """One statement as it was sent, and whether the database keeps it when it comes again."""

    sql: str
    values: Sequence[Any] | Mapping[str, Any]
    is_kept: bool

    def plans(self, cursor: Any) -> Iterator[tuple[str, Any]]:
        """Yield the plans that it is carried out by: from the sixth time on it may be the one for any values."""
        sql = mogrify(self.sql, self.values, connection)
        plan = _plan(sql)
        yield sql, plan
        if self.is_kept and self.values:
            sql = self._with_places(cursor)
            for_any = _plan(sql, "GENERIC_PLAN, ")
            if _cost(for_any) < _cost(plan) + PLANNING * (1 + len(list(_nodes(plan, "Relation Name")))):
                yield sql, for_any

    def _with_places(self, cursor: Any) -> str:
        names = list(self.values) if isinstance(self.values, Mapping) else None
        values = list(self.values.values()) if isinstance(self.values, Mapping) else self.values
        transformer = Transformer(connection.connection)
        transformer.dump_sequence(values, [PyFormat.AUTO] * len(values))
        places = [f"${n}{_cast(cursor, oid)}" for n, oid in enumerate(transformer.types or (), start=1)]
        return self.sql % (tuple(places) if names is None else dict(zip(names, places, strict=True)))


def _cast(cursor: Any, oid: int) -> str:
    if not oid:  # text that may turn out to be anything
        return ""
    cursor.execute("SELECT %s::oid::regtype::text", [oid])
    return f"::{cursor.fetchone()[0]}"


def _asked(ask: Callable[[], Any]) -> list[_Asked]:
    asked = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        assert not many
        asked.append(_Asked(sql, values or (), connection.connection.prepare_threshold is not None))
        return execute(sql, values, many, context)

    connection.ensure_connection()
    with connection.execute_wrapper(note):
        ask()
    return asked


def _plan(sql: str, how: str = "") -> Any:
    explained = connection.connection.cursor().execute(f"EXPLAIN ({how}FORMAT JSON) {sql}", prepare=False)
    (plan,) = explained.fetchone()
    return plan


def _cost(plan: Any) -> float:
    return float(plan[0]["Plan"]["Total Cost"])


def _nodes(plan: Any, having: str) -> Iterator[dict[str, Any]]:
    if isinstance(plan, dict) and having in plan:
        yield plan
    for part in plan.values() if isinstance(plan, dict) else plan if isinstance(plan, list) else ():
        yield from _nodes(part, having)


def _how(node: dict[str, Any]) -> str:
    return f"{node['Node Type']} {node.get('Index Name', '')}".strip()


def _scans(plan: Any, *, limited: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the nodes that read everything.

    An index without a condition is read whole, too, unless somebody stops it, or it holds but a part of the table.
    """
    if isinstance(plan, list):
        for part in plan:
            yield from _scans(part, limited=limited)
    elif isinstance(plan, dict):
        kind = plan.get("Node Type")
        limited = limited or kind == "Limit"
        whole_index = kind in ("Index Scan", "Index Only Scan") and "Index Cond" not in plan and not limited
        if kind == "Seq Scan" or (whole_index and plan["Index Name"] not in _partial_indexes()):
            yield plan
        for part in plan.values():
            yield from _scans(part, limited=limited)


def _partial_indexes() -> set[str]:
    return {
        index.name
        for room in GROWING_ROOMS
        for model in apps.get_app_config(room).get_models()
        for index in [*model._meta.indexes, *model._meta.constraints]
        if getattr(index, "condition", None) is not None
    }
