"""Every number on the pages of the monitoring room equals what stands behind the link it carries."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from motcua.dossiers import quick_codes
from motcua.oversight import queries
from motcua.oversight.lists import LISTINGS, url_of
from motcua.ratings.actions import rate
from tests.oversight.conftest import NOW, REVIEW, ROOM, Province
from tests.oversight.reading import main_of, read, words

PAGES = (
    ROOM, f"{ROOM}don-vi/", f"{ROOM}don-vi/?loc=giai-quyet", f"{ROOM}don-vi/so-tu-phap/", f"{ROOM}don-vi/trung-tam/",
    f"{ROOM}hai-long/?khi=nam-nay",
)  # fmt: skip


@pytest.fixture
def played(province: Province) -> Province:
    token = quick_codes.token(province.done.quick_code, key=settings.TRACKING_KEY)
    rate(quick_code=province.done.quick_code, token=token, level=5, at=NOW)
    province.send()
    return province


def numbers_with_lists(page: bytes) -> list[tuple[int, str]]:
    """Return the numbers on this page that lead to a list, and where."""
    found = []
    for link in read(page).iter("a"):
        address, number = link.get("href", ""), re.match(r"\d+", words(link))
        if address.startswith(f"{ROOM}ho-so/") and number:
            found.append((int(number[0]), address))
    return found


def counted_behind(client: Client, address: str) -> int:
    heading = main_of(client.get(address).content).find(".//div[@class='top']")
    assert heading is not None
    match = re.search(r"(\d+) hồ sơ", words(heading))
    assert match, words(heading)
    return int(match[1])


def test_every_number_equals_the_list_behind_it(played: Province, as_):
    client, checked = as_(played.diem), set()
    for page in PAGES:
        for number, address in numbers_with_lists(client.get(page).content):
            assert counted_behind(client, address) == number, f"{page}: {address}"
            checked.add(parse_qs(urlsplit(address).query)["loc"][0])

    assert checked >= {"sap-han", "nguy-co", "qua-han", "mai-chua-trinh", "den-han", "da-nhan", "da-xong", "da-tra"}


def test_the_numbers_of_a_letter_equal_its_rows(played: Province, as_):
    client = as_(played.diem)
    letter = played.letter()

    rows = main_of(client.get(f"{REVIEW}so-tu-phap/").content).findall(".//tbody/tr")

    dangers = [words(row) for row in rows]
    assert sum("Quá hạn" in row for row in dangers) == letter.overdue == 1
    assert sum("Nguy cơ trễ" in row for row in dangers) == letter.at_risk == 1
    assert len(rows) == letter.due_soon + letter.overdue == 4


def test_the_number_of_late_ones_is_the_same_on_the_bar_the_page_and_by_age(played: Province, as_):
    page = read(as_(played.diem).get(f"{ROOM}qua-han/").content)

    bar = next(link for link in page.iter("a") if link.get("href") == f"{ROOM}qua-han/").findtext("b")
    ages = [int(words(span)) for span in page.findall(".//nav[@aria-label='Trễ bao lâu']/a/span")]
    agencies = [int(words(number)) for number in page.findall(".//aside//b")]
    rows = page.findall(".//main//tbody/tr")

    assert int(str(bar)) == ages[0] == sum(ages[1:]) == sum(agencies) == len(rows) == 1


@pytest.mark.parametrize("name", LISTINGS)
def test_every_list_has_a_page_also_when_it_is_empty(empty: Province, as_, name: str):
    answer = as_(empty.diem).get(url_of(name))

    assert answer.status_code == 200
    assert "Không có hồ sơ nào" in answer.content.decode()


def test_a_list_that_does_not_exist_is_not_found(empty: Province, as_):
    client = as_(empty.diem)

    for query in ("", "?loc=moi-thu", "?loc=qua-han&don-vi=so-ma"):
        assert client.get(f"{ROOM}ho-so/{query}").status_code == 404, query
    with pytest.raises(KeyError):
        url_of("moi-thu")


def test_an_address_that_was_cut_off_shows_the_list_from_its_beginning(played: Province, as_):
    for query in ("sau=2018", "sau=2018-10-22T17:00:00_x", "ngay=hom-qua", "tu=x&den=y", "phan=x"):
        answer = as_(played.diem).get(f"{ROOM}ho-so/?loc=den-han&{query}")
        assert answer.status_code == 200, query


def test_a_long_list_goes_on_where_it_stopped(played: Province, as_, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    client = as_(played.diem)
    address: str | None = f"{ROOM}ho-so/?loc=da-nhan&tu=2018-10-01&den=2018-10-22"
    seen: list[str] = []
    while address:
        page = main_of(client.get(address).content)
        seen += [words(link) for link in page.findall(".//tbody//a[@data-row]")]
        following = page.find(".//p[@class='more']/a")
        address = f"{ROOM}ho-so/{following.get('href')}" if following is not None else None

    received = [played.late, played.unsent, played.sent, played.fresh, played.done]
    assert sorted(seen) == sorted(str(dossier) for dossier in received)
    assert len(seen) == 5


def test_a_very_long_list_says_more_than_so_many(played: Province, as_, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries, "MOST_COUNTED", 3)

    page = as_(played.diem).get(f"{ROOM}ho-so/?loc=da-nhan&tu=2018-10-01&den=2018-10-22").content.decode()

    assert "hơn 3 hồ sơ" in page
