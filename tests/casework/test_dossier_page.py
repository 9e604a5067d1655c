"""One dossier on its own page, its files, and the search that leads to it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client

from motcua.dossiers import actions
from motcua.organisations.models import Role
from tests.casework.conftest import BENCH, Department, signed_in, text_of
from tests.factories import MONDAY_9AM, create_agency, create_officer, create_user

SEARCH = "/lam-viec/tim/"


@pytest.fixture(autouse=True)
def _files_of_this_test(tmp_path: Path, settings) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


def test_the_page_tells_the_whole_story(office: Department, hai: Client):
    dossier = office.proposed()

    page = text_of(hai.get(f"{BENCH}{dossier.code}/"))

    for words in (
        "Cấp phiếu lý lịch tư pháp",
        "Trần Thị Bé Ba",
        "381000123",
        "Đơn đề nghị",
        "Sở Tư pháp",
        "Đề xuất: đồng ý giải quyết",
        "Đủ điều kiện.",
        "Trình ký",
        "Nhận xử lý",
        "Tiếp nhận",
        "hẹn trả thứ Năm 25/10, 17:00",
    ):
        assert words in page, words


def test_the_process_is_drawn_with_where_the_dossier_stands_for_whoever_may_see_it(office: Department, hai: Client):
    dossier = office.proposed()
    overseer = signed_in(create_officer(Role.CENTRE, office.centre))

    for client in (hai, overseer):
        page = text_of(client.get(f"{BENCH}{dossier.code}/"))
        assert "2. Giải quyết, Phạm Quốc Hải, " in page and "22/10 (đã xong); 3. Phê duyệt" in page
        assert "(hồ sơ đang ở đây); 4. Trả kết quả" in page
    waiting = text_of(overseer.get(f"{BENCH}{office.submit().quick_code}/"))
    assert "#quy-trinh" not in waiting and '<svg class="pic"' not in waiting, "no process before the reception"


@pytest.mark.parametrize("spelt", ["{quick}", "{lower}"])
def test_ten_digits_or_small_letters_lead_to_the_full_code(office: Department, hai: Client, spelt: str):
    dossier = office.in_hand()
    text = spelt.format(quick=dossier.quick_code, lower=(dossier.code or "").lower())

    answer = hai.get(f"{BENCH}{text}/")

    assert (answer.status_code, answer.url) == (302, f"{BENCH}{dossier.code}/")


def test_a_dossier_without_a_code_yet_stands_under_its_ten_digits(office: Department):
    dossier = office.submit()
    overseer = signed_in(create_officer(Role.CENTRE, office.centre))

    answer = overseer.get(f"{BENCH}{dossier.quick_code}/")

    assert answer.status_code == 200
    assert "Chưa có mã hồ sơ" in text_of(answer)


def test_overseers_read_and_find_nothing_to_press(office: Department):
    dossier = office.in_hand()
    overseer = signed_in(create_officer(Role.CENTRE, office.centre))

    page = text_of(overseer.get(f"{BENCH}{dossier.code}/"))

    assert "không còn việc gì phải làm" in page
    assert "Nhận xử lý</button>" not in page
    assert 'href="/lam-viec/giam-sat/"' in page
    assert "Việc của tôi" not in page


def test_another_agency_does_not_learn_that_it_exists(office: Department):
    stranger = signed_in(create_officer(Role.SPECIALIST, create_agency()))
    dossier = office.in_hand()

    assert stranger.get(f"{BENCH}{dossier.code}/").status_code == 404
    assert stranger.get(f"{BENCH}{dossier.code}/ben-canh/").status_code == 404
    assert stranger.get(f"{BENCH}000.00.01.H12-181022-9999/").status_code == 404


def test_an_account_without_a_post_is_told_whose_this_is(office: Department):
    answer = signed_in(create_user()).get(f"{BENCH}{office.in_hand().code}/")

    assert answer.status_code == 403
    assert "Việc này của cán bộ, công chức có vị trí ở một cơ quan." in text_of(answer)


# Files


PDF = b"%PDF-1.7 giay to"


def test_a_paper_with_a_file_opens_it_in_a_locked_up_tab(office: Department, hai: Client):
    dossier = office.in_hand()
    kept = actions.attach(dossier=dossier, document_code="P1", file_name="don.pdf", content=PDF, at=MONDAY_9AM)
    url = f"{BENCH}{dossier.code}/tep/{kept.pk}/"

    assert url in text_of(hai.get(f"{BENCH}{dossier.code}/"))
    answer = hai.get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_a_file_is_given_only_with_its_own_dossier_and_to_who_may_see_it(office: Department, hai: Client):
    dossier, other = office.in_hand(), office.in_hand()
    kept = actions.attach(dossier=dossier, document_code="P1", file_name="don.pdf", content=PDF, at=MONDAY_9AM)
    stranger = signed_in(create_officer(Role.SPECIALIST, create_agency()))

    assert stranger.get(f"{BENCH}{dossier.code}/tep/{kept.pk}/").status_code == 404
    assert hai.get(f"{BENCH}{other.code}/tep/{kept.pk}/").status_code == 404


def test_a_file_that_the_storage_lost_is_not_found(office: Department, hai: Client):
    dossier = office.in_hand()
    kept = actions.attach(dossier=dossier, document_code="P1", file_name="don.pdf", content=PDF, at=MONDAY_9AM)
    default_storage.delete(f"{kept.sha256[:2]}/{kept.sha256}.pdf")
    assert settings.STORAGES

    assert hai.get(f"{BENCH}{dossier.code}/tep/{kept.pk}/").status_code == 404


# Search


def test_ten_digits_go_straight_to_the_dossier_however_they_are_grouped(office: Department, hai: Client):
    dossier = office.in_hand()
    code = dossier.quick_code

    for typed in (code, f"{code[:4]} {code[4:8]} {code[8:]}", f" {code[:4]}.{code[4:]} ", (dossier.code or "").lower()):
        answer = hai.get(SEARCH, {"q": typed})
        assert (answer.status_code, answer.url) == (302, f"{BENCH}{dossier.code}/"), typed


@pytest.mark.parametrize("typed", ["tran thi be", "TRẦN THỊ", "Bé Ba", "381000123", "0900 000 427"])
def test_a_person_is_found_without_diacritics_and_by_number(office: Department, hai: Client, typed: str):
    dossier = office.in_hand()

    page = text_of(hai.get(SEARCH, {"q": typed}))

    assert f'href="{BENCH}{dossier.code}/"' in page
    assert "Trần Thị Bé Ba" in page


def test_nobody_finds_what_they_may_not_see(office: Department):
    stranger = signed_in(create_officer(Role.SPECIALIST, create_agency()))
    dossier = office.in_hand()

    for typed in (dossier.quick_code, dossier.code, "tran thi be"):
        answer = stranger.get(SEARCH, {"q": typed})
        assert answer.status_code == 200
        assert "Chưa thấy hồ sơ nào" in text_of(answer)


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("", "Gõ mười số trên giấy hẹn"),
        ("ba", "Gõ ít nhất 3 chữ của tên."),
        ("1810420769", "gõ nhầm một số"),
        ("12345", "Gõ đủ mười số trên giấy hẹn"),
        ("khong ai ten vay", "Thử tên không dấu"),
        ("%", "Gõ ít nhất 3 chữ"),
    ],
)
def test_who_finds_nothing_is_told_how_to_mend_it(office: Department, hai: Client, typed: str, advice: str):
    office.in_hand()

    assert advice in text_of(hai.get(SEARCH, {"q": typed}))


def test_signs_of_patterns_are_letters_like_any_other(office: Department, hai: Client):
    office.in_hand()

    assert "Chưa thấy" in text_of(hai.get(SEARCH, {"q": "tran%be"}))
