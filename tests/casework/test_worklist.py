"""The bench: what is on it for whom, in which order, and at what cost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.casework import overviews, queries
from motcua.casework.asked import Asked
from motcua.catalogue.models import Field
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.organisations.models import Role
from tests.casework.conftest import BENCH, SIGNING, Department, put_the_clock_to, signed_in, text_of
from tests.factories import (
    MONDAY_9AM,
    acting,
    create_agency,
    create_application,
    create_officer,
    create_version,
    vn,
)


def rows(answer: object) -> list[str]:
    """Return the ten digits of the rows, from top to bottom."""
    return re.findall(r'data-row data-code="(\d{10})"', answer.content.decode())  # type: ignore[attr-defined]


def headings(answer: object) -> list[str]:
    found = re.findall(r'<h2 id="nhom-\w+".*?</h2>', answer.content.decode(), re.S)  # type: ignore[attr-defined]
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def chosen(answer: object) -> str:
    found = re.search(r'id="chi-tiet"[^>]*data-code="(\d{10})"', answer.content.decode())  # type: ignore[attr-defined]
    return found[1] if found else ""


# Who may enter


@pytest.mark.parametrize("role", [Role.COUNTER, Role.CENTRE, Role.CHAIR, Role.PARTNER])
def test_the_bench_is_for_who_works_on_dossiers(office: Department, role: Role):
    answer = signed_in(create_officer(role, office.department)).get(BENCH)

    assert answer.status_code == 403
    assert "Việc này của chuyên viên hoặc lãnh đạo cơ quan giải quyết." in text_of(answer)


def test_a_stranger_signs_in_and_comes_back(office: Department):
    assert Client().get(f"{BENCH}?xem=qua-han").url == "/tai-khoan/login/?next=/lam-viec/ho-so/%3Fxem%3Dqua-han"


# What is on it


def test_my_work_is_what_is_in_my_hands(office: Department, hai: Client):
    mine = office.in_hand()
    office.receive()
    other = create_officer(Role.SPECIALIST, office.department)
    actions.take_over(dossier=office.receive(), by=acting(other), at=MONDAY_9AM)

    assert rows(hai.get(BENCH)) == [mine.quick_code]


def test_the_overviews_count_what_is_behind_them(office: Department, hai: Client):
    office.in_hand()
    office.receive()
    office.receive()
    office.proposed()

    page = text_of(hai.get(BENCH))

    for name, many in (("Việc của tôi", 1), ("Quá hạn", 0), ("Chưa ai nhận", 2), ("Đã trình ký", 1), ("Cả cơ quan", 4)):
        assert re.search(rf"{name}<b class=\"so\">{many}</b>", page), name


@pytest.mark.parametrize(("view", "many"), [("cua-toi", 1), ("chua-nhan", 1), ("don-vi", 2)])
def test_fields_are_of_ones_own_work_and_beside_all_of_the_units_of_that(
    office: Department, hai: Client, view: str, many: int
):
    office.in_hand()
    office.receive()

    [(to, said)] = re.findall(
        r'href="([^"]+linh-vuc=[^"]+)".*?Hộ tịch<b class="so">(\d+)</b>', text_of(hai.get(f"{BENCH}?xem={view}"))
    )
    listed = hai.get(unescape(to))

    assert int(said) == many == len(rows(listed))
    assert f"{many} hồ sơ" in text_of(listed)


@pytest.mark.parametrize(("view", "which"), [("chua-nhan", 1), ("da-trinh", 2), ("don-vi", 3)])
def test_each_overview_has_its_own_list(office: Department, hai: Client, view: str, which: int):
    mine, waiting, sent = office.in_hand(), office.receive(), office.proposed()
    wanted = {1: {waiting}, 2: {sent}, 3: {mine, waiting, sent}}[which]

    assert set(rows(hai.get(f"{BENCH}?xem={view}"))) == {dossier.quick_code for dossier in wanted}


def test_another_agencys_dossiers_are_nowhere(office: Department):
    stranger = create_officer(Role.SPECIALIST, create_agency())
    dossier = office.receive()
    client = signed_in(stranger)

    for view in ("cua-toi", "qua-han", "chua-nhan", "don-vi"):
        assert dossier.quick_code not in text_of(client.get(f"{BENCH}?xem={view}"))
    assert chosen(client.get(f"{BENCH}?ho-so={dossier.quick_code}")) == ""


def test_decided_dossiers_leave_the_bench(office: Department, hai: Client):
    office.decided()

    assert rows(hai.get(f"{BENCH}?xem=don-vi")) == []


def test_rows_mask_the_applicant_and_the_chosen_dossier_names_them(office: Department, hai: Client):
    office.in_hand()

    page = text_of(hai.get(BENCH))

    row = re.search(r'<a class="rw.*?</a>', page)
    assert row is not None
    assert "Trần T. B. B." in row[0]
    assert "Trần Thị Bé Ba" not in row[0]
    assert "Trần Thị Bé Ba" in page


def test_a_field_shows_all_of_it_at_the_agency(office: Department, hai: Client):
    office.receive()
    field = Field.objects.create(key="luat-su", name="Luật sư")
    version = create_version(office.department, field=field)
    application = create_application(version, office.centre)
    lawyer = actions.receive_at_counter(application=application, by=acting(office.lan), at=MONDAY_9AM)

    answer = hai.get(f"{BENCH}?xem=don-vi&linh-vuc=luat-su")

    assert rows(answer) == [lawyer.quick_code]
    assert "<h1>Luật sư</h1>" in text_of(answer)


def test_the_filters_narrow_any_list(office: Department, hai: Client):
    put_the_clock_to(vn("2018-10-23 10:00"))
    old = office.in_hand()
    new = office.in_hand(at=vn("2018-10-23 08:00"))
    online = office.take_over(
        actions.receive(dossier=office.submit().pk, by=acting(office.lan), at=MONDAY_9AM), at=MONDAY_9AM
    )

    assert rows(hai.get(f"{BENCH}?loc=moi")) == [new.quick_code]
    assert rows(hai.get(f"{BENCH}?loc=tren-mang")) == [online.quick_code]
    assert rows(hai.get(f"{BENCH}?loc=lien-thong")) == []
    assert set(rows(hai.get(f"{BENCH}?loc=khong-co"))) == {old.quick_code, new.quick_code, online.quick_code}


def test_a_leader_sees_the_whole_agency_and_is_led_to_the_signing_desk(office: Department, sau: Client):
    waiting, sent = office.receive(), office.proposed()

    answer = sau.get(BENCH)

    assert set(rows(answer)) == {waiting.quick_code, sent.quick_code}
    assert "Việc của tôi" not in text_of(answer)
    assert f'href="{SIGNING}"' in text_of(answer)


def test_a_dossier_that_was_sent_back_says_so(office: Department, hai: Client):
    dossier = office.proposed()
    actions.send_back(dossier=dossier, reason="Thiếu căn cứ", by=acting(office.sau), at=MONDAY_9AM)

    page = text_of(hai.get(BENCH))

    assert "Lãnh đạo trả lại, cần sửa" in page
    assert "Võ Thị Sáu trả lại:</b> Thiếu căn cứ" in page


# In which order


def test_rows_come_by_urgency_under_their_days(office: Department, hai: Client):
    put_the_clock_to(vn("2018-10-22 08:00"))
    by_received = {
        name: office.in_hand(at=at)
        for name, at in {
            "later": vn("2018-10-22 07:30"),  # its step ends on Wednesday at noon
            "late": vn("2018-10-10 09:00"),
            "later_than_late": vn("2018-10-11 09:00"),
            "today": vn("2018-10-18 09:00"),
        }.items()
    }

    answer = hai.get(BENCH)

    order = ["late", "later_than_late", "today", "later"]
    assert rows(answer) == [by_received[name].quick_code for name in order]
    assert chosen(answer) == by_received["late"].quick_code
    assert headings(answer) == ["Quá hạn 2 hồ sơ", "Hôm nay, thứ Hai 22/10 1 hồ sơ", "Tuần này 1 hồ sơ"]


def test_a_step_that_is_late_counts_for_today_while_the_promise_holds(office: Department, hai: Client):
    dossier = office.in_hand(at=vn("2018-10-17 09:00"))
    Dossier.objects.filter(pk=dossier.pk).update(step_due_at=vn("2018-10-19 17:00"), due_at=vn("2018-10-24 17:00"))

    answer = hai.get(BENCH)

    assert headings(answer) == ["Hôm nay, thứ Hai 22/10 1 hồ sơ"]
    assert "bước trễ" in text_of(answer)
    assert "ngày hẹn trả chưa qua" in text_of(answer)
    assert rows(hai.get(f"{BENCH}?xem=qua-han")) == []
    assert rows(hai.get(f"{BENCH}?xem=hom-nay")) == [dossier.quick_code]


def test_on_a_friday_the_next_heading_is_monday(office: Department, hai: Client):
    put_the_clock_to(vn("2018-10-26 10:00"))
    dossier = office.in_hand(at=vn("2018-10-25 15:00"))
    Dossier.objects.filter(pk=dossier.pk).update(step_due_at=vn("2018-10-29 17:00"))

    assert headings(hai.get(BENCH)) == ["Ngày làm việc kế, thứ Hai 29/10 1 hồ sơ"]


def test_the_list_goes_on_page_by_page_and_nothing_is_lost_or_shown_twice(
    office: Department, hai: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(queries.page_of.__kwdefaults__, "size", 2)
    wanted = {office.in_hand(at=MONDAY_9AM - timedelta(days=n)).quick_code for n in (0, 0, 7, 10, 3)}

    seen, url = [], BENCH
    while url:
        answer = hai.get(url)
        seen += rows(answer)
        following = re.search(r'<a class="b" href="([^"]+sau=[^"]+)">', answer.content.decode())
        url = following[1].replace("&amp;", "&") if following else ""

    assert len(seen) == 5
    assert set(seen) == wanted


@pytest.mark.parametrize("key", ["x", "1~y~z", "0~2018-10-22T00:00:00~0", "9~~", "1~2018-10-22T00:00:00+07:00~no"])
def test_a_broken_page_key_begins_anew(office: Department, hai: Client, key: str):
    dossier = office.in_hand()

    assert rows(hai.get(BENCH, {"sau": key})) == [dossier.quick_code]


# Which dossier stands beside it


def test_the_address_names_the_dossier_beside_the_list(office: Department, hai: Client):
    first, second = office.in_hand(), office.in_hand()

    answer = hai.get(f"{BENCH}?ho-so={second.quick_code}")

    assert chosen(hai.get(BENCH)) == first.quick_code
    assert chosen(answer) == second.quick_code
    assert (
        f'class="rw sel" href="/lam-viec/ho-so/?xem=cua-toi&amp;ho-so={second.quick_code}"' in answer.content.decode()
    )


def test_the_dossier_alone_answers_for_a_list_that_is_on_the_screen(office: Department, hai: Client):
    dossier = office.in_hand()

    answer = hai.get(f"{BENCH}{dossier.code}/ben-canh/?xem=cua-toi")

    assert chosen(answer) == dossier.quick_code
    assert rows(answer) == []
    assert "<html" not in answer.content.decode()
    assert 'name="back" value="xem=cua-toi"' in text_of(answer)


def test_an_empty_bench_says_what_else_there_is(office: Department, hai: Client):
    assert "Hết việc" in text_of(hai.get(BENCH))
    office.receive()

    page = text_of(hai.get(BENCH))

    assert "Còn 1 hồ sơ chưa ai nhận." in page
    assert 'href="/lam-viec/ho-so/?xem=chua-nhan"' in page


def test_a_filter_that_keeps_nothing_says_so(office: Department, hai: Client):
    office.in_hand()

    assert "Không có hồ sơ nào như vậy" in text_of(hai.get(f"{BENCH}?loc=tren-mang"))


# At what cost


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(url)
    return len(captured)


def test_a_list_costs_the_same_whatever_its_length(office: Department, hai: Client):
    office.in_hand()
    of_one = statements(hai, BENCH)
    for n in range(12):
        office.in_hand(at=MONDAY_9AM - timedelta(days=n))

    assert statements(hai, BENCH) == of_one


def test_rows_are_put_in_order_before_anything_is_read_for_them(office: Department, hai: Client):
    """At 150,000 dossiers one statement with all of it joined took five seconds, this one takes some milliseconds."""
    office.in_hand()

    with CaptureQueriesContext(connection) as captured:
        hai.get(BENCH)

    ordered = next(query["sql"] for query in captured if "LIMIT 41" in query["sql"])
    _shown, _from, put_in_order = ordered.rpartition(' FROM "dossiers_dossier" ')
    assert '"finished_at" IS NULL' in put_in_order
    assert '"officer_id" =' in put_in_order
    assert "JOIN" not in put_in_order


def test_the_address_of_a_row_keeps_what_the_list_was_asked_for():
    for look in (Asked(), Asked(view=overviews.OVERDUE, only="moi", after="1 2018-10-22+07:00")):
        assert look.url_beside("1810420768") == look.but(chosen="1810420768").url
