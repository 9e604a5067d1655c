"""Receiving at the desk: what the view adds to the verb."""

import pytest
from django.test import Client

from motcua.dossiers.models import Dossier
from tests.counter.conftest import DESK, Counter, desk_values
from tests.factories import create_officer, create_user, create_version

SIGNED_IN = 3  # session, user, posts
SAVEPOINT = 2  # the test's own transaction makes one of what is BEGIN and COMMIT elsewhere


def test_a_complete_form_becomes_a_numbered_dossier_with_a_promise(lan: Client, counter: Counter):
    answer = lan.post(DESK, desk_values(counter, note="Gọi trước khi tới"))

    dossier = Dossier.objects.get()
    assert answer.status_code == 302
    assert answer.url == f"{DESK}{dossier.code}/"
    assert dossier.status == "received"
    assert (dossier.applicant.name, dossier.note) == ("Trần Thị Bé Ba", "Gọi trước khi tới")
    assert {(paper.code, paper.originals, paper.copies) for paper in dossier.documents.all()} == {
        ("P1", 1, 0),
        ("P2", 1, 0),
        ("P3", 0, 1),
    }


def test_after_a_reception_the_page_says_code_promise_and_where_to_print(lan: Client, counter: Counter):
    answer = lan.post(DESK, desk_values(counter), follow=True)

    dossier = Dossier.objects.get()
    page = answer.content.decode()
    assert "Đã tiếp nhận hồ sơ của Trần Thị Bé Ba" in page
    assert dossier.code in page
    assert f"/lam-viec/quay/ho-so/{dossier.code}/giay-hen.pdf" in page
    assert "Thứ Năm 25/10" in page


def test_the_receipt_is_a_pdf(lan: Client, counter: Counter):
    code = counter.receive().code

    answer = lan.get(f"/lam-viec/quay/ho-so/{code}/giay-hen.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_the_same_form_sent_twice_is_received_once(lan: Client, counter: Counter):
    values = desk_values(counter)

    first, second = lan.post(DESK, values), lan.post(DESK, values)

    assert Dossier.objects.count() == 1
    assert second.status_code == 302
    assert second.url == first.url


def test_a_form_that_comes_back_with_other_business_asks_for_one_more_press(lan: Client, counter: Counter):
    values = desk_values(counter)
    lan.post(DESK, values)

    answer = lan.post(DESK, values | {"name": "Lê Văn Lành", "id_number": "381000999"})

    assert answer.status_code == 409
    assert Dossier.objects.count() == 1
    assert "bấm Tiếp nhận lần nữa" in answer.content.decode()
    fresh = answer.context["form"]["dossier_id"].value()
    assert fresh != values["dossier_id"]
    lan.post(DESK, values | {"name": "Lê Văn Lành", "id_number": "381000999", "dossier_id": fresh})
    assert Dossier.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"id_number": "12345"}, "có 9 số (chứng minh nhân dân) hoặc 12 số (căn cước)"),
        ({"kind": "business", "id_number": "123456789"}, "Mã số thuế có 10 số"),
        ({"phone": "12"}, "Số điện thoại bắt đầu bằng 0"),
        ({"name": ""}, "Ghi họ và tên"),
        ({"email": "ten@"}, "Thư điện tử viết như ten@noigui.vn"),
        ({"commune": "Xã Không Có"}, "Chưa thấy xã, phường này"),
        ({"paper-LA": "on", "originals-LA": "1"}, "không có trong danh mục đã công khai"),
        ({"originals-P1": "mười"}, "Ghi lại số bản của “Giấy đề nghị mua điện”"),
        ({"procedure": ""}, "Chọn thủ tục: bấm Alt và số"),
        ({"procedure": "9.999999"}, "Không có thủ tục nào mang mã 9.999999"),
        ({"on_behalf": "on", "by_name": ""}, "Ghi họ và tên"),
        ({"result_channel": "bồ câu"}, ""),
    ],
)
def test_what_is_typed_wrong_is_said_and_kept_and_changes_nothing(lan: Client, counter: Counter, typed, sentence):
    answer = lan.post(DESK, desk_values(counter, address="Ấp Đất Mũi", **typed))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Dossier.objects.exists()
    assert sentence in page
    assert 'class="errsum"' in page
    assert "<title>Lỗi:" in page
    assert 'value="Ấp Đất Mũi"' in page
    for value in typed.values():
        assert value in page


def test_a_missing_paper_is_guided_not_received(lan: Client, counter: Counter):
    values = desk_values(counter)
    del values["paper-P3"]

    answer = lan.post(DESK, values)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Dossier.objects.exists()
    assert "Còn thiếu: Giấy tờ về chỗ ở." in page
    assert "Hướng dẫn bổ sung" in page
    assert "Sổ hộ khẩu, sổ đỏ hoặc hợp đồng thuê nhà" in page
    assert 'value="receive"' not in page


def test_a_paper_that_may_lack_is_not_asked_for(lan: Client, counter: Counter):
    answer = lan.post(DESK, desk_values(counter))  # without P4

    assert answer.status_code == 302


def test_a_procedure_out_of_force_is_not_received(lan: Client, counter: Counter):
    old = create_version(counter.department, code="2.000001", valid_to=counter.version.valid_from.replace(month=8))

    answer = lan.post(DESK, desk_values(counter, procedure=old.procedure.code))

    assert answer.status_code == 422
    assert "không có hiệu lực ngày 22/10/2018" in answer.content.decode()


def test_a_procedure_of_another_desk_is_not_received(lan: Client, counter: Counter):
    elsewhere = create_version(counter.department, levels=("commune",))

    answer = lan.post(DESK, desk_values(counter, procedure=elsewhere.procedure.code))

    assert "không tiếp nhận thủ tục" in answer.content.decode()


def test_of_several_cases_one_must_be_chosen(lan: Client, counter: Counter):
    counter.with_cases()

    answer = lan.post(DESK, desk_values(counter, case=""))

    assert answer.status_code == 422
    assert "Chọn một trường hợp" in answer.content.decode()
    assert lan.post(DESK, desk_values(counter, case="nha-rieng")).status_code == 302
    assert Dossier.objects.get().case.name == "Nhà riêng"


def test_who_hands_in_for_another_stands_on_the_dossier(lan: Client, counter: Counter):
    lan.post(DESK, desk_values(counter, on_behalf="on", by_name="Trần Văn Út", by_id_number="381 000 777", by_phone=""))

    assert Dossier.objects.get().submitter.name == "Trần Văn Út"
    assert Dossier.objects.get().submitter.id_number == "381000777"


def test_a_refusal_at_the_desk_is_on_record_with_its_reason(lan: Client, counter: Counter):
    answer = lan.post(DESK, desk_values(counter, do="refuse", reason="Việc này của Sở Xây dựng."), follow=True)

    dossier = Dossier.objects.get()
    assert dossier.status == "refused"
    assert dossier.code is None
    assert "Việc này của Sở Xây dựng." in answer.content.decode()


def test_a_refusal_without_a_reason_is_asked_for_one(lan: Client, counter: Counter):
    answer = lan.post(DESK, desk_values(counter, do="refuse", reason=" "))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Dossier.objects.exists()
    assert "Ghi rõ lý do và nơi bà con cần tới" in page
    assert '<dialog class="dlg" id="tu-choi" aria-labelledby="tu-choi-ten" open>' in page


@pytest.mark.parametrize("role", ["specialist", "leader", "chair", "trainer"])
def test_only_who_holds_a_counter_post_may_enter(counter: Counter, role):
    somebody = create_officer(role, counter.centre)
    client = Client()
    client.force_login(somebody)

    for address in (DESK, "/lam-viec/quay/truc-tuyen/", "/lam-viec/quay/tra-ket-qua/", "/lam-viec/quay/ho-so/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "Việc này của cán bộ một cửa tại quầy." in answer.content.decode()
    assert client.post(DESK, desk_values(counter)).status_code == 403
    assert not Dossier.objects.exists()


def test_a_stranger_is_asked_to_sign_in(counter: Counter):
    answer = Client().get(DESK)

    assert answer.status_code == 302
    assert answer.url.startswith("/tai-khoan/")


def test_a_post_that_ended_lets_nobody_in(counter: Counter):
    former = create_user()
    create_officer("counter", counter.centre, user=former, valid_to=counter.version.valid_from)
    client = Client()
    client.force_login(former)

    assert client.get(DESK).status_code == 403


def test_a_reception_costs_few_statements(lan: Client, counter: Counter, django_assert_max_num_queries):
    values = desk_values(counter)
    counter.receive()

    with django_assert_max_num_queries(9 + SIGNED_IN + SAVEPOINT):
        lan.post(DESK, values)


def test_the_desk_is_read_with_few_statements(lan: Client, counter: Counter, django_assert_max_num_queries):
    for _dossier in range(3):
        counter.receive()
        counter.submit()
    counter.decided()

    with django_assert_max_num_queries(6 + SIGNED_IN):
        lan.get(DESK)
