from datetime import date

import pytest

from motcua.catalogue.models import Fee, ProcedureCase, RequiredDocument, TimeLimit
from tests.factories import create_version, vn
from tests.portal.conftest import put_the_clock_to, text_of

pytestmark = pytest.mark.django_db


def page(client, version) -> str:
    return text_of(client.get(f"/thu-tuc/{version.procedure.code}/", follow=True))


def test_the_page_answers_what_how_long_how_much_and_where(client, town):
    text = page(client, town.version)

    assert "Lắp điện kế mới" in text
    assert f"Tên chính thức: Cấp điện mới từ lưới điện hạ áp cho mục đích sinh hoạt · Mã thủ tục {town.code}" in text
    assert "Thời gian 3 ngày làm việc" in text
    assert "Phí, lệ phí Không thu" in text
    assert "Nơi giải quyết Sở Tư pháp" in text
    assert "Nộp trên mạng Trọn từ đầu tới cuối" in text
    assert "Cần chuẩn bị 3 giấy tờ" in text and "Đã nộp lần trước thì khỏi nộp lại" in text
    assert "28/2004/QH11: Luật Điện lực" in text and "Nhà thuê có lắp được không?" in text


@pytest.mark.parametrize(
    ("moment", "today", "promised"),
    [
        ("2018-10-22 09:00", "thứ Hai 22/10", "thứ Năm 25/10"),
        ("2018-10-26 17:30", "thứ Sáu 26/10", "thứ Năm 01/11"),  # after closing: counts as Monday
        ("2018-12-27 09:00", "thứ Năm 27/12", "thứ Năm 03/01"),  # 31/12 swapped off, 1/1 a holiday
    ],
)
def test_the_promise_is_counted_by_the_rule_of_real_receptions(client, town, moment, today, promised):
    put_the_clock_to(vn(moment))

    text = page(client, town.version)

    assert f"Nộp hôm nay, {today} Có kết quả chậm nhất {promised}" in text
    assert "Vì sao là ngày này?" in text and "Bộ luật Dân sự 2015" in text


def test_the_derivation_names_the_holidays_it_jumps_over(client, town):
    put_the_clock_to(vn("2018-12-27 09:00"))

    assert "Tết Dương lịch" in page(client, town.version)


def test_an_old_or_bare_address_leads_to_the_page(client, town):
    answer = client.get(f"/thu-tuc/{town.code}/ten-cu/")

    assert answer.status_code == 301
    assert answer["Location"] == f"/thu-tuc/{town.code}/lap-dien-ke-moi/"
    assert client.get("/thu-tuc/khong-co/").status_code == 404


def test_a_procedure_no_longer_in_force_says_so_and_takes_nothing(client, town):
    town.version.valid_to = date(2018, 10, 1)
    town.version.save()

    text = page(client, town.version)

    assert "Thủ tục này hết hiệu lực từ thứ Hai 01/10/2018" in text
    assert "Có kết quả chậm nhất" not in text
    assert client.get(f"/nop/{town.code}/").status_code == 404


def test_a_procedure_not_yet_in_force_says_from_when(client, town):
    town.version.valid_from = date(2018, 11, 1)
    town.version.save()

    assert "có hiệu lực từ thứ Năm 01/11/2018, hôm nay chưa nộp được" in page(client, town.version)


def test_a_draft_is_nobodys_business(client, town):
    town.version.state = "draft"
    town.version.save()

    assert client.get(f"/thu-tuc/{town.code}/").status_code == 404


def test_a_procedure_that_is_not_online_leads_to_the_places(client, town):
    version = create_version(town.department, online_level=2)

    text = page(client, version)

    assert "Thủ tục này chưa nộp trên mạng được" in text and "Nộp trên mạng Chưa có" in text
    answer = client.get(f"/nop/{version.procedure.code}/")
    assert answer.status_code == 404 and "Mời bà con nộp tận nơi" in text_of(answer)


def test_cases_have_their_own_terms_fees_and_papers(client, town):
    rented = ProcedureCase.objects.create(version=town.version, key="nha-thue", name="Nhà thuê")
    TimeLimit.objects.create(version=town.version, case=rented, channel="counter", committed="2 months")
    RequiredDocument.objects.create(version=town.version, case=rented, code="P9", name="Hợp đồng thuê", position=9)
    Fee.objects.create(version=town.version, amount=0)
    Fee.objects.create(version=town.version, case=rented, amount=135_000, note="theo mỗi điện kế")

    text = page(client, town.version)

    assert "3 ngày làm việc đến 2 tháng, tùy trường hợp" in text
    assert "Tối đa 135.000 đ" in text
    assert "Phí · Nhà thuê : 135.000 đ theo mỗi điện kế" in text
    assert "Nhà thuê Hợp đồng thuê" in text


def test_a_paper_with_an_endless_name_is_folded(client, town):
    name = "Giấy " + "rất dài " * 600
    RequiredDocument.objects.create(version=town.version, code="P8", name=name, position=8)

    text = page(client, town.version)

    assert "Xem đủ câu" in text and name.strip() in text


def test_steps_are_read_whether_numbered_or_not(client, town):
    steps = client.get(f"/thu-tuc/{town.code}/", follow=True).context["steps"]

    assert [(step.name, step.text) for step in steps] == [
        ("Nộp hồ sơ trên mạng hoặc tại Trung tâm", ""),
        ("Điện lực khảo sát", "Người nhà cần có mặt."),
    ]


def test_a_same_day_procedure_says_so_and_hours_keep_their_clock(client, town):
    same_day = create_version(town.department, limit="4 working hours", same_day=True)
    hours = create_version(town.department, limit="4 working hours")

    assert "Thời gian Trong ngày" in page(client, same_day)
    assert "Có kết quả chậm nhất thứ Hai 22/10, 15:00" in page(client, hours)
