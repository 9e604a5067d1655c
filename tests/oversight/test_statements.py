"""What a page of the monitoring room, or an act in it, asks of the database: over the whole request, signed in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.organisations.models import Kind
from motcua.oversight.lists import BY
from tests.factories import create_agency
from tests.oversight.conftest import NOW, REVIEW, ROOM, Province

READ, WRITTEN = 8, 15
PAGES = {
    "today": ROOM,
    "the review": REVIEW,
    **{f"figures {slug}": f"{ROOM}so-lieu/?theo={slug}" for slug in BY},
    "satisfaction": f"{ROOM}hai-long/",
    "recalculation": f"{ROOM}lich/tinh-lai/",
}


def statements(ask: Callable[[], object]) -> int:
    """Return how many statements this costs; where a transaction begins and ends is none."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    words = [query["sql"].split()[0] for query in captured.captured_queries]
    return len([word for word in words if word not in ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")])


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_costs_eight_statements_at_most_however_much_there_is(province: Province, as_, path: str):
    province.send()
    client: Client = as_(province.diem)
    client.get(path)  # what never changes is at hand from now on

    before = statements(lambda: client.get(path))
    for hours in range(6):
        province.receive(at=NOW - timedelta(days=1, hours=hours))
        create_agency(f"xa-moi-{hours}", kind=Kind.COMMUNE)

    assert statements(lambda: client.get(path)) == before <= READ


@pytest.mark.parametrize("drafted", [False, True], ids=["first", "again"])
def test_drawing_up_the_review_costs_fifteen_statements_at_most(province: Province, as_, drafted: bool):
    if drafted:
        province.draft()
    client: Client = as_(province.diem)
    client.get(ROOM)
    for hours in range(6):
        province.receive(at=NOW - timedelta(days=1, hours=hours))

    assert statements(lambda: client.post(f"{REVIEW}soan/")) <= WRITTEN
    assert province.letter().due_soon > 6
