"""However many dossiers there have been, no page and no act that is measured reads a growing table from end to end.

The plans are PostgreSQL's own, over a province of five years. Of a table that is small even then it is asked what it
would do if reading it whole were forbidden: where there is no index, it would all the same.
"""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from motcua.bench.ground import PROFILE, UNTIL
from motcua.bench.measuring.loopback import Request
from motcua.bench.measuring.operations import all_operations
from motcua.demonstration import province
from motcua.lib import clock
from motcua.live.diary import LINES
from tests.bench import crowd, grown
from tests.plans import GROWING, read_alone, read_whole

pytestmark = pytest.mark.django_db
DOSSIERS = 2000
#: Read whole on purpose, and why
FEW_ROWS = {
    "reporting_weeklyreview": "one row a week",
    "dossiers_numberbook": "one row a desk and year",
}


@pytest.fixture(scope="module")
def large(django_db_setup, django_db_blocker) -> Iterator[set[str]]:
    """Grow a province with a long past; return its large tables."""
    with django_db_blocker.unblock():
        province.set_up(PROFILE, at=UNTIL)
        grown.fill(DOSSIERS)
        yield crowd.repeat()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(autouse=True)
def _as_in_production(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(clock, "now", lambda: UNTIL)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL random_page_cost = 1.1")  # as deploy/postgresql/server.conf has it


def send(request: Request) -> None:
    client = Client(headers=dict(request.headers))
    for name, value in request.cookies.items():
        client.cookies[name] = value
    answer = client.get(request.path) if request.form is None else client.post(request.path, request.form)
    assert answer.status_code == request.status, answer.content[:500]


def test_nothing_that_is_measured_reads_a_growing_table_from_end_to_end(large: set[str]):
    assert {"dossiers_dossier", "dossiers_event", "dossiers_applicant", "reporting_stretch"} <= large
    small = GROWING - large - set(FEW_ROWS)
    found = []
    for operation in all_operations():
        way = operation.ways[0]
        send(way())  # what a process reads once is at hand from now on
        for tables, seqscan in ((large, True), (small, False)):
            whole = read_whole(lambda: send(way()), tables, seqscan=seqscan)  # noqa: B023 - asked at once
            found += [f"{operation.name}: {each}" for each in whole]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("page", "index"),
    [
        ("dossier page", "dossier_held"),
        ("oversight today", "dossier_open"),
        ("oversight today", "dossier_by_promise"),
        ("province dashboard", "stretch_open"),
        ("province dashboard", "stretch_days"),
    ],
)
def test_what_is_counted_of_what_is_open_is_told_by_an_index_alone(large: set[str], page: str, index: str):
    [way] = [operation.ways[0] for operation in all_operations() if operation.name == page]
    send(way())

    assert index in read_alone(lambda: send(way()))


#: The crowd's identifiers are drawn by lot, without a moment in them: so few stand behind this one
AS_GOOD_AS_NOW = UUID(int=0xFFF0 << 112)


def test_nor_does_what_open_pages_are_told_of(large: set[str]):
    def look() -> None:
        with connection.cursor() as cursor:
            cursor.execute(LINES.strip(), [AS_GOOD_AS_NOW])

    assert not read_whole(look, large)
