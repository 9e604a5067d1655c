"""Waits, apologies, supplements against the rule and late entries: counted, marked, and each number opens its list."""

from datetime import date

import pytest

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.oversight import queries as lists
from motcua.oversight.lists import url_of
from motcua.reporting import queries
from tests.factories import acting, vn
from tests.oversight.conftest import NOW, ROOM, Province
from tests.oversight.reading import main_of, words
from tests.oversight.test_every_number_opens_its_list import counted_behind, numbers_with_lists

pytestmark = pytest.mark.django_db

RULES = f"{ROOM}quy-dinh/"
SPAN = {"first": date(2018, 10, 1), "last": date(2018, 10, 22)}
MONDAY, TUESDAY = vn("2018-10-15 09:00"), vn("2018-10-16 09:00")


class HardProvince(Province):
    """A province in which every hard case has happened once, and none twice."""

    def play(self) -> None:
        self.waits = self.ask(self.at_work())
        self.to_pay = self.money(self.at_work())
        self.sorry = self.apologise(self.at_work(at=vn("2018-10-18 09:00")))
        self.again = self.ask(self.accept(self.ask(self.at_work())), at=vn("2018-10-18 09:00"))
        self.too_late = self.ask(self.at_work(at=vn("2018-10-01 09:00")), at=MONDAY)
        self.typed_later = self.receive(at=vn("2018-10-18 14:00"))
        Dossier.objects.filter(pk=self.typed_later.pk).update(entered_at=NOW)
        self.unreceived = actions.request_supplement(
            dossier=self.submit(at=MONDAY), reason="Ảnh mờ.", by=acting(self.lan, at=MONDAY), at=MONDAY
        )

    def at_work(self, *, at=MONDAY) -> Dossier:
        return self.take_over(self.receive(at=at), at=at)

    def ask(self, dossier: Dossier, *, at=TUESDAY) -> Dossier:
        return actions.request_supplement(dossier=dossier, reason="Thiếu.", by=acting(self.hai, at=at), at=at)

    def accept(self, dossier: Dossier, *, at=TUESDAY) -> Dossier:
        return actions.accept_supplement(dossier=dossier, by=acting(self.lan, at=at), at=at)

    def money(self, dossier: Dossier) -> Dossier:
        by = acting(self.hai, at=TUESDAY)
        return actions.request_payment(dossier=dossier, reason="Lệ phí.", by=by, at=TUESDAY)

    def apologise(self, dossier: Dossier) -> Dossier:
        at = vn("2018-10-19 09:00")
        by = acting(self.sau, at=at)
        return actions.extend(dossier=dossier, reason="Mưa.", new_due_on=date(2018, 10, 30), by=by, at=at)


@pytest.fixture
def hard(db: None, now) -> HardProvince:
    province = HardProvince()
    province.play()
    return province


def found(dossiers) -> set[str]:
    return {dossier.quick_code for dossier in dossiers}


def test_each_case_is_in_its_list_and_in_no_other(hard: HardProvince):
    assert found(queries.awaiting_supplement()) == found([hard.waits, hard.again, hard.too_late, hard.unreceived])
    assert found(queries.awaiting_payment()) == found([hard.to_pay])
    assert found(queries.apologised()) == found([hard.sorry])
    assert found(queries.supplements_against_the_rule(**SPAN)) == found([hard.again, hard.too_late])
    assert found(queries.supplements_against_the_rule(**SPAN, part="again")) == found([hard.again])
    assert found(queries.supplements_against_the_rule(**SPAN, part="late")) == found([hard.too_late])
    assert found(queries.entered_late(**SPAN)) == found([hard.typed_later])
    assert found(queries.entered_late(first=NOW.date(), last=NOW.date())) == found([hard.typed_later])
    assert not queries.entered_late(first=date(2018, 10, 18), last=date(2018, 10, 18)).exists(), "by when it was typed"


def test_one_list_names_every_unit_with_its_figures(hard: HardProvince):
    rows = {row.agency: row for row in queries.hard_cases(**SPAN)}

    settles, desk = rows[hard.department], rows[hard.centre]
    assert (settles.supplement, settles.payment, settles.apologised) == (4, 1, 1)
    assert (settles.again, settles.late, settles.entered_late) == (1, 1, 0)
    assert desk.entered_late == desk.all == 1


@pytest.mark.parametrize("period", ["", "?khi=90-ngay", "?khi=nam-nay", "?khi=x"])
def test_every_number_of_the_page_opens_its_list(hard: HardProvince, as_, period: str):
    client = as_(hard.diem)

    numbers = numbers_with_lists(client.get(f"{RULES}{period}").content)

    assert len(numbers) == 12, "six for the province, five for the agency, one for the desk"
    for number, address in numbers:
        assert counted_behind(client, address) == number, address


def test_a_units_page_shows_its_own(hard: HardProvince, as_):
    client = as_(hard.diem)

    page = client.get(f"{ROOM}don-vi/so-tu-phap/").content

    assert "Bổ sung lần hai" in words(main_of(page)) and "Nhập bù" not in words(main_of(page))
    for number, address in numbers_with_lists(page):
        assert counted_behind(client, address) == number, address


def test_an_apology_is_late_against_the_first_day_and_marked(hard: HardProvince, as_, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("motcua.lib.clock.now", lambda: vn("2018-10-24 09:00"))

    row = next(
        words(row)
        for row in main_of(as_(hard.diem).get(f"{ROOM}qua-han/").content).findall(".//tbody/tr")
        if str(hard.sorry) in words(row)
    )

    assert "Đã xin lỗi, hẹn lại thứ Ba 30/10" in row and "hẹn trước 23/10" in row
    assert "30/10, 17:00" in row and "trễ" in row and "Quá hạn" in row


def test_marks_say_what_was_out_of_the_ordinary(hard: HardProvince, as_):
    client = as_(hard.diem)

    assert "Yêu cầu bổ sung 2 lần" in client.get(url_of("bo-sung-sai", **SPAN, part="again")).content.decode()
    assert "Nhập bù 22/10" in client.get(url_of("nhap-bu", **SPAN)).content.decode()
    assert "sau ngày cho phép" in client.get(url_of("bo-sung-sai", **SPAN, part="late")).content.decode()


def test_what_waits_is_not_overdue_however_long(hard: HardProvince, monkeypatch: pytest.MonkeyPatch):
    overdue = found(queries.overdue(at=vn("2018-12-20 09:00")))

    assert not overdue & found([hard.waits, hard.to_pay, hard.again])


def test_a_dossier_not_yet_received_stands_at_the_end_of_its_list(
    hard: HardProvince, as_, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lists, "PAGE", 1)
    client, seen = as_(hard.diem), []
    address: str | None = url_of("cho-bo-sung")
    while address:
        page = main_of(client.get(address).content)
        seen += [words(link) for link in page.findall(".//tbody//a[@data-row]")]
        following = page.find(".//p[@class='more']/a")
        address = f"{ROOM}ho-so/{following.get('href')}" if following is not None else None

    assert len(seen) == 4 and seen[-1] == hard.unreceived.quick_code
    assert "chờ tiếp nhận" in words(page)


def test_the_first_page_says_how_many_wait_for_money(hard: HardProvince, as_):
    assert "Thêm 1 hồ sơ chờ nộp tiền" in words(main_of(as_(hard.diem).get(ROOM).content))


def test_a_quiet_province_says_so(empty: Province, as_):
    assert "Không có gì phải xem" in as_(empty.diem).get(RULES).content.decode()
