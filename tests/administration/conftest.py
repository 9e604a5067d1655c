"""A province on a Monday morning, and Quang and Hằng of procedure control."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from motcua.accounts.models import User
from motcua.catalogue.actions import draw_process
from motcua.catalogue.models import ProcessVersion
from motcua.organisations.models import Role
from motcua.organisations.queries import standing_of
from tests.factories import MONDAY, Office, create_agency, create_officer, vn

NOW = vn("2018-10-22 09:41")
ROOM = "/lam-viec/quan-tri/quy-trinh/"


class Setup(Office):
    def __init__(self) -> None:
        super().__init__()
        self.control = create_agency(
            "van-phong-ubnd-tinh", name="Văn phòng Ủy ban nhân dân tỉnh", short_name="Văn phòng UBND tỉnh"
        )
        self.health = create_agency("so-y-te", name="Sở Y tế")
        self.quang = create_officer(
            Role.CONTROLLER, self.control, username="quang", full_name="Đoàn Minh Quang", title="Trưởng phòng"
        )
        self.hang = create_officer(Role.CONTROLLER, self.control, username="hang", full_name="Phan Thị Lệ Hằng")
        self.first = self.version.processes.get()

    def page(self, process: ProcessVersion, more: str = "") -> str:
        return f"{ROOM}{process.pk}/{more}"

    def draft(self) -> ProcessVersion:
        return draw_process(based_on=self.first, by=standing_of(self.quang, on=MONDAY), at=NOW)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr("motcua.lib.clock.now", lambda: NOW)
    return NOW


@pytest.fixture
def setup(db: None, now: datetime) -> Setup:
    return Setup()


@pytest.fixture
def as_(client: Client) -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
