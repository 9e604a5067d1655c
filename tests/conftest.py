"""What every test may use. The database server itself: tests/embedded_database.py."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db.backends.postgresql.operations import DatabaseOperations

from tests import embedded_database


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start the server before the test databases are made, as copies of the migrated one."""
    embedded_database.ensure_running()
    if embedded_database.is_ours():
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = embedded_database.TEMPLATE


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
