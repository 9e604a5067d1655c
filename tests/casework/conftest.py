"""Hải the specialist and bà Sáu the leader of Sở Tư pháp, on a Monday morning at nine."""

from datetime import datetime

import pytest
from django.test import Client

from motcua.accounts.models import User
from motcua.dossiers.models import Dossier
from motcua.lib import clock
from tests.factories import MONDAY_9AM, Office, vn

BENCH, SIGNING = "/lam-viec/ho-so/", "/lam-viec/ky/"
TEN = vn("2018-10-22 10:00")
HOUSE_CLOCK = {"at": MONDAY_9AM}


@pytest.fixture(autouse=True)
def _the_clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    HOUSE_CLOCK["at"] = TEN
    monkeypatch.setattr(clock, "now", lambda: HOUSE_CLOCK["at"])


def put_the_clock_to(at: datetime) -> None:
    HOUSE_CLOCK["at"] = at


class Department(Office):
    """The office of the factories, with dossiers as far as a test needs them."""

    def __init__(self, **more: object) -> None:
        super().__init__(name="Cấp phiếu lý lịch tư pháp", **more)

    def in_hand(self, *, at: datetime = MONDAY_9AM, **more: object) -> Dossier:
        """Return a dossier that Hải has taken over."""
        return self.take_over(self.receive(at=at, **more), at=at)

    def proposed(self, *, at: datetime = MONDAY_9AM, **more: object) -> Dossier:
        """Return a dossier that waits for bà Sáu."""
        return self.propose(self.in_hand(at=at, **more), at=at)


@pytest.fixture
def office(db: None) -> Department:
    return Department()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def hai(office: Department) -> Client:
    """Return a browser in which Hải has signed in."""
    return signed_in(office.hai)


@pytest.fixture
def sau(office: Department) -> Client:
    """Return a browser in which bà Sáu has signed in."""
    return signed_in(office.sau)


def text_of(answer: object) -> str:
    """Return a page without its markup's line breaks, as somebody reads it."""
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]
