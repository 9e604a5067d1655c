"""Several at once: one paper a line of the diary, numbers without gaps, and a book that closes between receptions."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from motcua.dossiers import actions as verbs
from motcua.organisations.models import Role
from motcua.papers import actions, queries
from motcua.papers.models import IssuedPaper
from tests.factories import Office, acting, create_officer, vn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office() -> Office:
    return Office(name="Đăng ký khai sinh")


def at_once(what, on) -> list:
    """Call this with each of these, all at the same time, each over a connection of its own."""

    def one(item):
        try:
            return what(item)
        except IntegrityError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(on)) as pool:
        return list(pool.map(one, on))


def refused(office: Office):
    at = vn("2018-10-22 10:30")
    dossier = verbs.refuse(dossier=office.submit(), reason="Sai nơi.", by=acting(office.lan, at=at), at=at)
    return dossier.events.get(verb="refuse")


def test_two_who_ask_for_the_same_paper_get_the_same(office):
    event = refused(office)

    papers = at_once(lambda _: actions.issue(event=event, form="refusal").pk, range(4))

    assert len(set(papers)) == IssuedPaper.objects.count() == 1


def test_papers_issued_side_by_side_have_numbers_without_a_gap(office):
    events = [refused(office) for _ in range(6)]

    papers = at_once(lambda event: actions.issue(event=event, form="refusal"), events)

    assert sorted(paper.number for paper in papers) == [1, 2, 3, 4, 5, 6]


def test_a_reception_while_the_book_is_being_closed_is_in_it_or_refused(office):
    head = create_officer(Role.LEADER, office.centre)
    office.receive()
    at = vn("2019-01-02 08:00")

    def close_or_receive(what: str):
        if what == "close":
            return actions.close_book(unit=office.centre, year=2018, by=acting(head, at=at), at=at)
        return office.receive(at=vn("2018-12-28 09:00"))

    done = at_once(close_or_receive, ["receive", "close", "receive", "receive"])

    book = next(each for each in done if hasattr(each, "closed_at"))
    assert queries.rows_of(office.centre, 2018).count() == book.rows
    assert [row.book_number for row in queries.rows_of(office.centre, 2018)] == list(range(1, book.rows + 1))


def test_two_who_close_a_book_at_once_close_it_once_and_one_is_told(office):
    heads = [create_officer(Role.LEADER, office.centre) for _ in range(2)]
    office.receive()
    at = vn("2019-01-02 08:00")

    def close(head):
        try:
            return actions.close_book(unit=office.centre, year=2018, by=acting(head, at=at), at=at)
        except ValidationError as told:
            return told

    done = at_once(close, heads)

    assert sorted(type(each).__name__ for each in done) == ["Book", "ValidationError"]
