"""The past of a small province: its finished dossiers once more, and again, further and further back."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

from motcua.bench.growing.telling import TABLES
from motcua.dossiers import quick_codes

#: How many times, and how many days before the time before
TIMES, DAYS = 20, 85
#: What does not multiply: the seals over the diary, and the books
_ONCE = {"dossiers_sealedline", "dossiers_seal", "dossiers_numberbook"}


def repeat() -> set[str]:
    """Write all that belongs to finished dossiers so many times more; return the tables that are large then."""
    tables = [table for table in (*TABLES, "notifications_notification") if table not in _ONCE]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the diary would refuse to be written so
        cursor.execute("CREATE TEMP TABLE past AS SELECT id FROM dossiers_dossier WHERE status = 'returned'")
        cursor.execute("SELECT count(*) FROM past")
        cursor.execute("CREATE TEMP TABLE quick AS SELECT %s::varchar[] codes", [_codes(TIMES * cursor.fetchone()[0])])
        for table in tables:
            _repeat(cursor, table)
        cursor.execute("DROP TABLE past, quick")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute(f"ANALYZE {', '.join(TABLES)}")
        return set(_large(cursor, tables))


def _repeat(cursor: CursorWrapper, table: str) -> None:
    columns = dict(_columns(cursor, table))
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} "
        f"FROM {table} t, generate_series(1, {TIMES}) n WHERE {_of_the_past(columns)} ON CONFLICT DO NOTHING"
    )


def _of_the_past(columns: dict[str, str]) -> str:
    if '"dossier_id"' in columns:
        return "t.dossier_id IN (SELECT id FROM past)"
    if '"quick_code"' in columns:
        return "t.id IN (SELECT id FROM past)"
    if '"id_number"' in columns:
        return "t.id IN (SELECT applicant_id FROM dossiers_dossier d JOIN past USING (id))"
    return "true"


def _columns(cursor: CursorWrapper, table: str) -> Iterator[tuple[str, str]]:
    """Yield each column and what it is the next time: ids are others, days are earlier, what is unique is so again."""
    cursor.execute(
        "SELECT a.attname, t.typname, a.attidentity <> '', EXISTS (SELECT FROM pg_index i "
        "WHERE i.indrelid = a.attrelid AND i.indisunique AND a.attnum = ANY (i.indkey)) "
        "FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid "
        "WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped",
        [table],
    )
    for name, kind, is_counted, is_unique in cursor.fetchall():
        if not is_counted:
            yield f'"{name}"', _next_time(name, kind, is_unique)


def _next_time(name: str, kind: str, is_unique: bool) -> str:
    column = f't."{name}"'
    if name == "quick_code":
        return "(SELECT codes FROM quick)[row_number() OVER ()]"
    if kind == "uuid":
        return f"md5({column}::text || n)::uuid"
    if kind == "timestamptz":
        return f"{column} - n * interval '{DAYS} days'"
    if name == "month":
        return f"({column} - n * interval '3 months')::date"
    if kind == "date":
        return f"{column} - n * {DAYS}"
    if is_unique and kind == "varchar" and name in ("code", "occasion"):
        return f"{column} || '.' || n"
    return column


def _codes(number: int) -> list[str]:
    return [quick_codes.compose(year=2000, serial=n, key=settings.TRACKING_KEY) for n in range(number)]


def _large(cursor: CursorWrapper, tables: list[str]) -> Iterator[str]:
    for table in tables:
        cursor.execute(f"SELECT count(*) FROM {table}")
        if cursor.fetchone()[0] > 5_000:
            yield table
