"""What every test may use. The database server itself: tests/embedded_database.py."""

import fcntl
import os
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
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
