"""Looking for somebody whose name was typed with one slip of the hand."""

import re
from html import unescape

import pytest
from django.db.models.expressions import RawSQL
from django.test import Client

from motcua.dossiers import actions
from motcua.dossiers.application import Person
from motcua.dossiers.models import Dossier
from motcua.organisations.models import Role
from tests.casework.conftest import BENCH, TEN, Department, signed_in, text_of
from tests.factories import acting, create_agency, create_officer

SEARCH = "/lam-viec/tim/"
NEAR = "Không ai có đúng tên này."
THIS_NAME = "Đây là người đúng tên này."


@pytest.fixture
def anh(office: Department) -> str:
    """Return the code of Nguyễn Thị Kim Anh's dossier."""
    return str(office.in_hand(applicant=Person(name="Nguyễn Thị Kim Anh", phone="0900000428")).code)


@pytest.mark.parametrize(
    "typed",
    [
        "nguyen thi kmi anh",  # two letters in the wrong order
        "Nguyễn Thị Kin Anh",  # one wrong
        "nguyen thi kimm anh",  # one too many
        "nguyn thi kim anh",  # one missing
        "nguyen thi kimanh",
        "ngu yen thi kim anh",
    ],
)
def test_a_person_is_found_whatever_slip_was_made(anh: str, hai: Client, typed: str):
    page = text_of(hai.get(SEARCH, {"q": typed}))

    assert f'href="{BENCH}{anh}/"' in page
    assert NEAR in page


@pytest.mark.parametrize("typed", ["nguyen thi kmi ahn", "nguyen thi anh", "nguyen thi hong anh"])
def test_two_slips_are_another_name(anh: str, hai: Client, typed: str):
    assert "Chưa thấy hồ sơ nào" in text_of(hai.get(SEARCH, {"q": typed}))


def test_who_has_the_very_name_comes_without_those_who_have_one_like_it(anh: str, office: Department, hai: Client):
    other = office.in_hand(applicant=Person(name="Nguyễn Thị Kim Oanh", phone="0900000429"))

    page = text_of(hai.get(SEARCH, {"q": "nguyen thi kim anh"}))

    assert f'href="{BENCH}{anh}/"' in page
    assert str(other.code) not in page
    assert NEAR not in page


def test_who_has_the_very_name_comes_first_and_longer_names_are_one_tap_away(anh: str, office: Department, hai: Client):
    longer = str(office.in_hand(applicant=Person(name="Nguyễn Thị Kim Anh Thư", phone="0900000430")).code)

    page = text_of(hai.get(SEARCH, {"q": "nguyen thi kim anh"}))

    assert f'href="{BENCH}{anh}/"' in page
    assert longer not in page
    assert THIS_NAME in page
    [widened] = re.findall(r'href="(\?[^"]*rong[^"]*)"', page)
    page = text_of(hai.get(SEARCH + unescape(widened)))
    assert f'href="{BENCH}{anh}/"' in page
    assert f'href="{BENCH}{longer}/"' in page
    assert THIS_NAME not in page


def test_part_of_a_name_finds_at_once_who_has_a_longer_one(anh: str, hai: Client):
    page = text_of(hai.get(SEARCH, {"q": "kim anh"}))

    assert f'href="{BENCH}{anh}/"' in page
    assert THIS_NAME not in page


def test_nobody_finds_what_they_may_not_see_by_the_very_name(anh: str):
    stranger = signed_in(create_officer(Role.SPECIALIST, create_agency()))

    assert "Chưa thấy hồ sơ nào" in text_of(stranger.get(SEARCH, {"q": "nguyen thi kim anh"}))


def test_nobody_finds_what_they_may_not_see_by_a_slip_either(anh: str):
    stranger = signed_in(create_officer(Role.SPECIALIST, create_agency()))

    assert "Chưa thấy hồ sơ nào" in text_of(stranger.get(SEARCH, {"q": "nguyen thi kmi anh"}))


def test_who_looks_over_the_province_finds_all(anh: str, office: Department):
    overseer = signed_in(create_officer(Role.CENTRE, office.centre))

    assert f'href="{BENCH}{anh}/"' in text_of(overseer.get(SEARCH, {"q": "nguyen thi kmi anh"}))


def test_an_agency_that_is_asked_later_finds_the_dossier_by_name(anh: str, office: Department):
    police = create_agency()
    asked = signed_in(create_officer(Role.SPECIALIST, police))
    assert "Chưa thấy hồ sơ nào" in text_of(asked.get(SEARCH, {"q": "kim anh"}))

    dossier, by = Dossier.objects.get(code=anh), acting(office.hai, at=TEN)
    actions.consult(dossier=dossier, agency=police, question="Có tiền án không?", half_days=4, by=by, at=TEN)

    assert f'href="{BENCH}{anh}/"' in text_of(asked.get(SEARCH, {"q": "kim anh"}))
    assert f'href="{BENCH}{anh}/"' in text_of(asked.get(SEARCH, {"q": "nguyen thi kmi anh"}))


def test_the_parts_beside_a_name_are_the_dossiers_own_whatever_writes_them(anh: str):
    Dossier.objects.filter(code=anh).update(agencies=RawSQL("agencies || 4711::bigint", ()))

    dossier = Dossier.objects.select_related("applicant").get(code=anh)
    assert 4711 in dossier.agencies
    assert dossier.applicant.agencies == dossier.agencies
