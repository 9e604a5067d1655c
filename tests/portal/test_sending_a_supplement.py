"""A citizen sends what lacked: from the page behind the receipt's token, by photograph, kept until all is there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from motcua.dossiers import actions, actors
from motcua.dossiers.models import Attachment, Dossier
from motcua.portal.views import supply as view
from tests.browser import chromium as chromium
from tests.browser import click_through, look_at, tab
from tests.factories import acting, vn
from tests.portal.conftest import Town, put_the_clock_to, scan, text_of, token_of
from tests.portal.test_filing import photo
from tests.portal.test_turns_of_a_dossier import (
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    accept,
    apologise,
    ask,
    ask_for_money,
    typed,
)


@pytest.fixture
def dossier(town: Town) -> Dossier:
    return ask(town)


@pytest.fixture
def client_with_receipt(client: Client, dossier: Dossier) -> Client:
    scan(client, dossier)
    return client


def path(dossier: Dossier) -> str:
    return f"/ho-so/{dossier.quick_code}/bo-sung/"


@pytest.mark.django_db
def test_photographs_are_sent_and_the_page_says_that_they_wait_to_be_looked_at(client_with_receipt, dossier):
    put_the_clock_to(WEDNESDAY)
    sent = {"tep-P3": photo(), "gui": "1", "ban": dossier.version_number, "loi-nhan": "Giấy viết tay"}

    text = text_of(client_with_receipt.post(path(dossier), sent, follow=True))

    assert "Đã gửi, chờ cán bộ xem." in text and "Bà con gửi 1 tệp, lần cuối" in text and "Gửi thêm" in text
    file = Attachment.objects.get(dossier=dossier)
    assert (file.document_code, file.media_type) == ("P3", "image/jpeg")
    line = dossier.events.get(verb="supply")
    assert (line.by_id, line.detail["note"], line.at) == (None, "Giấy viết tay", WEDNESDAY)
    dossier.refresh_from_db()
    assert dossier.status == "awaiting_supplement", "the counter decides whether it is all there"
    assert "Đã gửi" not in typed(dossier)


@pytest.mark.django_db
def test_what_was_sent_before_the_last_request_does_not_count_as_an_answer_to_it(town, client_with_receipt, dossier):
    client_with_receipt.post(path(dossier), {"tep-P3": photo(), "gui": "1"}, follow=True)
    dossier = ask(town, accept(town, dossier, at=THURSDAY), at=vn("2018-10-26 09:00"))

    text = text_of(client_with_receipt.get(f"/ho-so/{dossier.quick_code}/"))

    assert "Còn thiếu 1 giấy tờ" in text and "Đã gửi, chờ cán bộ xem" not in text


@pytest.mark.django_db
def test_files_are_kept_one_by_one_and_can_be_taken_out_again(client_with_receipt, dossier):
    for number in range(2):
        client_with_receipt.post(path(dossier), {"tep-P3": photo(f"{number}.jpg"), "giu": "1", "loi-nhan": "Chờ chút"})

    page = client_with_receipt.get(path(dossier))
    kept = page.context["cards"][0]["photos"]
    assert [file.name for file in kept] == ["0.jpg", "1.jpg"]
    assert "Chờ chút</textarea>" in page.content.decode()
    client_with_receipt.post(path(dossier), {"bo": kept[0].path, "gui": "1"})
    assert not Attachment.objects.exists(), "taking one out sends nothing"
    client_with_receipt.post(path(dossier), {"gui": "1"})
    assert [file.file_name for file in Attachment.objects.all()] == ["1.jpg"]
    assert client_with_receipt.get(path(dossier)).context["count"] == 0


@pytest.mark.django_db
def test_nothing_chosen_and_a_wrong_kind_of_file_are_said_beside_the_paper(client_with_receipt, dossier):
    nothing = client_with_receipt.post(path(dossier), {"gui": "1"})
    wrong = client_with_receipt.post(path(dossier), {"tep-P3": SimpleUploadedFile("a.txt", b"hello"), "gui": "1"})
    chatty = client_with_receipt.post(path(dossier), {"tep-P3": photo(), "loi-nhan": "a" * 501, "gui": "1"})

    assert nothing.status_code == wrong.status_code == chatty.status_code == 422
    assert "Chọn ít nhất một tệp" in text_of(nothing)
    assert "không phải PDF, JPG hay PNG" in text_of(wrong)
    assert "Lời nhắn dài quá 500 chữ." in text_of(chatty) and "IMG" in text_of(chatty), "the photograph is kept"
    assert not dossier.events.filter(verb="supply").exists()


@pytest.mark.django_db
def test_pressing_twice_sends_once(client_with_receipt, dossier):
    client_with_receipt.post(path(dossier), {"tep-P3": photo(), "gui": "1", "ban": dossier.version_number})

    again = client_with_receipt.post(
        path(dossier), {"tep-P3": photo(), "gui": "1", "ban": dossier.version_number}, follow=True
    )

    assert "Hồ sơ vừa có thay đổi." in text_of(again)
    assert dossier.events.filter(verb="supply").count() == 1 and Attachment.objects.count() == 1


@pytest.mark.django_db
def test_without_the_token_nobody_sends_anything(dossier):
    stranger = Client()

    assert stranger.get(path(dossier)).status_code == 404
    assert stranger.post(path(dossier), {"tep-P3": photo(), "gui": "1"}).status_code == 404
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_a_dossier_that_does_not_wait_for_papers_takes_none(town, client):
    for dossier in (town.receive(), ask_for_money(town)):
        scan(client, dossier)
        text = text_of(client.post(path(dossier), {"tep-khac": photo(), "gui": "1"}, follow=True))
        assert "Gửi giấy tờ bổ sung" in text and "được" in text
        assert not dossier.events.filter(verb="supply").exists()


@pytest.mark.django_db
def test_where_no_paper_was_named_there_is_one_place_for_all(town, client):
    dossier = ask(town, papers=())
    scan(client, dossier)

    answer = client.get(path(dossier))
    client.post(path(dossier), {"tep-khac": photo(), "gui": "1"})

    assert "Giấy tờ cần bổ sung" in text_of(answer)
    assert Attachment.objects.get(dossier=dossier).document_code == ""


@pytest.mark.django_db
def test_a_dossier_is_sent_something_so_often_a_day_and_no_more(client_with_receipt, dossier, monkeypatch):
    monkeypatch.setattr(view, "SENDINGS_A_DAY", 1)
    client_with_receipt.post(path(dossier), {"tep-P3": photo(), "gui": "1"})

    answer = client_with_receipt.post(path(dossier), {"tep-P3": photo(), "gui": "1"})

    assert "Hôm nay hồ sơ này đã gửi nhiều lần." in text_of(answer)
    assert dossier.events.filter(verb="supply").count() == 1


@pytest.mark.django_db
def test_files_that_waited_too_long_are_asked_for_again(client_with_receipt, dossier, monkeypatch):
    client_with_receipt.post(path(dossier), {"tep-P3": photo(), "giu": "1"})
    monkeypatch.setattr("motcua.portal.supplying.content_of", lambda _file: None)

    assert "Chọn ít nhất một tệp" in text_of(client_with_receipt.post(path(dossier), {"gui": "1"}))


@pytest.mark.browser
def test_from_a_telephone_without_scripts_to_the_new_day(
    chromium: Browser, transactional_db: None, live_server: LiveServer
) -> None:
    town = Town()
    dossier = ask(town)
    with tab(chromium, live_server.url, size="phone", javascript=False) as page:
        page.goto(f"/t/{dossier.quick_code}/{token_of(dossier)}")
        click_through(page.get_by_role("link", name="Chụp và gửi bổ sung"))
        file = {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": photo().read()}
        page.set_input_files("#tep-P3", file)
        click_through(page.get_by_role("button", name="Giữ ảnh, xem lại"))
        page.set_input_files("#tep-P3", file | {"name": "IMG_2042.jpg"})
        page.fill("#loi-nhan", "Giấy viết tay, có ấp xác nhận")
        click_through(page.get_by_role("button", name="Gửi cho cán bộ"))
        expect(page.locator("#noi-dung")).to_contain_text("Bà con gửi 2 tệp")

        assert Attachment.objects.filter(dossier=dossier, document_code="P3").count() == 2
        accept(town, Dossier.objects.get(pk=dossier.pk), at=THURSDAY)
        page.reload()
        expect(page.locator(".due h2")).to_contain_text("Thứ Ba 30/10/2018")


@pytest.mark.browser
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_turns_look_right_and_have_no_barriers(
    chromium: Browser, transactional_db: None, live_server: LiveServer, size: str
) -> None:
    town = Town()
    sent = ask(town)
    by = actors.applicant(name="Trần Thị Bé Ba", dossier_id=sent.pk)
    file = actions.BroughtFile("IMG_2041.jpg", photo().read(), "P3")
    actions.supply(dossier=sent, files=[file], by=by, at=TUESDAY)
    shown = {
        "asked": ask(town),
        "sent": sent,
        "restarted": accept(town, ask(town), at=TUESDAY),
        "to-pay": ask_for_money(town, amount=1_250_000),
        "apology": apologise(town),
    }
    stopped = ask(town)
    stop_by = acting(town.lan, at=TUESDAY)
    shown["stopped"] = actions.stop(dossier=stopped, reason="Chờ quá lâu.", by=stop_by, at=TUESDAY)
    put_the_clock_to(WEDNESDAY)
    with tab(chromium, live_server.url, size=size) as page:
        for name, dossier in shown.items():
            page.goto(f"/t/{dossier.quick_code}/{token_of(dossier)}")
            look_at(page, f"portal-turn-{name}")
            if name == "asked":
                page.goto(path(dossier))
                look_at(page, "portal-supply")
                click_through(page.get_by_role("button", name="Gửi cho cán bộ"))
                look_at(page, "portal-supply-errors")
