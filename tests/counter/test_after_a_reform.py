"""The desk of a unit that carries on others returns their results and prints their papers, under their old names."""

from datetime import date

import pytest
from django.test import Client

from motcua.dossiers.actions.reform import reorganise
from motcua.lib import clock
from motcua.organisations.models import Agency
from motcua.organisations.reform_plan import NewUnit, Plan
from tests.factories import MONDAY_9AM, Office, vn

pytestmark = pytest.mark.django_db

PLAN = Plan(
    name="Sắp xếp",
    on=date(2018, 10, 23),
    units=(
        NewUnit(
            key="trung-tam", name="Trung tâm mới", short_name="Trung tâm mới", kind="centre", level="province",
            identifier="000.98.01.H12", identifier_2020="H12.98", desk_name="Trung tâm mới", place="Cà Mau",
        ),
    ),
)  # fmt: skip


def test_the_new_desk_returns_the_result_and_prints_the_old_receipt(monkeypatch):
    office = Office()
    dossier = office.decided(at=MONDAY_9AM)
    reorganise(plan=PLAN, at=vn("2018-10-23 07:00"))
    monkeypatch.setattr(clock, "now", lambda: vn("2018-10-23 08:00"))
    lan = Client()
    lan.force_login(office.lan)

    page = lan.get("/lam-viec/quay/tra-ket-qua/").content.decode()
    assert office.lan.posts.get(valid_to=None).agency == Agency.objects.get(key="trung-tam", valid_to=None)
    assert dossier.quick_code[:4] in page
    assert lan.get(f"/lam-viec/quay/ho-so/{dossier.code}/").status_code == 200
    assert lan.get(f"/lam-viec/quay/ho-so/{dossier.code}/giay-hen.pdf").status_code == 200
