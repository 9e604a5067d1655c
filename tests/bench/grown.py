"""A small province in the database of the tests, and what can be said of all its rows."""

import hashlib
from collections.abc import Iterator

from django.db import connection
from psycopg.conninfo import make_conninfo

from motcua.bench.growing.telling import TABLES, grow

#: Counted by the database in the order of writing, which two processes share
COUNTED_KEYS = {
    "dossiers_sealedline", "dossiers_numberbook", "reporting_stretch", "reporting_dailyfigure", "ratings_dailyratings",
    "ratings_monthlyratings",
}  # fmt: skip


def fill(dossiers: int, *, seed: int = 1) -> None:
    """Grow a province where Django is, in tables that are empty."""
    values = connection.get_connection_params()
    url = make_conninfo(host=values.get("host", ""), user=values["user"], dbname=values["dbname"])
    grow(url, dossiers=dossiers, seed=seed, tell=lambda line: None)


def digest() -> str:
    """Return a digest of everything that was grown."""
    found = hashlib.sha256()
    for table in TABLES:
        for row in rows_of(table):
            found.update(row.encode())
    return found.hexdigest()


def rows_of(table: str) -> Iterator[str]:
    dropped = " - 'id'" if table in COUNTED_KEYS else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t){dropped} FROM {table} t ORDER BY 1")
        yield from (row for (row,) in cursor.fetchall())


def empty() -> None:
    """Take everything out again that was grown."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        cursor.execute("SET session_replication_role = DEFAULT")


def schema() -> list[tuple[str, ...]]:
    """Return all constraints, indexes and triggers, and whether they hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated::text "
            "FROM pg_constraint "
            "UNION ALL SELECT tablename, indexname, indexdef, '' FROM pg_indexes WHERE schemaname = 'public' "
            "UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled::text FROM pg_trigger "
            "WHERE NOT tgisinternal ORDER BY 1, 2, 3"
        )
        return cursor.fetchall()
