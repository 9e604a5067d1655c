"""A province on a Monday morning, and the people who look over it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from motcua.accounts.models import User
from motcua.organisations.models import Kind, Role
from motcua.reporting import actions
from motcua.reporting.models import ReviewLetter, WeeklyReview
from motcua.reporting.weeks import Week
from tests.factories import Office, acting, create_agency, create_officer, vn
from tests.hearing import hear

NOW = vn("2018-10-22 09:41")
WEEK = Week(2018, 43)
ROOM = "/lam-viec/giam-sat/"
REVIEW = f"{ROOM}ra-soat/2018-tuan-43/"
LETTER = f"{REVIEW}so-tu-phap/"


class Province(Office):
    """The Centre, a department, a district with two communes; dossiers late, in danger, on course and done."""

    def __init__(self) -> None:
        super().__init__()
        self.diem = create_officer(Role.CENTRE, self.centre, username="diem", full_name="Nguyễn Kiều Diễm")
        self.chair = create_officer(Role.CHAIR, self.centre, username="hoa", full_name="Trịnh Nguyên Hòa")
        self.quang = create_officer(Role.CONTROLLER, self.centre, username="quang", full_name="Lê Minh Quang")
        district = create_agency("u-minh", kind=Kind.DISTRICT, name="UBND huyện U Minh", short_name="Huyện U Minh")
        for key, name in (("xa-khanh-an", "Xã Khánh An"), ("xa-khanh-lam", "Xã Khánh Lâm")):
            create_agency(key, kind=Kind.COMMUNE, name=name, short_name=name, parent=district, phone="02903000301")

    def play(self) -> None:
        """Let two weeks happen: one late, one in danger for tomorrow, one sent, one on course, one done and rated."""
        self.late = self.receive(at=vn("2018-10-15 09:00"))
        self.unsent = self.receive(at=vn("2018-10-18 08:00"))  # due on Tuesday 23
        sent = self.take_over(self.receive(at=vn("2018-10-18 09:00")), at=vn("2018-10-19 09:00"))
        self.sent = self.propose(sent, at=vn("2018-10-19 10:00"))
        self.fresh = self.receive(at=vn("2018-10-22 08:00"))
        done = self.decided(at=vn("2018-10-16 09:00"), decided_at=vn("2018-10-18 15:00"))
        self.done = self.return_result(done, at=vn("2018-10-19 09:00"))

    def draft(self) -> WeeklyReview:
        return actions.draft_review(week=WEEK, at=vn("2018-10-22 06:30"))

    def send(self) -> WeeklyReview:
        return actions.send_review(review=self.draft(), by=acting(self.diem), at=vn("2018-10-22 07:00"))

    def letter(self) -> ReviewLetter:
        return ReviewLetter.objects.select_related("review").get(agency=self.department)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """It is Monday 22 October 2018, 09:41, everywhere in the house."""
    monkeypatch.setattr("motcua.lib.clock.now", lambda: NOW)
    return NOW


@pytest.fixture
def empty(db: None, now: datetime) -> Province:
    """A province before its first dossier."""
    return Province()


@pytest.fixture
def province(empty: Province) -> Province:
    empty.play()
    hear()
    return empty


@pytest.fixture
def as_(client: Client) -> Callable[[User], Client]:
    """Sign somebody in: as_(province.diem).get(…)."""

    def sign_in(user: User) -> Client:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
