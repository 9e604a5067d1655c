"""What every test may use. The database server itself: tests/embedded_database.py."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from pytest_django.plugin import DjangoDbBlocker

from tests import embedded_database

TEMPLATE = "motcua_template"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Start the server and, with xdist, migrate once: the workers' databases are copies of one template."""
    embedded_database.ensure_running()
    if "PYTEST_XDIST_WORKER" not in os.environ or "MOTCUA_TEST_DATABASE_URL" in os.environ:
        return
    with Path(os.environ[embedded_database.FOLDER], "template.lock").open("w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        _migrate_template()
    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = TEMPLATE


def _migrate_template() -> None:
    with psycopg.connect(os.environ["MOTCUA_DATABASE_URL"], autocommit=True) as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            return
        server.execute(f"CREATE DATABASE {TEMPLATE}")
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = TEMPLATE
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_the_diary() -> Iterator[None]:
    """Tests that need real transactions empty all tables afterwards, which the diary's triggers refuse: as they should.

    Only the owner of the server may look past the triggers; the product never does.
    """
    flush = DatabaseOperations.execute_sql_flush

    def flush_past_the_triggers(self: DatabaseOperations, sql_list: list[str]) -> None:
        flush(self, ["SET session_replication_role = replica", *sql_list, "SET session_replication_role = DEFAULT"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_past_the_triggers)
        yield
