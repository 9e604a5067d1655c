"""The register of the unit: its rows, its PDF, and its end: closed by its head, once, with open eyes."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from motcua.accounts.models import User
from motcua.dossiers.actions.reform import reorganise
from motcua.organisations.models import Agency, Role
from motcua.organisations.reform_plan import NewUnit, Plan
from motcua.papers.documents import register
from motcua.papers.models import Book
from tests.counter.conftest import Counter, put_the_clock_to
from tests.counter.test_receiving import SIGNED_IN
from tests.factories import create_agency, create_officer, vn
from tests.papers.reading import text_of

BOOKS = "/lam-viec/quay/so-theo-doi/"
BOOK = f"{BOOKS}2018/"
NEW_YEAR = vn("2019-01-02 08:00")


@pytest.fixture(autouse=True)
def _files_of_this_test(tmp_path: Path, settings) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def head(counter: Counter) -> Client:
    """Return a browser in which the head of the Centre has signed in."""
    return browser_of(create_officer(Role.LEADER, counter.centre, full_name="Trần Văn Bảy"))


def close(client: Client, *, rows: int, year: int = 2018, **more: str):
    return client.post(f"{BOOKS}{year}/khoa/", {"rows": str(rows), "agreed": "on"} | more)


def numbers(answer) -> list[str]:
    return [line["row"].number for line in answer.context["rows"]]


# Looking into it


def test_the_list_of_dossiers_leads_to_this_years_book(lan: Client, counter: Counter):
    assert f'href="{BOOKS}"' in lan.get("/lam-viec/quay/ho-so/").content.decode()
    assert lan.get(BOOKS).url == BOOK


def test_the_book_shows_what_the_form_has(lan: Client, counter: Counter):
    dossier = counter.return_result(counter.decided(), at=vn("2018-10-22 15:00"))

    page = lan.get(BOOK).content.decode()

    for said in (dossier.code, counter.version.name, "Trần Thị Bé Ba", "Ấp Tân Ánh", "09:00 22/10/2018", "15:00 22/10"):
        assert said in page, said
    assert f'href="/lam-viec/quay/ho-so/{dossier.code}/"' in page
    assert "Đang mở" in page


def test_a_book_without_a_dossier_says_so(lan: Client, counter: Counter):
    assert "Sổ chưa có hồ sơ nào" in lan.get(BOOK).content.decode()


def test_pages_follow_by_number_and_show_each_row_once(lan: Client, counter: Counter, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("motcua.counter.presenters.register.PAGE", 2)
    for _n in range(5):
        counter.receive()

    seen, address = [], BOOK
    while address:
        answer = lan.get(address)
        seen += numbers(answer)
        address = answer.context["after_url"]

    assert seen == ["01", "02", "03", "04", "05"]
    assert numbers(lan.get(answer.context["before_url"])) == ["03", "04"]
    assert numbers(lan.get(BOOK, {"tu": "4"})) == ["04", "05"]


@pytest.mark.parametrize("begins", ["0", "-1", "6", "x", "9" * 30, "²"])
def test_a_number_that_is_not_in_the_book_shows_the_first_page(lan: Client, counter: Counter, begins: str):
    counter.receive()

    assert numbers(lan.get(BOOK, {"tu": begins})) == ["01"]


def test_the_book_reads_the_same_however_much_it_holds(
    lan: Client, head: Client, counter: Counter, django_assert_max_num_queries
):
    for _n in range(3):
        counter.receive()

    with django_assert_max_num_queries(7 + SIGNED_IN):
        lan.get(BOOK)
    put_the_clock_to(NEW_YEAR)
    close(head, rows=3)
    with django_assert_max_num_queries(8 + SIGNED_IN):  # the volumes too
        lan.get(BOOK)


def test_years_without_a_number_have_no_book(lan: Client, counter: Counter):
    for address in (f"{BOOKS}2017/", f"{BOOKS}2019/", f"{BOOKS}0/", f"{BOOKS}2018/tap-2.pdf", f"{BOOKS}2018/tap-0.pdf"):
        assert lan.get(address).status_code == 404, address
    assert close(lan, rows=0, year=2017).status_code == 404


def test_the_book_is_printed_as_it_stands(lan: Client, counter: Counter):
    dossier = counter.receive()

    answer = lan.get(f"{BOOK}tap-1.pdf")

    text = text_of(answer.content, by="-raw")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert "SỔ THEO DÕI HỒ SƠ" in text and dossier.code in text
    assert "Sổ đang mở; bản in này ghi tới 09 giờ 00 phút" in text


# Who may


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.CHAIR, Role.CONTROLLER, Role.TRAINER, Role.PARTNER])
def test_others_of_the_unit_are_told_whose_book_it_is(counter: Counter, role: str):
    client = browser_of(create_officer(role, counter.centre))

    for answer in (client.get(BOOK), client.get(f"{BOOK}tap-1.pdf"), close(client, rows=0)):
        assert answer.status_code == 403
        assert "người đứng đầu nơi tiếp nhận" in answer.content.decode()


def test_the_head_of_a_unit_without_a_desk_has_no_book(counter: Counter):
    assert browser_of(counter.sau).get(BOOK).status_code == 403


def test_nobody_looks_into_another_units_book(counter: Counter, lan: Client):
    counter.receive()
    commune = create_agency("xa-khac", kind="commune")
    stranger = browser_of(create_officer(Role.COUNTER, commune))

    assert "Trần Thị Bé Ba" not in stranger.get(BOOK).content.decode()
    for address in (BOOK, f"{BOOK}tap-1.pdf"):
        assert stranger.get(address, {"don-vi": str(counter.centre.pk)}).status_code == 404
    assert "Trần Thị Bé Ba" in lan.get(BOOK, {"don-vi": str(counter.centre.pk)}).content.decode()


def test_the_head_has_a_bar_of_their_own_and_opens_dossiers_at_their_own_desk(head: Client, counter: Counter):
    dossier = counter.receive()

    page = head.get(BOOK).content.decode()

    assert 'href="/lam-viec/quay/tiep-nhan/"' not in page
    assert f'href="/lam-viec/ho-so/{dossier.code}/"' in page


def test_heads_and_overseers_of_the_centre_find_the_way_at_their_own_desks(head: Client, counter: Counter):
    overseer = browser_of(create_officer(Role.CENTRE, counter.centre))

    assert f'href="{BOOKS}"' in head.get("/lam-viec/ho-so/").content.decode()
    assert f'href="{BOOKS}"' not in browser_of(counter.sau).get("/lam-viec/ho-so/").content.decode()
    assert f'href="{BOOKS}"' in overseer.get("/lam-viec/giam-sat/don-vi/trung-tam/").content.decode()
    assert f'href="{BOOKS}"' not in overseer.get("/lam-viec/giam-sat/don-vi/so-tu-phap/").content.decode()
    assert overseer.get(BOOK).status_code == 200


# Closing it


def test_the_head_closes_the_book_when_its_year_is_over(head: Client, counter: Counter):
    dossier = counter.receive()
    put_the_clock_to(NEW_YEAR)
    page = head.get(BOOK).content.decode()
    assert "Sau khi khóa sổ không ghi thêm số nào của năm 2018" in page and "Sổ dừng ở số 01" in page

    answer = close(head, rows=1)

    assert (answer.status_code, Book.objects.get().closed_by_name) == (302, "Trần Văn Bảy")
    page = head.get(answer.url).content.decode()
    assert "Trần Văn Bảy khóa sổ thứ Tư 02/01/2019, 08:00." in page
    assert "Khóa hẳn sổ" not in page
    put_the_clock_to(vn("2019-02-01 08:00"))
    text = text_of(head.get(f"{BOOK}tap-1.pdf").content, by="-raw")
    assert dossier.code in text and "Khóa sổ lúc 08 giờ 00 phút, ngày 02 tháng 01 năm 2019" in text


def test_closing_wants_the_tick_and_changes_nothing_without_it(head: Client, counter: Counter):
    counter.receive()
    put_the_clock_to(NEW_YEAR)

    answer = close(head, rows=1, agreed="")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Đối chiếu sổ rồi đánh dấu ô này" in page and '<details class="no" open>' in page
    assert not Book.objects.exists()


def test_a_year_that_is_not_over_says_from_when(head: Client, counter: Counter):
    counter.receive()

    page = head.get(BOOK).content.decode()
    answer = close(head, rows=1)

    assert "Khóa sổ từ ngày 01/01/2019" in page and "Khóa hẳn sổ" not in page
    assert answer.status_code == 422
    assert "Khóa sổ từ ngày 01/01/2019" in answer.content.decode()
    assert not Book.objects.exists()


def test_the_counter_reads_who_closes_it_and_is_refused(lan: Client, counter: Counter):
    counter.receive()
    put_the_clock_to(NEW_YEAR)

    page = lan.get(BOOK).content.decode()
    answer = close(lan, rows=1)

    assert "Người đứng đầu Trung tâm Giải quyết thủ tục hành chính khóa sổ." in page
    assert "Khóa hẳn sổ" not in page
    assert answer.status_code == 403
    assert "Việc này của người đứng đầu" in answer.content.decode()
    assert not Book.objects.exists()


def test_a_book_that_has_grown_meanwhile_is_looked_at_again(head: Client, counter: Counter):
    counter.receive()
    put_the_clock_to(NEW_YEAR)
    counter.receive(at=vn("2018-12-28 09:00"))

    answer = close(head, rows=1)

    page = answer.content.decode()
    assert answer.status_code == 412
    assert "nay tới số 02" in page and 'name="rows" value="2"' in page
    assert not Book.objects.exists()
    assert close(head, rows=2).status_code == 302


def test_a_closed_book_is_not_closed_again(head: Client, counter: Counter):
    counter.receive()
    put_the_clock_to(NEW_YEAR)
    close(head, rows=1)

    answer = close(head, rows=1)

    assert answer.status_code == 422
    assert "đã khóa rồi" in answer.content.decode()


def test_a_long_book_is_had_volume_by_volume(head: Client, counter: Counter, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(register, "VOLUME", 2)
    for _n in range(3):
        counter.receive()
    put_the_clock_to(NEW_YEAR)

    open_page = head.get(BOOK).content.decode()
    close(head, rows=3)
    closed_page = head.get(BOOK).content.decode()

    for page in (open_page, closed_page):
        assert "Tập 1, số 01–02" in page and "Tập 2, số 03–03" in page
    assert "thành 2 tập PDF" in open_page
    assert "từ số 03 đến số 03" in text_of(head.get(f"{BOOK}tap-2.pdf").content)
    assert head.get(f"{BOOK}tap-3.pdf").status_code == 404


# After a reform

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


def test_who_carries_a_unit_on_finds_its_book_beside_their_own_and_closes_it(head: Client, counter: Counter):
    counter.receive()
    reorganise(plan=PLAN, at=vn("2018-10-23 07:00"))
    put_the_clock_to(vn("2018-10-23 08:00"))
    heir = Agency.objects.get(key="trung-tam", valid_to=None)

    page = head.get(BOOK)

    assert page.context["book"].unit == heir
    (old,) = page.context["others"]
    address = old["years"][0]["url"]
    assert head.get(address).context["book"].unit == counter.centre
    query = address.partition("?")[2]
    assert head.post(f"{BOOK}khoa/?{query}", {"rows": "1", "agreed": "on"}).status_code == 302
    assert Book.objects.get().unit == counter.centre
