"""The statistical report: every number opens exactly its dossiers, on the page, in the file and through the API."""

import csv
import io
from datetime import date
from random import Random
from urllib.parse import parse_qs, urlsplit

import pypdfium2
import pytest
from django.test import Client
from playwright.sync_api import Browser

from motcua.accounts.actions import issue_token
from motcua.dossiers import actions
from motcua.organisations.models import Role
from motcua.oversight.lists import BY, SLUGS
from motcua.oversight.presenters import figures as present
from motcua.oversight.presenters.figures import harmless
from motcua.reporting.queries import By, Counts, Span, report, together
from tests.browser import SIZES, chromium, click_through, look_at, tab
from tests.factories import acting, create_agency, create_officer, vn
from tests.hearing import hear
from tests.oversight.conftest import NOW, ROOM, Province
from tests.oversight.reading import main_of, words
from tests.oversight.test_every_number_opens_its_list import counted_behind, numbers_with_lists
from tests.reporting.playing import PlayedProvince

__all__ = ["chromium"]

PAGE = f"{ROOM}so-lieu/"
FILE = f"{PAGE}tai-ve/"
OCTOBER = "?tu=2018-10-01&den=2018-10-31"


@pytest.fixture
def played(db: None, now) -> PlayedProvince:
    province = PlayedProvince(Random(11)).play(60)
    hear()
    return province


def cells_of(page: bytes) -> dict[str, list[str]]:
    """Return the rows of the report by their names."""
    rows = main_of(page).findall(".//table[@class='tbl list sums']/tbody/tr")
    return {words(row[0]): [words(cell) for cell in row[1:]] for row in rows}


@pytest.mark.parametrize("slug", BY)
@pytest.mark.parametrize("moment", ["2018-10-22 09:41", "2018-12-20 08:00"])
def test_every_number_equals_the_list_that_it_opens(played, as_, monkeypatch, slug: str, moment: str):
    monkeypatch.setattr("motcua.lib.clock.now", lambda: vn(moment))
    client, opened = as_(played.diem), set()
    for days in ("tu=2018-10-15&den=2018-10-22", "tu=2018-10-01&den=2018-11-30"):
        numbers = numbers_with_lists(client.get(f"{PAGE}?{days}&theo={slug}").content)
        assert len(numbers) > 15
        for number, address in numbers:
            assert counted_behind(client, address) == number, address
            opened.add(parse_qs(urlsplit(address).query)["loc"][0])

    assert opened >= {"ton-dau", "da-nhan", "da-xong", "rut-dung", "con-lai"}
    assert ({"chuyen-den", "chuyen-di"} <= opened) is (slug == "co-quan")


@pytest.mark.parametrize("by", By)
def test_whatever_it_is_put_together_by_the_province_is_the_same(played: PlayedProvince, by: By):
    span = Span(date(2018, 10, 8), date(2018, 11, 15), vn("2018-12-20 08:00"))
    moves = {"moved_in": 0, "moved_out": 0}

    whole, parts = (together(report(span=span, by=each)) for each in (By.FIELD, by))

    assert whole.received > 20 and whole.finished > 5
    assert Counts(**vars(whole) | moves) == Counts(**vars(parts) | moves)
    assert whole.is_balanced and parts.is_balanced


def test_what_is_left_now_is_what_every_other_page_says(played: PlayedProvince, as_, monkeypatch):
    monkeypatch.setattr("motcua.lib.clock.now", lambda: vn("2018-12-20 08:00"))
    client = as_(played.diem)
    late = main_of(client.get(f"{ROOM}qua-han/").content).find(".//b[@class='so']")

    total = cells_of(client.get(PAGE).content)["Tổng cộng"]

    assert late is not None and words(late) == f"{total[-2]} hồ sơ" and total[-2] != "–"


def test_the_interface_for_programs_says_the_same(played: PlayedProvince, as_):
    headers = {"Authorization": f"Bearer {issue_token(user=played.diem, label='test')}"}
    answer = Client().get("/api/v1/figures/progress?from=2018-10-01&to=2018-10-31", headers=headers).json()
    rows = {row.whose.key: row for row in report(span=Span(date(2018, 10, 1), date(2018, 10, 31), NOW), by=By.AGENCY)}

    told = {item["agency_name"]: item for item in answer["items"]}
    for row in rows.values():
        said = told.pop(row.name, dict.fromkeys(("received", "finished", "early", "on_time", "late"), 0))
        for name in ("received", "finished", "early", "on_time", "late"):
            assert said[name] == getattr(row.counts, name), (row.name, name)
    assert not told


def test_the_file_has_the_same_rows_and_no_formulas(played: PlayedProvince, as_):
    played.other.name = "=cmd|'/c calc'!A1"
    played.other.save()
    client = as_(played.diem)

    answer = client.get(f"{FILE}{OCTOBER}&theo=co-quan")

    text = answer.content.decode("utf-8")
    assert (answer["Content-Type"], text[0]) == ("text/csv; charset=utf-8", "\ufeff")
    assert answer["Content-Disposition"] == 'attachment; filename="so-lieu-co-quan-2018-10-01-2018-10-31.csv"'
    head, *rows = csv.reader(io.StringIO(text[1:]))
    assert head[:3] == ["Cơ quan giải quyết", "Tồn đầu kỳ", "Tổng nhận"] and head[-1] == "Đang chờ"
    shown = cells_of(client.get(f"{PAGE}{OCTOBER}").content)
    share = head.index("Tỉ lệ đúng hạn")
    assert len(rows) == len(shown) > 3
    for name, *numbers in rows:
        cells = shown[name.removeprefix("'")]
        as_numbers = [cell.replace("–", "0") for cell in cells]
        as_numbers[share - 1] = cells[share - 1].replace(" ", "")
        assert numbers == as_numbers
    assert "'=cmd|'/c calc'!A1" in {row[0] for row in rows}


@pytest.mark.parametrize("name", ["=1+1", "+84", "-1", "@x", "\t=1", "\r=1"])
def test_a_name_that_begins_like_a_formula_is_a_text(name: str):
    assert harmless(name) == f"'{name}" and harmless("Sở Tư pháp") == "Sở Tư pháp"


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ("tu=2018-10-22&den=2018-10-01", "Ngày cuối phải sau hoặc đúng ngày đầu."),
        ("tu=hom-qua&den=2018-10-01", "Ghi ngày như 24/10/2018."),
        ("tu=2018-10-01", "Chọn ngày cuối của kỳ."),
        ("tu=1990-01-01&den=2018-10-01", "Xem nhiều nhất mười năm một lần."),
    ],
)
def test_days_that_make_no_period_are_shown_beside_their_field(province: Province, as_, days: str, sentence: str):
    for path in (PAGE, FILE):
        answer = as_(province.diem).get(f"{path}?{days}&theo=kenh")

        page = main_of(answer.content)
        assert answer.status_code == 422
        assert sentence in words(page) and page.find(".//table") is None
        typed = dict(pair.split("=") for pair in days.split("&"))
        kept = {field.get("name"): field.get("value", "") for field in page.iter("input")}
        assert kept["theo"] == "kenh" and all(kept[name] == value for name, value in typed.items())


def test_the_periods_lead_to_their_days_and_keep_what_it_is_put_together_by(province: Province, as_):
    page = main_of(as_(province.diem).get(f"{PAGE}?theo=linh-vuc").content)

    periods = {words(link): link for link in page.findall(".//nav[@aria-label='Thời gian']/a")}
    days = {name: parse_qs(urlsplit(str(link.get("href"))).query) for name, link in periods.items()}
    assert {name: (asked["tu"][0], asked["den"][0]) for name, asked in days.items()} == {
        "Tuần này": ("2018-10-22", "2018-10-22"),
        "Tháng này": ("2018-10-01", "2018-10-22"),
        "Quý này": ("2018-10-01", "2018-10-22"),
        "Năm nay": ("2018-01-01", "2018-10-22"),
        "Tháng trước": ("2018-09-01", "2018-09-30"),
    }
    assert {asked["theo"][0] for asked in days.values()} == {"linh-vuc"}
    assert [name for name, link in periods.items() if link.get("aria-current")] == ["Tháng này"]


def test_the_page_says_while_something_is_not_counted_yet(province: Province, as_):
    sentence = "chưa kịp đếm"
    assert sentence not in as_(province.diem).get(PAGE).content.decode()
    province.receive(at=NOW)

    assert sentence in as_(province.diem).get(PAGE).content.decode()


def test_a_long_report_shows_the_largest_and_the_file_has_all(played: PlayedProvince, as_, monkeypatch):
    monkeypatch.setattr(present, "MOST_SHOWN", 1)
    client = as_(played.diem)

    page = client.get(f"{PAGE}{OCTOBER}&theo=thu-tuc").content

    assert len(cells_of(page)) == 2 and "Còn 2 dòng nữa trong tệp CSV." in words(main_of(page))
    assert len(client.get(f"{FILE}{OCTOBER}&theo=thu-tuc").content.decode().splitlines()) == 5


def test_a_list_of_somebody_who_is_not_there_is_not_found(province: Province, as_):
    client = as_(province.diem)

    for asked in ("theo=co-quan&muc=999999", "theo=co-quan&muc=x", "theo=kenh&muc=fax", "theo=ai&muc=1"):
        assert client.get(f"{ROOM}ho-so/?loc=da-nhan&{asked}").status_code == 404, asked
    listed = client.get(f"{ROOM}ho-so/?loc=da-nhan&theo=kenh&muc=counter&tu=2018-10-01&den=2018-10-22")
    assert "tại quầy" in words(main_of(listed.content))


def test_a_head_sees_of_a_list_what_is_their_agencys(province: Province, as_):
    other = create_officer(Role.LEADER, create_agency("so-y-te"))
    address = f"{ROOM}ho-so/?loc=da-nhan&tu=2018-10-01&den=2018-10-22"

    assert counted_behind(as_(province.sau), address) == 5
    assert "Không có hồ sơ nào" in as_(other).get(address).content.decode()


def test_the_page_costs_a_few_statements_however_long_it_is(played: PlayedProvince, as_, django_assert_max_num_queries):
    client = as_(played.diem)
    client.get(PAGE)

    with django_assert_max_num_queries(15):  # five of the report, the rest of whoever looks and of the bar
        client.get(PAGE)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_fit_to_be_used(live_server, chromium: Browser, province: Province, monkeypatch, size: str):
    monkeypatch.setattr("motcua.lib.clock.is_shifted", lambda: True)
    withdrawn = province.receive(at=NOW)
    actions.withdraw(dossier=withdrawn, reason="Đổi ý.", by=acting(province.lan, at=NOW), at=NOW)
    hear()
    with tab(chromium, live_server.url, user=province.quang, size=size) as page:
        for slug in SLUGS.values():
            page.goto(f"{PAGE}?theo={slug}")
            look_at(page, f"oversight-figures-{slug}")
        hidden = page.evaluate("(nav => nav.scrollWidth - nav.clientWidth)(document.querySelector('.tb nav'))")
        assert size == "phone" or hidden == 0, "a way of the bar cannot be seen"
        page.fill("[name=tu]", "2018-10-23")
        click_through(page.get_by_role("button", name="Xem"))
        look_at(page, "oversight-figures-error")
        page.fill("[name=tu]", "2018-10-15")
        click_through(page.get_by_role("button", name="Xem"))
        click_through(page.locator(".sums a").first)
        look_at(page, "oversight-figures-list")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_is_printed_across_one_sheet_with_its_head_and_without_its_buttons(
    live_server, chromium: Browser, province: Province
):
    with tab(chromium, live_server.url, user=province.diem) as page:
        page.goto(PAGE)
        printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))

    width, height = printed[0].get_size()
    text = " ".join(printed[0].get_textpage().get_text_range().split())
    assert len(printed) == 1 and width > height
    assert "biểu II.06" in text and "Từ 01/10/2018 đến 22/10/2018" in text and "Sở Tư pháp" in text
    assert "Tải tệp CSV" not in text and "Tuần này" not in text
