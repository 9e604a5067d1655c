"""The one field: whatever was scanned or typed, the person is found or begun."""

import pytest
from django.test import Client

from motcua.counter import scans
from motcua.dossiers.models import Dossier
from tests.counter.conftest import DESK, Counter, desk_values
from tests.factories import create_agency, create_officer


def look_up(lan: Client, typed: str, **more: str):
    return lan.post(DESK, {"do": "look-up", "number": typed, "kind": "person", "result_channel": "counter"} | more)


def fields(answer) -> dict[str, str]:
    form = answer.context["form"]
    return {name: form[name].value() for name in ("name", "id_number", "phone", "kind", "address", "commune", "born")}


@pytest.mark.parametrize("typed", ["381000123", "381 000 123", "381.000.123", " 381000123\t", "0900 000 427"])
def test_a_known_number_brings_the_person_with_all_that_is_known(lan: Client, counter: Counter, typed: str):
    counter.receive()

    answer = look_up(lan, typed)

    assert fields(answer)["name"] == "Trần Thị Bé Ba"
    assert fields(answer)["address"] == "Ấp Tân Ánh"
    page = answer.content.decode()
    assert "1 hồ sơ trước · 22/10/2018" in page
    assert '<details class="who">' in page  # a card, closed: nothing to type


def test_the_quick_code_of_an_earlier_receipt_brings_its_person(lan: Client, counter: Counter):
    code = counter.receive().quick_code

    assert fields(look_up(lan, f"{code[:4]} {code[4:8]} {code[8:]}"))["name"] == "Trần Thị Bé Ba"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("381999888", {"id_number": "381999888", "kind": "person"}),
        ("096056001234", {"id_number": "096056001234", "kind": "person"}),
        ("0913000111", {"phone": "0913000111", "id_number": ""}),
        ("2000123450", {"id_number": "2000123450", "kind": "business"}),
        ("2000123450001", {"id_number": "2000123450001", "kind": "business"}),
        ("Lê Văn Lành", {"name": "Lê Văn Lành", "id_number": ""}),
        (
            "096056001234|381000123|Nguyễn Thị Sà Rinh|02031956|Nữ|Ấp Kinh Giữa, Khánh Lâm, U Minh, Cà Mau|01012022",
            {
                "id_number": "096056001234",
                "name": "Nguyễn Thị Sà Rinh",
                "born": "02/03/1956",
                "address": "Ấp Kinh Giữa, Khánh Lâm, U Minh, Cà Mau",
            },
        ),
    ],
)
def test_an_unknown_person_is_begun_with_what_was_typed(lan: Client, counter: Counter, typed: str, expected: dict):
    answer = look_up(lan, typed)

    found = fields(answer)
    assert {name: found[name] or "" for name in expected} == expected
    assert "Người mới" in answer.content.decode()


def test_somebody_else_at_the_desk_takes_the_place_of_the_person_before(lan: Client, counter: Counter):
    counter.receive()

    answer = look_up(lan, "381999888", name="Trần Thị Bé Ba", address="Ấp Tân Ánh", known="1")

    assert fields(answer)["name"] in ("", None)
    assert fields(answer)["address"] in ("", None)


def test_enter_in_the_field_looks_up_without_a_script(lan: Client, counter: Counter):
    counter.receive()

    answer = look_up(lan, "381000123", do="", looked_up="=")

    assert fields(answer)["name"] == "Trần Thị Bé Ba"


def test_enter_in_another_field_without_a_script_throws_nothing_away(lan: Client, counter: Counter):
    answer = lan.post(DESK, desk_values(counter, do="", name="Người đang gõ dở"))

    assert 'value="Người đang gõ dở"' in answer.content.decode()
    assert answer.context["tally"] == {"there": 3, "of": 3, "is_complete": True}


def test_an_open_dossier_of_the_same_kind_is_pointed_out(lan: Client, counter: Counter):
    twin = counter.receive()

    answer = lan.post(DESK, desk_values(counter, do=""))

    page = answer.content.decode()
    assert "Người này có hồ sơ cùng thủ tục đang làm" in page
    assert f"/lam-viec/quay/ho-so/{twin.code}/" in page


def test_a_decided_dossier_of_the_same_kind_is_nothing_to_point_out(lan: Client, counter: Counter):
    counter.decided()

    assert "cùng thủ tục đang làm" not in lan.post(DESK, desk_values(counter, do="")).content.decode()


def test_dossiers_that_this_desk_may_not_see_are_not_counted(lan: Client, counter: Counter):
    counter.receive()
    other_desk = Client()
    other_desk.force_login(create_officer("counter", create_agency("xa-vien-an", kind="commune")))

    page = look_up(other_desk, "381000123").content.decode()

    assert "chưa có hồ sơ ở đây" in page


def test_the_commune_is_found_by_its_name_without_diacritics(lan: Client, counter: Counter):
    district = create_agency("huyen-u-minh", kind="district", name="UBND huyện U Minh", short_name="Huyện U Minh")
    commune = create_agency(
        "xa-khanh-lam", kind="commune", name="UBND xã Khánh Lâm", short_name="Xã Khánh Lâm", parent=district
    )

    lan.post(DESK, desk_values(counter, commune="xa khanh lam"))

    assert Dossier.objects.get().applicant.commune == commune
    assert "xã Khánh Lâm, huyện U Minh" in lan.get(f"{DESK}xa/").content.decode().replace("Xã", "xã")


@pytest.mark.parametrize("text", ["", "   ", "|", "|||||", "٣٨١", "١٢٣٤٥٦٧٨٩", "\x00", "a" * 400])
def test_odd_things_in_the_field_are_read_without_falling_over(text: str):
    assert scans.read(text).as_person() is not None


def test_a_tone_that_slipped_into_digits_is_taken_off():
    assert scans.digits_of("18́10 42̀07 63") == "1810420763"
