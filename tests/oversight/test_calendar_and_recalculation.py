"""The calendar of a year, a day that the Centre adds to it, and moving what was promised: previewed and in batches."""

from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from motcua.dossiers import actions
from motcua.dossiers.lifecycle import StepNotOpen
from motcua.dossiers.models import Dossier, Event
from motcua.oversight import recalculation
from motcua.working_time.models import CalendarDay
from tests.browser import SIZES, click_through, look_at, tab
from tests.browser import chromium as chromium
from tests.factories import acting
from tests.oversight.conftest import NOW, ROOM, Province
from tests.oversight.reading import main_of, words
from tests.oversight.test_hard_cases import HardProvince

CALENDAR, AGAIN = f"{ROOM}lich/", f"{ROOM}lich/tinh-lai/"
RUN, GO_ON = f"{AGAIN}tien-do/", f"{AGAIN}lam-tiep/"
STORM = {
    "date": "2018-10-24",
    "kind": "swap_off",
    "reason": "Nghỉ tránh bão",
    "legal_basis": "Công điện 12 ngày 20/10/2018",
}
SURE = {"reason": "Công điện 12 của tỉnh", "sure": "on"}


def due_days() -> dict[str, date]:
    return {str(dossier): dossier.due_at.date() for dossier in Dossier.objects.exclude(due_at=None)}


def read(answer) -> str:
    return words(main_of(answer.content))


# The calendar


@pytest.mark.django_db
def test_a_year_shows_its_days_off_swaps_and_make_up_days_with_their_sources(empty: Province, as_):
    answer = as_(empty.chair).get(CALENDAR)

    text = read(answer)
    assert "Lịch làm việc 2018" in text and "Tháng 12" in text
    assert "Thứ Hai 03/09/2018" in text and "Quốc khánh" in text and "Bộ luật Lao động" in text
    assert "Ghi vào lịch" not in text, "to read only"
    september = answer.context["months"][8]["weeks"]
    assert september[0][5]["said"] == "nghỉ" and september[0][0] is None and september[1][0]["said"] == "nghỉ bù"
    assert "làm bù cho thứ Hai 29/04/2019" in read(as_(empty.chair).get(f"{CALENDAR}?nam=2019"))


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "shown"), [("2020", 2020), ("1900", 2018), ("9999", 2027), ("x", 2018), ("", 2018)])
def test_only_years_that_the_calendar_covers_are_shown(empty: Province, as_, asked: str, shown: int):
    assert f"Lịch làm việc {shown}" in read(as_(empty.diem).get(f"{CALENDAR}?nam={asked}"))


@pytest.mark.django_db
def test_the_centre_adds_a_day_off_with_its_basis_and_is_led_to_the_recalculation(province: Province, as_):
    before = due_days()
    client = as_(province.diem)

    text = read(client.post(CALENDAR, STORM, follow=True))

    assert "Tính lại ngày hẹn" in text and "có ngày hẹn khác theo lịch hiện nay" in text
    row = CalendarDay.objects.get(date=date(2018, 10, 24))
    assert (row.kind, row.entered_by, row.legal_basis) == ("swap_off", "diem", STORM["legal_basis"])
    assert due_days() == before, "what was promised does not move by itself"
    assert "nhập bởi diem" in read(client.get(CALENDAR))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"legal_basis": ""}, "Ghi văn bản cho nghỉ hoặc làm bù"),
        ({"date": "40/13/2018"}, "Ghi ngày như 24/10/2018."),
        ({"date": "2031-01-02"}, "nằm ngoài các năm"),
        ({"kind": "make_up"}, "Ghi làm bù cho ngày nào"),
        ({"kind": "x"}, "Chọn một loại trong danh sách."),
        ({"reason": " "}, "Hãy ghi lý do"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_the_way_to_mend_it(empty: Province, as_, typed, sentence: str):
    answer = as_(empty.diem).post(CALENDAR, STORM | typed)

    assert answer.status_code == 422 and sentence in read(answer)
    assert not CalendarDay.objects.filter(entered_by="diem").exists()


@pytest.mark.django_db
def test_nobody_but_the_centre_changes_the_calendar_or_moves_a_promise(province: Province, as_):
    for who in (province.chair, province.quang, province.sau, province.lan):
        client = as_(who)
        for path, data in ((CALENDAR, STORM), (AGAIN, SURE), (GO_ON, {})):
            assert client.post(path, data).status_code == 403, (who, path)
        assert client.get(AGAIN).status_code == 403
    assert not CalendarDay.objects.exclude(entered_by="").exists()
    assert not Event.objects.filter(verb="recalculate").exists()


# Moving promises


@pytest.fixture
def changed(province: Province, as_):
    """The Centre has added a day off; four open dossiers were promised, two of them after it."""
    client = as_(province.diem)
    client.post(CALENDAR, STORM)
    return client


@pytest.mark.django_db
def test_the_preview_names_both_days_and_changes_nothing(province: Province, changed):
    before = due_days()

    text = read(changed.get(AGAIN))

    assert f"{province.fresh}" in text and "muộn hơn" in text
    assert "thứ Năm 25/10/2018, 17:00" in text and "thứ Sáu 26/10/2018, 17:00" in text
    assert str(province.late) not in text, "a day before the change stays"
    assert due_days() == before and not Event.objects.filter(verb="recalculate").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "sentence"), [({"reason": ""}, "Ghi căn cứ đổi lịch"), ({"sure": ""}, "đánh dấu ô này")]
)
def test_without_a_reason_and_a_confirmation_nothing_moves(province: Province, changed, typed, sentence: str):
    answer = changed.post(AGAIN, SURE | typed)

    assert answer.status_code == 422 and sentence in read(answer)
    assert not Event.objects.filter(verb="recalculate").exists()


@pytest.mark.django_db
def test_each_dossier_is_moved_by_a_verb_of_its_own_with_its_result(province: Province, changed):
    text = read(changed.post(AGAIN, SURE, follow=True))

    assert "Đã tính lại xong" in text and "Căn cứ: Công điện 12 của tỉnh" in text and str(province.fresh) in text
    line = Event.objects.get(dossier=province.fresh, verb="recalculate")
    assert (line.by, line.detail["reason"]) == (province.diem, "Công điện 12 của tỉnh")
    assert due_days()[str(province.fresh)] == date(2018, 10, 26)
    assert "Không hồ sơ nào phải đổi ngày" in read(changed.get(AGAIN)), "a second run finds nothing to do"


@pytest.mark.django_db
def test_a_dossier_that_waits_before_its_reception_was_promised_nothing(now, as_):
    province = HardProvince()
    province.play()
    fresh = province.receive(at=NOW)
    client = as_(province.diem)
    client.post(CALENDAR, STORM)

    text = read(client.get(AGAIN))

    assert "1 hồ sơ có ngày hẹn khác" in text and str(fresh) in text
    assert str(province.sorry) not in text, "a day that an apology named was named by hand"


@pytest.fixture
def many(province: Province, as_, monkeypatch: pytest.MonkeyPatch):
    """Five more dossiers, and batches of two."""
    monkeypatch.setattr(recalculation, "BATCH", 2)
    for _number in range(4):
        province.receive(at=NOW)
    client = as_(province.diem)
    client.post(CALENDAR, STORM)
    return client


def to_the_end(client) -> str:
    """Press as often as the page of the run asks for it; return what it says at last."""
    for _press in range(10):
        text = read(client.post(GO_ON, follow=True))
        if "Làm tiếp" not in text:
            return text
    raise AssertionError("it does not end")


@pytest.mark.django_db
def test_batches_go_on_until_all_is_done(province: Province, many):
    text = read(many.post(AGAIN, SURE, follow=True))
    assert "Đã xem 2 trên 8 hồ sơ" in text and "Làm tiếp 2 hồ sơ" in text
    assert "Đã xem 4 trên 8 hồ sơ" in read(many.post(GO_ON, follow=True))

    text = to_the_end(many)

    assert "Đã tính lại xong" in text and "Đã xem 8 trên 8 hồ sơ · đổi ngày 5" in text
    many.post(GO_ON)
    assert Event.objects.filter(verb="recalculate").count() == 5, "pressed once too often changes nothing"


@pytest.mark.django_db
def test_who_was_interrupted_begins_anew_with_what_is_left(province: Province, many, as_):
    many.post(AGAIN, SURE)
    for _press in range(2):
        many.post(GO_ON)
    moved = Event.objects.filter(verb="recalculate").count()
    assert 0 < moved < 5
    many.logout()
    client = as_(province.diem)

    text = read(client.get(AGAIN))
    assert f"{5 - moved} hồ sơ có ngày hẹn khác" in text and "làm dở" not in text
    assert client.get(RUN, follow=True).redirect_chain, "the run of the other session is not shown"
    client.post(AGAIN, SURE)
    to_the_end(client)

    assert Event.objects.filter(verb="recalculate").count() == 5
    assert Event.objects.filter(verb="recalculate").values("dossier").distinct().count() == 5


@pytest.mark.django_db
def test_who_left_the_page_is_led_back_to_the_run(province: Province, many):
    many.post(AGAIN, SURE)

    assert "Còn một lượt làm dở, đã xem 2 trên 8 hồ sơ. Căn cứ: Công điện 12 của tỉnh" in read(many.get(AGAIN))


@pytest.mark.django_db
def test_a_dossier_that_ended_meanwhile_keeps_its_day(province: Province, many):
    many.post(AGAIN, SURE)
    [*_others, last] = [shift.dossier for shift in actions.preview_recalculation()]
    actions.withdraw(dossier=last, reason="Thôi", by=acting(province.lan, at=NOW), at=NOW)

    text = to_the_end(many)

    assert "Đã tính lại xong" in text and "đổi ngày 4" in text and "giữ nguyên" not in text
    assert not Event.objects.filter(dossier=last, verb="recalculate").exists()


@pytest.mark.django_db
def test_a_dossier_that_may_not_be_moved_is_named_with_the_reason(province: Province, many, monkeypatch):
    def refuse(**_values: object) -> None:
        raise StepNotOpen("Hồ sơ vừa được trả kết quả.")

    monkeypatch.setattr(actions, "recalculate", refuse)
    many.post(AGAIN, SURE)

    text = to_the_end(many)

    assert "giữ nguyên 5" in text and "đổi ngày 0" in text
    assert f"{province.fresh}" in text and "Hồ sơ vừa được trả kết quả." in text


@pytest.mark.django_db
def test_of_very_many_that_may_not_be_moved_the_last_are_named_and_all_are_counted(province, many, monkeypatch):
    def refuse(**_values: object) -> None:
        raise StepNotOpen("Hồ sơ vừa được trả kết quả.")

    monkeypatch.setattr(actions, "recalculate", refuse)
    monkeypatch.setattr(recalculation, "SHOWN", 3)
    many.post(AGAIN, SURE)

    text = to_the_end(many)

    assert "giữ nguyên 5" in text and text.count("Hồ sơ vừa được trả kết quả.") == 3


# In the browser


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", SIZES)
def test_the_pages_are_fit_to_be_used(live_server, chromium: Browser, now, size: str):
    province = HardProvince()
    province.play()
    for _number in range(3):
        province.receive(at=NOW)
    with tab(chromium, live_server.url, user=province.diem, size=size) as page:
        for name, path in (
            ("rules", f"{ROOM}quy-dinh/"),
            ("calendar", CALENDAR),
            ("hard-list", f"{ROOM}ho-so/?loc=hen-lai"),
        ):
            page.goto(path)
            look_at(page, f"oversight-{name}")
        page.goto(CALENDAR)
        click_through(page.get_by_role("button", name="Ghi vào lịch"))
        look_at(page, "oversight-calendar-errors")
        page.fill("#id_date", "2018-10-24")
        page.select_option("#id_kind", "swap_off")
        page.fill("#id_reason", "Nghỉ tránh bão")
        page.fill("#id_legal_basis", "Công điện 12")
        click_through(page.get_by_role("button", name="Ghi vào lịch"))
        look_at(page, "oversight-recalculation")
        page.fill("#id_reason", "Công điện 12")
        page.locator("label[for=id_sure]").click()
        click_through(page.get_by_role("button", name="Tính lại và báo cho bà con"))
        expect(page.locator("h1")).to_have_text("Đã tính lại xong")
        look_at(page, "oversight-recalculation-run")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_page_that_stays_open_goes_on_by_itself(live_server, chromium: Browser, now, monkeypatch):
    monkeypatch.setattr(recalculation, "BATCH", 1)
    province = HardProvince()
    province.play()
    made = [province.receive(at=NOW) for _number in range(5)]
    with tab(chromium, live_server.url, user=province.diem, size="desk") as page:
        page.goto(CALENDAR)
        page.fill("#id_date", "2018-10-24")
        page.select_option("#id_kind", "swap_off")
        page.fill("#id_reason", "Nghỉ tránh bão")
        page.fill("#id_legal_basis", "Công điện 12")
        click_through(page.get_by_role("button", name="Ghi vào lịch"))
        page.fill("#id_reason", "Công điện 12")
        page.locator("label[for=id_sure]").click()
        click_through(page.get_by_role("button", name="Tính lại và báo cho bà con"))
        page.locator("#dung").focus()
        looked = page.locator("progress").get_attribute("value")

        expect(page.locator("progress")).not_to_have_attribute("value", looked)
        expect(page.locator("#dung")).to_be_focused()  # what goes on takes nothing from who wants to stop it
        expect(page.locator("h1")).to_have_text("Đã tính lại xong", timeout=30_000)

    moved = Event.objects.filter(verb="recalculate").values_list("dossier", flat=True)
    assert set(moved) >= {dossier.pk for dossier in made}
