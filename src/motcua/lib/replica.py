"""Reading from a copy of the database that follows it (a hot standby), where a page can do with seconds-old figures.

`settings.DATABASES["replica"]` is that copy, if there is one. Only reports read it, and never what they decide by: who
is signed in and what they may see is read where everything is written.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

ALIAS = "replica"
LONGEST_LAG = 10  # seconds; a copy that is further behind is not read
TRY_AGAIN_AFTER = 30  # seconds in which a copy that could not be read is left alone
_STATE = """
SELECT pg_is_in_recovery() AND EXISTS (SELECT FROM pg_stat_wal_receiver) AND (
    pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
    OR clock_timestamp() - pg_last_xact_replay_timestamp() < %s * interval '1 second'
)"""

log = logging.getLogger(__name__)
_source = ContextVar("source", default=DEFAULT_DB_ALIAS)
_left_alone_until = 0.0


class Router:
    """Sends what is read to the copy while `reading_from_the_replica` says so; everything else stays where it is."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return _source.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


@contextmanager
def reading_from_the_replica() -> Iterator[None]:
    """Read from the copy while the block runs, if there is one that follows closely; write as ever."""
    token = _source.set(ALIAS if there_is_one() and follows_closely() else DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        _source.reset(token)


def there_is_one() -> bool:
    return ALIAS in connections.databases


def follows_closely() -> bool:
    """Tell whether the copy is read now (0–1 statements, asked of the copy)."""
    global _left_alone_until
    if time.monotonic() < _left_alone_until:
        return False
    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(_STATE, [LONGEST_LAG])
            (follows,) = cursor.fetchone() or (False,)
    except DatabaseError as problem:
        _left_alone_until = time.monotonic() + TRY_AGAIN_AFTER
        log.warning("the replica cannot be read: %s", type(problem).__name__)
        return False
    return bool(follows)
