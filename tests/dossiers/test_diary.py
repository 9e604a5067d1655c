import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from motcua.accounts.actions import count_try

pytestmark = pytest.mark.django_db


def test_tries_are_counted_and_limited():
    assert [count_try(key="a", limit=2, seconds=3600) for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize("table", ["dossiers_event", "dossiers_seal", "dossiers_sealedline"])
def test_the_diary_refuses_to_be_emptied(table):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
