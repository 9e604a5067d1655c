"""Where a dossier is: every state, for whoever has the ten digits."""

import pytest
from django.test import Client

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.lib import damm
from tests.factories import MONDAY_9AM, acting, create_application, vn
from tests.portal.conftest import put_the_clock_to, scan, text_of

pytestmark = pytest.mark.django_db

TUESDAY, THURSDAY_NOON = vn("2018-10-23 09:00"), vn("2018-10-25 12:00")


def page(dossier: Dossier) -> str:
    return text_of(Client().get(f"/ho-so/{dossier.quick_code}/"))


def spaced(code: str) -> str:
    return f"{code[:4]} {code[4:8]} {code[8:]}"


# The lookup


def test_the_ten_digits_are_read_however_they_are_written(client, town):
    code = town.receive().quick_code

    for typed in (code, spaced(code), f" {code[:4]}.{code[4:]} ", code.replace("1", "１", 1)):
        assert client.get("/tra-cuu/", {"ma": typed})["Location"] == f"/ho-so/{code}/"


def test_a_slip_of_the_finger_and_an_unknown_code_are_told_apart(client, town):
    right = "181042076" + damm.check_digit("181042076")
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)

    slip = client.get("/tra-cuu/", {"ma": wrong})
    unknown = client.get("/tra-cuu/", {"ma": right}, follow=True)

    assert f"Mã {spaced(wrong)} gõ nhầm một số. Xem lại trên giấy hẹn." in text_of(slip)
    assert "Chưa có hồ sơ mang mã này." in text_of(unknown)
    assert text_of(slip).startswith("Lỗi:") and text_of(unknown).startswith("Lỗi:")
    assert f'value="{right}"' in unknown.content.decode(), "what was typed is kept"
    assert client.get(f"/ho-so/{wrong}/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Nhập mười số trên giấy hẹn."),
        ("abc", "Nhập mười số trên giấy hẹn."),
        ("1810 4207", "ở đây có 8 số"),
        ("000.00.41.H12-181018-0042", "Đây là mã hồ sơ dài."),
        ("1" * 70, "Mã chỉ có mười số."),
    ],
)
def test_what_is_no_code_gets_a_sentence_and_stays(client, town, typed, sentence):
    answer = client.get("/tra-cuu/", {"ma": typed})

    assert sentence in text_of(answer)
    assert f'value="{typed}"' in answer.content.decode() or not typed


# The states


def test_a_submitted_dossier_waits_and_says_until_when(town):
    text = page(town.submit())

    assert "Đang chờ cán bộ tiếp nhận" in text and "Mới nộp, chờ tiếp nhận" in text
    assert "chậm nhất thứ Ba 23/10/2018, 09:00" in text
    assert "Trung tâm Giải quyết thủ tục hành chính" in text


def test_a_dossier_in_time_shows_the_promise_and_the_days_left(town):
    dossier = town.receive()
    put_the_clock_to(TUESDAY)

    text = page(dossier)

    assert "Thứ Năm 25/10/2018, trước 17:00" in text and "Đúng hạn" in text
    assert "Nhận hồ sơ 09:00 thứ Hai 22/10 · hạn 3 ngày làm việc, không tính ngày nghỉ" in text
    assert "Sở Tư pháp" in text and "phải xong trước" in text
    assert dossier.code in text
    answer = Client().get(f"/ho-so/{dossier.quick_code}/")
    clock = answer.context["panel"].clock
    assert (clock.number, clock.unit, clock.label) == ("2", "ngày nữa", "Đã qua 1 trên 3 ngày làm việc")


def test_on_the_last_day_hours_are_counted_and_it_is_called_soon(town):
    dossier = town.receive()
    put_the_clock_to(vn("2018-10-25 10:30"))

    answer = Client().get(f"/ho-so/{dossier.quick_code}/")

    assert "Sắp đến hạn" in text_of(answer)
    assert (answer.context["panel"].clock.number, answer.context["panel"].clock.unit) == ("4", "giờ nữa")
    put_the_clock_to(vn("2018-10-25 16:45"))
    clock = Client().get(f"/ho-so/{dossier.quick_code}/").context["panel"].clock
    assert (clock.number, clock.unit) == ("15", "phút nữa")


def test_an_overdue_dossier_begins_with_an_apology_and_says_who_holds_it(town):
    town.department.phone = "0290 3000 112"
    town.department.save()
    dossier = town.receive()
    put_the_clock_to(vn("2018-10-29 09:00"))

    answer = Client().get(f"/ho-so/{dossier.quick_code}/")

    text = text_of(answer)
    assert "Xin lỗi bà con, hồ sơ đã trễ hẹn. Hẹn thứ Năm 25/10/2018, trễ" in text
    assert "Quá hạn" in text and "Nơi đang giữ: Sở Tư pháp" in text
    assert 'href="tel:02903000112"' in answer.content.decode()
    assert answer.context["panel"].clock.number == "+2"
    assert "due--late" in answer.content.decode()


def test_one_minute_late_is_late(town):
    dossier = town.receive()
    put_the_clock_to(vn("2018-10-25 17:01"))

    answer = Client().get(f"/ho-so/{dossier.quick_code}/")

    assert "trễ 1 phút" in text_of(answer) or "trễ" in answer.context["panel"].end
    assert answer.context["panel"].tone == "late"


@pytest.mark.parametrize(
    ("status", "words"),
    [("awaiting_supplement", "Cần bổ sung giấy tờ"), ("awaiting_payment", "Cần nộp tiền")],
)
def test_a_dossier_that_waits_for_its_citizen_says_so_above_everything(town, status, words):
    dossier = town.receive()
    Dossier.objects.filter(pk=dossier.pk).update(status=status)
    put_the_clock_to(vn("2018-12-03 09:00"))

    text = page(dossier)

    assert f"Đang chờ bà con {words}" in text
    assert "Đồng hồ dừng từ" in text and "trễ" not in text, "a clock that stands is never late"
    assert "Bà con cần làm" in text


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("counter", "Mời bà con đến nhận kết quả"),
        ("post", "Bưu điện mang kết quả tới nhà"),
        ("online", "Kết quả gửi qua mạng"),
    ],
)
def test_a_ready_result_invites_its_citizen(town, channel, words):
    dossier = town.take_over(town.receive(result_channel=channel), at=TUESDAY)
    dossier = town.approve(town.propose(dossier, at=TUESDAY), at=TUESDAY)

    text = page(dossier)

    assert words in text and "Có kết quả từ thứ Ba 23/10/2018, 09:00" in text
    assert "Nhận kết quả ở đâu?" in text and "7:00 – 11:00" in text


def test_a_returned_result_says_whether_it_was_in_time(town):
    early = town.return_result(town.decided(decided_at=TUESDAY), at=THURSDAY_NOON)
    late = town.return_result(town.decided(decided_at=vn("2018-10-26 09:00")), at=vn("2018-10-26 10:00"))

    assert "Đã trả kết quả Xong trước hẹn thứ Năm 25/10/2018." in page(early)
    assert "Trễ hẹn: hẹn thứ Năm 25/10/2018. Xin lỗi bà con." in page(late)


def test_a_result_in_the_post_is_said_and_its_number_only_to_who_has_the_receipt(client, town):
    decided = town.decided()
    Dossier.objects.filter(pk=decided.pk).update(result_channel="post")
    actions.return_result(dossier=decided.pk, consignment="EA987654321VN", by=acting(town.lan), at=TUESDAY)
    decided.refresh_from_db()

    by_digits, by_receipt = page(decided), text_of(scan(client, decided))

    assert "Đã gửi kết quả qua bưu điện" in by_digits and "Đã gửi kết quả qua bưu điện" in by_receipt
    assert "EA987654321VN" not in by_digits
    said = "Kết quả gửi qua bưu điện thứ Ba 23/10/2018, 09:00, mã bưu gửi EA987654321VN."
    assert said in by_receipt


def test_a_refused_dossier_says_how_to_learn_why_and_to_complain(town):
    dossier = town.submit()
    actions.refuse(dossier=dossier, reason="Nộp nhầm nơi.", by=acting(town.lan), at=MONDAY_9AM)

    text = page(dossier)

    assert "Nơi nhận chưa tiếp nhận hồ sơ này" in text and "Bà con có quyền khiếu nại." in text
    assert "Nộp nhầm nơi" not in text, "the reason is for whoever has the receipt"
    assert "Nộp nhầm nơi." in scan(Client(), dossier)


def test_a_withdrawn_dossier_and_a_draft(town):
    dossier = town.submit()
    actions.withdraw(dossier=dossier, reason="Thôi", by=acting(town.lan), at=MONDAY_9AM)

    assert "Bà con đã rút hồ sơ" in page(dossier)
    Dossier.objects.filter(pk=dossier.pk).update(status="draft", finished_at=None)
    assert Client().get(f"/ho-so/{dossier.quick_code}/").status_code == 404, "a draft is nobody's business"


# The doors and the reason


def test_the_doors_show_what_is_done_what_is_at_work_and_what_comes(client, town):
    dossier = town.take_over(town.receive(), at=TUESDAY)
    put_the_clock_to(TUESDAY)

    doors = client.get(f"/ho-so/{dossier.quick_code}/").context["doors"]

    assert [door.state for door in doors] == ["dn", "cu", "fu", "fu"]
    assert doors[0].note == "22/10, 09:00" and doors[1].note == "Đang làm"
    assert doors[-1].note == "hẹn thứ Năm 25/10"


def test_many_steps_share_doors_by_their_purpose(client, town):
    from motcua.catalogue.models import ProcessStep

    process = town.version.processes.get()
    approval = process.steps.get(kind="approval")
    for step in process.steps.filter(position__gte=approval.position).order_by("-position"):
        process.steps.filter(pk=step.pk).update(position=50 + step.position)
    for place in range(5):
        ProcessStep.objects.create(
            process=process,
            position=10 + place,
            name=f"Việc {place}",
            kind="handling",
            role="specialist",
            place="competent",
            half_days=1,
        )

    doors = client.get(f"/ho-so/{town.receive().quick_code}/").context["doors"]

    assert len(doors) == 4
    assert [door.state for door in doors] == ["dn", "cu", "fu", "fu"]


def test_the_page_explains_its_day_and_names_the_law(town):
    text = page(town.receive(at=vn("2018-12-27 09:00")))

    assert "Vì sao là ngày này?" in text and "Tết Dương lịch" in text
    assert "Nghị định 61/2018/NĐ-CP" in text and "Bộ luật Dân sự 2015" in text


def test_a_day_that_the_count_no_longer_gives_is_not_explained_away(client, town):
    dossier = town.receive()
    Dossier.objects.filter(pk=dossier.pk).update(due_at=vn("2018-11-05 17:00"))

    answer = client.get(f"/ho-so/{dossier.quick_code}/")

    assert answer.context["derivation"] is None
    assert "Vì sao là ngày này?" not in text_of(answer)


def test_a_clock_beyond_the_calendar_still_shows_the_promise(client, town):
    dossier = town.receive()
    put_the_clock_to(vn("2031-01-06 09:00"))

    assert "Hẹn thứ Năm 25/10/2018" in text_of(client.get(f"/ho-so/{dossier.quick_code}/"))


def test_the_state_is_said_in_the_second_heading(client, town):
    import re

    html = client.get(f"/ho-so/{town.receive().quick_code}/").content.decode()

    headings = re.findall(r"<h([1-6])[^>]*>(.*?)</h\1>", html, flags=re.S)
    assert [level for level, _text in headings][:2] == ["1", "2"]
    assert "Thứ Năm 25/10/2018" in headings[1][1]


def test_the_page_is_never_kept_by_caches(client, town):
    answer = client.get(f"/ho-so/{town.receive().quick_code}/")

    assert "no-store" in answer["Cache-Control"]
    assert b'name="robots" content="noindex"' in answer.content


def test_a_procedure_without_an_everyday_name_shows_its_official_one(client, town):
    town.version.procedure.everyday_name = ""
    town.version.procedure.save()
    application = create_application(town.version, town.centre)
    dossier = actions.receive_at_counter(application=application, by=acting(town.lan), at=MONDAY_9AM)

    assert "Cấp điện mới từ lưới điện hạ áp" in page(dossier)
