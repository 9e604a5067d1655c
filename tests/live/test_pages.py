"""Which pages listen, to what, and that nothing changes where nobody set up a place to listen."""

import time
from collections.abc import Callable

import pytest
from django.conf import settings as house
from django.test import Client

from motcua.live import passes
from motcua.live.passes import PROVINCE, Pass, desk_of, door_of
from motcua.organisations.models import Role
from tests.factories import Office, create_officer, vn

pytestmark = pytest.mark.django_db
BENCH, QUEUE, ROOM = "/lam-viec/ho-so/", "/lam-viec/quay/truc-tuyen/", "/lam-viec/giam-sat/"


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr("motcua.lib.clock.now", lambda: vn("2018-10-22 10:00"))
    office = Office()
    office.diem = create_officer(Role.CENTRE, office.centre)
    return office


def seen_by(user, path: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(path).content.decode()


def pass_on(page: str) -> Pass:
    address = page.partition('data-listen="')[2].partition('"')[0]
    before, _name, shown = address.partition("?ve=")
    assert before == "/nghe/"
    return passes.read(shown, secret=house.SECRET_KEY)


@pytest.mark.parametrize(
    ("who", "path", "places"),
    [
        (lambda office: office.hai, BENCH, lambda office: {desk_of(office.department.pk)}),
        (lambda office: office.lan, QUEUE, lambda office: {door_of(office.centre.pk)}),
        (lambda office: office.diem, ROOM, lambda office: {PROVINCE}),
    ],
)
def test_a_page_listens_to_what_it_shows_from_the_moment_it_began_to_be_drawn(
    settings, office: Office, who: Callable, path: str, places: Callable
):
    settings.LIVE_URL = "/nghe/"
    before = time.time()

    allowed = pass_on(seen_by(who(office), path))

    assert allowed.places == places(office)
    assert before - 0.001 <= allowed.since <= time.time()


@pytest.mark.parametrize("path", [BENCH, QUEUE, ROOM])
def test_without_a_place_to_listen_no_page_does(office: Office, path: str):
    who = {BENCH: office.hai, QUEUE: office.lan, ROOM: office.diem}[path]

    page = seen_by(who, path)

    assert "data-listen" not in page
    assert "listening.js" not in page


@pytest.mark.parametrize(
    ("address", "sources"),
    [("/nghe/", "'self'"), ("http://127.0.0.1:8001/nghe/", "'self' http://127.0.0.1:8001"), ("", "'self'")],
)
def test_the_policy_lets_pages_listen_there_and_nowhere_else(settings, client: Client, address: str, sources: str):
    settings.LIVE_URL = address

    policy = client.get("/khong-co-trang-nay/").headers["Content-Security-Policy"]

    assert f"; connect-src {sources}; " in policy
