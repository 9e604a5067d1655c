"""From "what will I need" to ten digits, without an account and without a script."""

import io
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from motcua.catalogue.models import ProcedureCase, Reception, RequiredDocument
from motcua.dossiers import actions, tasks
from motcua.dossiers.models import Applicant, Attachment, Dossier
from motcua.organisations.models import Kind
from tests.factories import FIRST_DAY, create_agency, vn
from tests.portal.conftest import put_the_clock_to, text_of

pytestmark = pytest.mark.django_db

WHO = {"kind": "person", "name": "Trần Thị Bé Ba", "id_number": "381 000 123", "phone": "0900.000.427"}


def photo(name: str = "IMG_2041.jpg") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


class Visitor:
    """Somebody who hands in on the net, one page after the other."""

    def __init__(self, town) -> None:
        self.client, self.town = Client(), town
        answer = self.client.post(f"/nop/{town.code}/")
        self.draft = re.search(r"/nop/([0-9a-f-]{36})/", answer["Location"]).group(1)

    def address(self, step: str) -> str:
        return f"/nop/{self.draft}/{step}/"

    def get(self, step: str):
        return self.client.get(self.address(step))

    def post(self, step: str, **typed: object):
        return self.client.post(self.address(step), typed)

    def photographs(self, **more: object):
        return self.post("giay-to", **{"tep-P1": photo("de-nghi.jpg"), "mang-toi": "P2", "tiep": "1"} | more)

    def until_check(self, **who: str) -> None:
        self.post("nguoi-nop", **WHO | who)
        self.post("dia-chi", commune=str(self.town.commune.pk), address="Ấp Tân Ánh")
        self.photographs()
        self.post("nhan-ket-qua", result_channel="post")

    def hand_in(self):
        return self.post("kiem-tra", cam_doan="on")


@pytest.fixture
def visitor(town) -> Visitor:
    return Visitor(town)


def test_a_dossier_goes_in_with_all_that_was_answered(visitor, town):
    visitor.until_check(email="ba@example.vn", born="1956")

    answer = visitor.hand_in()

    assert answer.status_code == 302 and answer["Location"] == visitor.address("da-nop")
    dossier = Dossier.objects.select_related("applicant__commune", "unit").get()
    assert str(dossier.pk) == visitor.draft, "the draft's id becomes the dossier's, so twice is once"
    assert (dossier.status, dossier.channel, dossier.result_channel) == ("submitted", "online", "post")
    assert dossier.unit == town.centre
    applicant = dossier.applicant
    assert (applicant.name, applicant.id_number, applicant.phone) == ("Trần Thị Bé Ba", "381000123", "0900000427")
    assert (applicant.email, applicant.born, applicant.address) == ("ba@example.vn", "1956", "Ấp Tân Ánh")
    assert applicant.commune == town.commune
    assert [(paper.code, paper.copies) for paper in dossier.documents.all()] == [("P1", 1)]
    assert dossier.note == "Sẽ mang tới: Giấy tờ tùy thân"
    attachment = Attachment.objects.get(dossier=dossier)
    assert (attachment.document_code, attachment.file_name) == ("P1", "de-nghi.jpg")


def test_each_question_leads_to_the_next_and_back_to_checking_once_all_are_answered(visitor, town):
    assert visitor.client.get(f"/nop/{visitor.draft}/")["Location"] == visitor.address("nguoi-nop")
    assert visitor.post("nguoi-nop", **WHO)["Location"] == visitor.address("dia-chi")
    assert visitor.post("dia-chi", commune=str(town.commune.pk))["Location"] == visitor.address("giay-to")
    assert visitor.photographs()["Location"] == visitor.address("nhan-ket-qua")
    assert visitor.post("nhan-ket-qua", result_channel="counter")["Location"] == visitor.address("kiem-tra")
    assert visitor.post("nguoi-nop", **WHO | {"name": "Trần Bé Ba"})["Location"] == visitor.address("kiem-tra")
    assert "Trần Bé Ba" in text_of(visitor.get("kiem-tra"))


def test_nobody_can_check_before_all_is_answered(visitor):
    assert visitor.get("kiem-tra")["Location"] == visitor.address("nguoi-nop")
    assert visitor.hand_in()["Location"] == visitor.address("nguoi-nop")
    assert not Dossier.objects.exists()


def test_what_was_typed_wrong_stays_and_each_sentence_says_how_to_mend_it(visitor):
    typed = {"kind": "person", "name": "Trần Thị Bé Ba", "id_number": "12345", "phone": "900", "email": "ba(a)noi"}

    answer = visitor.post("nguoi-nop", **typed)

    text, html = text_of(answer), answer.content.decode()
    assert answer.status_code == 422
    assert text.startswith("Lỗi: Người nộp") and "Còn 3 chỗ cần sửa" in text
    assert text.count("Số điện thoại bắt đầu bằng 0 và có 10 hoặc 11 số.") == 2, "in the summary and at the field"
    assert "9 số (chứng minh nhân dân) hoặc 12 số (căn cước)" in text and "Thư điện tử viết như ten@noigui.vn" in text
    for value in ("Trần Thị Bé Ba", "12345", "900", "ba(a)noi"):
        assert f'value="{value}"' in html
    assert 'href="#id_phone"' in html and 'aria-invalid="true"' in html
    assert not Applicant.objects.exists()


def test_an_empty_page_is_refused_with_a_sentence_for_each_field(visitor):
    text = text_of(visitor.post("nguoi-nop"))

    assert "Ghi họ và tên" in text and "Ghi số điện thoại" in text and "Chọn cá nhân" in text
    assert "không hợp lệ" not in text.lower()
    assert "Chọn xã, phường hoặc thị trấn nơi ở." in text_of(visitor.post("dia-chi"))


@pytest.mark.parametrize("phone", ["+84 900 000 427", "0900-000-427", "84900000427", "0900 000 427 "])
def test_a_telephone_number_is_read_however_it_is_written(visitor, phone):
    visitor.post("nguoi-nop", **WHO | {"phone": phone})

    visitor.client.get(visitor.address("dia-chi"))
    assert 'value="0900000427"' in visitor.get("nguoi-nop").content.decode()


# Papers


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("trong.jpg", b"", "image/jpeg"), "trống, không có gì bên trong"),
        (SimpleUploadedFile("virus.jpg", b"MZ\x90\x00", "image/jpeg"), "không phải PDF, JPG hay PNG"),
        (SimpleUploadedFile("to.pdf", b"%PDF-" + b"0" * (20 * 1024 * 1024), "application/pdf"), "nặng hơn 20 MB"),
    ],
    ids=["empty", "another kind", "too large"],
)
def test_a_file_that_cannot_be_used_is_told_at_once_and_the_good_one_is_kept(visitor, file, sentence):
    file.seek(0)
    answer = visitor.post("giay-to", **{"tep-P1": photo(), "tep-P2": file, "tiep": "1"})

    text = text_of(answer)
    assert answer.status_code == 422 and text.startswith("Lỗi:")
    assert sentence in text
    assert "IMG_2041.jpg" in text, "the good photograph is still there"


def test_a_required_paper_is_photographed_or_will_be_carried_there(visitor):
    answer = visitor.post("giay-to", tiep="1")

    text = text_of(answer)
    assert "Còn 2 chỗ cần sửa" in text
    assert "Chụp “Giấy tờ tùy thân”, hoặc đánh dấu sẽ mang tới nơi nộp." in text
    assert visitor.post("giay-to", **{"mang-toi": ["P1", "P2"], "tiep": "1"}).status_code == 302


def test_a_photograph_can_be_taken_out_again(visitor):
    visitor.post("giay-to", **{"tep-P1": photo(), "giu": "1"})
    path = re.search(r'name="bo" value="([^"]+)"', visitor.get("giay-to").content.decode()).group(1)
    assert default_storage.exists(path)

    visitor.post("giay-to", bo=path)

    assert not default_storage.exists(path)
    assert "IMG_2041.jpg" not in text_of(visitor.get("giay-to"))


def test_the_button_that_takes_out_reaches_no_other_file(visitor, town):
    other = Visitor(town)
    other.post("giay-to", **{"tep-P1": photo(), "giu": "1"})
    path = re.search(r'name="bo" value="([^"]+)"', other.get("giay-to").content.decode()).group(1)

    for wanted in (path, "../../settings.py", ""):
        visitor.post("giay-to", bo=wanted)

    assert default_storage.exists(path)


def test_uploads_cannot_be_fetched_over_the_web(visitor):
    visitor.post("giay-to", **{"tep-P1": photo(), "giu": "1"})
    path = re.search(r'name="bo" value="([^"]+)"', visitor.get("giay-to").content.decode()).group(1)

    for address in (f"/{path}", f"/static/{path}", f"/media/{path}", f"/files/{path}"):
        assert visitor.client.get(address).status_code == 404


def test_one_draft_holds_a_bounded_number_of_files(visitor):
    visitor.post("giay-to", **{"tep-P1": [photo() for _n in range(30)], "giu": "1"})

    assert "Hồ sơ đã có 30 tệp" in text_of(visitor.post("giay-to", **{"tep-P1": photo(), "giu": "1"}))


def test_after_handing_in_nothing_of_the_draft_is_left(visitor, django_capture_on_commit_callbacks):
    visitor.until_check()
    with django_capture_on_commit_callbacks(execute=True):
        visitor.hand_in()

    folders = default_storage.listdir("drafts")[0] if default_storage.exists("drafts") else []
    assert visitor.draft not in folders
    assert "381000123" not in str(visitor.client.session.items()), "the session keeps nothing that was typed"


def test_what_nobody_handed_in_is_forgotten_after_a_day(visitor):
    import os
    import time
    from datetime import UTC, datetime, timedelta

    visitor.post("giay-to", **{"tep-P1": photo(), "giu": "1"})
    (folder,) = default_storage.listdir("drafts")[0]
    now = datetime.now(UTC)

    assert actions.forget_abandoned_drafts(real_at=now) == 0
    for file in Path(default_storage.path(f"drafts/{folder}")).iterdir():
        os.utime(file, (time.time() - 2 * 24 * 3600,) * 2)
    assert actions.forget_abandoned_drafts(real_at=now) == 1
    assert not default_storage.exists(f"drafts/{folder}")
    assert actions.forget_abandoned_drafts(real_at=now + timedelta(days=3)) == 0
    assert tasks.forget_abandoned_drafts(at=vn("2018-10-22 09:00")) == "0 drafts", "the hourly job does the same"


# Where, which case


def test_where_to_hand_in_is_asked_only_when_there_is_a_choice(visitor, town):
    Reception.objects.create(procedure=town.version.procedure, level="district", valid_from=FIRST_DAY)

    text = text_of(visitor.get("noi-nop"))
    assert "Nộp hồ sơ ở đâu?" in text and town.district.desk_name in text
    assert "Chọn nơi nộp hồ sơ." in text_of(visitor.post("noi-nop"))

    stranger = create_agency("la", kind=Kind.COMMUNE)
    assert "không nhận thủ tục này" in text_of(visitor.post("noi-nop", unit=str(stranger.pk)))

    visitor.post("noi-nop", unit=str(town.district.pk))
    visitor.until_check()
    visitor.hand_in()
    assert Dossier.objects.get().unit == town.district


def test_another_case_asks_for_its_own_papers(visitor, town):
    ProcedureCase.objects.create(version=town.version, key="nha-rieng", name="Nhà của mình")
    rented = ProcedureCase.objects.create(version=town.version, key="nha-thue", name="Nhà thuê", position=1)
    RequiredDocument.objects.create(version=town.version, case=rented, code="P9", name="Hợp đồng thuê", position=9)

    visitor.post("truong-hop", case="nha-rieng")
    visitor.until_check()
    assert "Hợp đồng thuê" not in text_of(visitor.get("kiem-tra"))

    assert visitor.post("truong-hop", case="nha-thue")["Location"] == visitor.address("nguoi-nop")
    assert visitor.get("kiem-tra")["Location"] == visitor.address("giay-to"), "the papers are to be looked at again"
    assert "Hợp đồng thuê" in text_of(visitor.get("giay-to"))


# The end


def test_the_declaration_is_never_ticked_beforehand_and_must_be(visitor):
    visitor.until_check()

    html = visitor.get("kiem-tra").content.decode()
    assert re.search(r'<input type="checkbox" name="cam_doan"[^>]*>', html)
    assert "checked" not in re.search(r'<input type="checkbox" name="cam_doan"[^>]*>', html).group(0)

    answer = visitor.post("kiem-tra")
    assert answer.status_code == 422 and "Đánh dấu ô cam đoan" in text_of(answer)
    assert not Dossier.objects.exists()


def test_pressing_twice_hands_in_once(visitor):
    visitor.until_check()
    session = dict(visitor.client.session)

    first = visitor.hand_in()
    again = visitor.hand_in()
    from_another_tab = Client()
    from_another_tab.cookies = visitor.client.cookies
    store = visitor.client.session
    for key, value in session.items():
        store[key] = value  # as if the second press had read the session before the first one wrote it
    store.save()
    at_the_same_moment = from_another_tab.post(visitor.address("kiem-tra"), {"cam_doan": "on"})

    assert first["Location"] == again["Location"] == at_the_same_moment["Location"] == visitor.address("da-nop")
    assert Dossier.objects.count() == 1 and Applicant.objects.count() == 1 and Attachment.objects.count() == 1


def test_the_last_page_can_be_loaded_again_and_tells_a_stranger_nothing_but_the_code(visitor):
    visitor.until_check()
    visitor.hand_in()
    code = Dossier.objects.get().quick_code
    digits = f"{code[:4]} {code[4:8]} {code[8:]}"

    mine = [text_of(visitor.get("da-nop")) for _n in range(2)]
    strangers = Client().get(visitor.address("da-nop"))

    assert mine[0] == mine[1] and digits in mine[0] and "Sẽ mang tới: Giấy tờ tùy thân" in mine[0]
    assert digits in text_of(strangers)
    assert "Sẽ mang tới" not in text_of(strangers) and "giay_hen" not in strangers.cookies
    assert "Trần" not in text_of(strangers)


def test_whoever_has_just_handed_in_sees_their_dossier_in_full(visitor):
    visitor.until_check()
    visitor.hand_in()
    visitor.get("da-nop")

    assert "Trần T. B. B." in text_of(visitor.client.get(f"/ho-so/{Dossier.objects.get().quick_code}/"))


def test_the_promise_of_an_answer_counts_eight_working_hours(visitor):
    put_the_clock_to(vn("2018-10-26 16:00"))
    visitor.until_check()
    visitor.hand_in()

    assert "chậm nhất thứ Hai 29/10/2018, 16:00" in text_of(visitor.get("da-nop"))


def test_a_draft_belongs_to_the_browser_that_began_it(visitor):
    visitor.post("nguoi-nop", **WHO)
    stranger = Client()

    for step in ("nguoi-nop", "dia-chi", "giay-to", "nhan-ket-qua", "kiem-tra"):
        for answer in (stranger.get(visitor.address(step)), stranger.post(visitor.address(step), WHO)):
            assert answer.status_code == 404
            assert "Trần" not in answer.content.decode() and "Bản khai này không còn" in text_of(answer)
    assert stranger.get(f"/nop/{uuid4()}/da-nop/").status_code == 404


def test_what_was_typed_stands_in_no_address(visitor):
    visitor.until_check()
    addresses = [visitor.post("nguoi-nop", **WHO)["Location"], visitor.hand_in()["Location"]]

    for address in addresses:
        assert not any(word in address for word in ("381000123", "0900000427", "Tr", "%E1"))


def test_a_procedure_that_ends_meanwhile_takes_nothing_and_says_why(visitor, town):
    visitor.until_check()
    town.version.valid_to = vn("2018-10-22 09:00").date()
    town.version.save()

    answer = visitor.hand_in()

    assert answer.status_code == 404
    assert f"Thủ tục {town.code} không có hiệu lực ngày 22/10/2018." in text_of(answer)
    assert not Dossier.objects.exists()


def test_a_draft_begun_is_offered_again(visitor, town):
    visitor.post("nguoi-nop", **WHO)

    answer = visitor.client.get(f"/nop/{town.code}/")

    assert "Làm tiếp bản này" in text_of(answer)
    assert f"/nop/{visitor.draft}/" in answer.content.decode()


def test_a_step_that_is_none_is_not_found(visitor):
    assert visitor.get("khong-co").status_code == 404
    assert visitor.get("truong-hop").status_code == 404, "this procedure has no cases"
    assert Client().get("/nop/khong-co/").status_code == 404


def test_settings_keep_drafts_ten_hours_as_the_pages_say():
    assert settings.SESSION_COOKIE_AGE == 10 * 60 * 60
