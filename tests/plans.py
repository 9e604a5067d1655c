"""How PostgreSQL would carry out what was asked of it, and which large tables it would read from end to end."""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

#: The rooms whose tables grow with every dossier
GROWING_ROOMS = ("dossiers", "papers", "notifications", "ratings", "handovers", "reporting")
GROWING = {model._meta.db_table for room in GROWING_ROOMS for model in apps.get_app_config(room).get_models()}
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

    :param seqscan: False shows what is read so because nothing else is possible: for tables too small to choose
    """
    with CaptureQueriesContext(connection) as captured:
        ask()
    asked = [query["sql"] for query in captured.captured_queries if query["sql"].startswith(_PLANNED)]
    assert asked, "nothing was asked"
    with connection.cursor() as cursor:
        cursor.execute(f"SET enable_seqscan = {'on' if seqscan else 'off'}")
        try:
            return [
                ReadWhole(node["Relation Name"], _how(node), sql)
                for sql in asked
                for node in _scans(_plan(cursor, sql))
                if node["Relation Name"] in tables
            ]
        finally:
            cursor.execute("RESET enable_seqscan")


def _plan(cursor: Any, sql: str) -> Any:
    cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
    (plan,) = cursor.fetchone()
    return json.loads(plan) if isinstance(plan, str) else plan


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
