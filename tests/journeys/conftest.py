"""The demonstration's province in a database that a server in another thread sees, on a Monday morning at nine."""

import time
from dataclasses import dataclass

import pytest

from motcua.accounts.models import User
from motcua.demonstration import province
from motcua.lib import clock
from motcua.organisations.models import Agency
from tests.browser import chromium
from tests.factories import MONDAY_9AM

__all__ = ["chromium"]


@dataclass
class Province:
    """Who is who in the demonstration."""

    centre: Agency
    hanh: User  # at counter 7 of the Centre: electricity and water
    specialist: User  # at the power company
    leader: User
    diem: User  # in the monitoring room


@pytest.fixture
def ca_mau(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Province:
    monkeypatch.setenv("MOTCUA_CLOCK", clock.setting_for(MONDAY_9AM, at_epoch=time.time()))
    province.set_up("ca-mau-2018", at=MONDAY_9AM)
    power = User.objects.filter(posts__agency__key="cong-ty-dien-luc-ca-mau")
    return Province(
        centre=Agency.objects.get(key="trung-tam-giai-quyet-tthc"),
        hanh=User.objects.get(username="hanh.quay7"),
        specialist=power.filter(posts__role="specialist").order_by("pk")[0],
        leader=power.filter(posts__role="leader").order_by("pk")[0],
        diem=User.objects.get(username="diem.giamsat"),
    )
