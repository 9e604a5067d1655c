"""The database every test runs on."""

import pytest
from django.db import connection


@pytest.mark.django_db
@pytest.mark.parametrize("letter", ["đ", "ư", "ơ", "ệ"])
def test_the_test_database_knows_vietnamese_letters(letter):
    with connection.cursor() as cursor:
        cursor.execute("SELECT upper(%s), current_database()", [letter])
        raised, database = cursor.fetchone()

    assert raised == letter.upper()
    assert database.startswith("test_motcua")
