"""What a specialist does: take over, propose, pass on; and what happens when it cannot be done."""

import pytest
from django.test import Client

from motcua.catalogue.models import ProcessStep
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, Event, Result
from motcua.organisations.models import Role
from tests.casework.conftest import BENCH, TEN, Department, put_the_clock_to, signed_in, text_of
from tests.factories import MONDAY_9AM, acting, create_agency, create_officer, vn


def at(dossier: Dossier, verb: str) -> str:
    return f"{BENCH}{dossier.code}/{verb}/"


def post(client: Client, dossier: Dossier, verb: str, **typed: str):
    values = {"version": str(dossier.version_number), "back": "xem=cua-toi"} | typed
    return client.post(at(dossier, verb), values)


def nothing_changed(dossier: Dossier) -> bool:
    fresh = Dossier.objects.get(pk=dossier.pk)
    return fresh.version_number == dossier.version_number and fresh.step_id == dossier.step_id


# Take over


def test_taking_over_puts_the_dossier_into_my_work(office: Department, hai: Client):
    dossier = office.receive()

    answer = post(hai, dossier, "nhan", back="xem=chua-nhan")

    dossier.refresh_from_db()
    assert dossier.officer == office.hai
    assert answer.url == f"{BENCH}?xem=cua-toi&ho-so={dossier.quick_code}"
    assert "Đã nhận xử lý hồ sơ của Trần Thị Bé Ba." in text_of(hai.get(answer.url))


def test_from_its_own_page_one_stays_on_it(office: Department, hai: Client):
    dossier = office.receive()

    assert post(hai, dossier, "nhan", back="").url == f"{BENCH}{dossier.code}/"


def test_a_colleagues_dossier_is_taken_over_knowingly(office: Department, hai: Client):
    hau = create_officer(Role.SPECIALIST, office.department, full_name="Lê Văn Hậu")
    dossier = actions.take_over(dossier=office.receive(), by=acting(hau), at=MONDAY_9AM)

    assert "Đang ở tay Lê Văn Hậu." in text_of(hai.get(f"{BENCH}{dossier.code}/"))
    post(hai, dossier, "nhan")

    assert Dossier.objects.get().officer == office.hai
    assert "từ tay Lê Văn Hậu" in text_of(hai.get(f"{BENCH}{dossier.code}/"))


# Propose


def test_a_proposal_goes_to_the_leader_and_the_next_dossier_comes(office: Department, hai: Client):
    dossier, following = office.in_hand(), office.in_hand()

    answer = post(hai, dossier, "trinh-ky", outcome="granted", summary="Đủ giấy tờ.")

    result = Result.objects.get()
    assert (result.outcome, result.summary, result.proposed_by) == ("granted", "Đủ giấy tờ.", office.hai)
    assert answer.url == f"{BENCH}?xem=cua-toi&vua={dossier.quick_code}"
    page = text_of(hai.get(answer.url))
    assert "Đã trình ký hồ sơ" in page
    assert f'id="chi-tiet" aria-label="Hồ sơ đang chọn" data-code="{following.quick_code}"' in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"outcome": "granted", "summary": ""}, "Ghi vài dòng để lãnh đạo biết ký cái gì và vì sao."),
        ({"outcome": "granted", "summary": "  \n "}, "Ghi vài dòng để lãnh đạo biết ký cái gì và vì sao."),
        ({"outcome": "", "summary": "Đủ."}, "Chọn đề xuất: đồng ý hoặc từ chối giải quyết."),
        ({"outcome": "perhaps", "summary": "Đủ."}, "Chọn đề xuất: đồng ý hoặc từ chối giải quyết."),
    ],
)
@pytest.mark.parametrize("back", ["xem=cua-toi", ""])
def test_a_proposal_without_words_or_outcome_says_what_to_add(
    office: Department, hai: Client, typed: dict[str, str], sentence: str, back: str
):
    dossier = office.in_hand()

    answer = post(hai, dossier, "trinh-ky", back=back, **typed)

    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert "<title>Lỗi:" in page
    assert nothing_changed(dossier)
    assert typed["summary"].strip() in page


def test_what_was_typed_stays_when_a_colleague_was_quicker(office: Department, hai: Client):
    hau = create_officer(Role.SPECIALIST, office.department, full_name="Lê Văn Hậu")
    dossier = office.in_hand()
    actions.take_over(dossier=dossier, by=acting(hau, at=vn("2018-10-22 09:52")), at=vn("2018-10-22 09:52"))

    answer = post(hai, dossier, "trinh-ky", outcome="granted", summary="Chữ gõ cả buổi sáng")

    page = text_of(answer)
    assert answer.status_code == 412
    assert "Lê Văn Hậu vừa chuyển hồ sơ này lúc 09:52." in page
    assert f'<a href="{BENCH}{dossier.code}/">Xem bản mới</a>' in page
    assert "Chữ gõ cả buổi sáng" in page
    assert not Result.objects.exists()


def test_a_stale_page_can_be_sent_again_when_the_verb_is_still_open(office: Department, hai: Client):
    dossier = office.in_hand()
    stale = dossier.version_number - 1

    answer = post(hai, dossier, "trinh-ky", version=str(stale), outcome="refused", summary="Chưa đủ")
    page = text_of(answer)

    assert answer.status_code == 412
    assert f'name="version" value="{dossier.version_number}"' in page
    assert ">Chưa đủ</textarea>" in page
    assert 'value="refused"' in page
    assert "checked" in page


def test_somebody_elses_dossier_is_refused_with_whose_it_is(office: Department, hai: Client):
    hau = create_officer(Role.SPECIALIST, office.department, full_name="Lê Văn Hậu")
    dossier = actions.take_over(dossier=office.receive(), by=acting(hau), at=MONDAY_9AM)

    answer = post(hai, dossier, "trinh-ky", outcome="granted", summary="Giành việc")

    assert answer.status_code == 403
    assert "Hồ sơ đang ở tay Lê Văn Hậu." in text_of(answer)
    assert "Giành việc" in text_of(answer)
    assert nothing_changed(dossier)


def test_a_step_that_is_not_open_says_where_the_dossier_stands(office: Department, hai: Client):
    dossier = office.proposed()

    answer = post(hai, dossier, "trinh-ky", outcome="granted", summary="Lần nữa")

    assert answer.status_code == 409
    assert "chưa tới việc “Trình ký”" in text_of(answer)
    assert Event.objects.filter(verb="propose").count() == 1


def test_a_dossier_that_was_sent_back_opens_with_what_was_proposed(office: Department, hai: Client):
    dossier = office.proposed()
    dossier = actions.send_back(dossier=dossier, reason="Thiếu căn cứ", by=acting(office.sau), at=MONDAY_9AM)

    page = text_of(hai.get(f"{BENCH}{dossier.code}/"))
    post(hai, dossier, "trinh-ky", outcome="granted", summary="Đã thêm căn cứ")

    assert ">Đủ điều kiện.</textarea>" in page
    assert "Võ Thị Sáu trả lại:" in page
    assert Result.objects.get().summary == "Đã thêm căn cứ"


# Pass on


def test_passing_on_to_a_colleague_gives_it_into_their_hands(office: Department, hai: Client):
    hau = create_officer(Role.SPECIALIST, office.department, full_name="Lê Văn Hậu")
    dossier = office.in_hand()

    answer = post(hai, dossier, "chuyen", to=str(hau.pk), note="Việc của anh quen hơn")

    dossier.refresh_from_db()
    assert dossier.officer == hau
    assert answer.url == f"{BENCH}?xem=cua-toi&vua={dossier.quick_code}"
    page = text_of(signed_in(hau).get(f"{BENCH}{dossier.code}/"))
    assert "Việc của anh quen hơn" in page


def test_passing_on_to_the_next_step_moves_it_to_the_other_agency(office: Department, hai: Client):
    police = create_agency("cong-an-tinh", name="Công an tỉnh", short_name="Công an tỉnh")
    process = office.version.processes.get()
    ProcessStep.objects.filter(process=process, kind__in=("approval", "return")).delete()
    for position, (name, kind, place, agency) in enumerate(
        (
            ("Xác minh", "handling", "named", police),
            ("Phê duyệt", "approval", "competent", None),
            ("Trả kết quả", "return", "desk", None),
        ),
        3,
    ):
        role = {"handling": "specialist", "approval": "leader", "return": "counter"}[kind]
        ProcessStep.objects.create(
            process=process, position=position, name=name, kind=kind, place=place, agency=agency, role=role, half_days=1
        )
    dossier = office.in_hand()

    page = text_of(hai.get(f"{BENCH}{dossier.code}/"))
    assert "Chuyển bước “Xác minh”, Công an tỉnh" in page
    assert "Trình ký <kbd>" not in page
    post(hai, dossier, "chuyen", to="buoc-ke")

    dossier.refresh_from_db()
    assert dossier.holder == police


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("", "Chọn người nhận hoặc bước kế."),
        ("999999", "Người này không nhận hồ sơ ở đây được."),
        ("x", "Người này không nhận hồ sơ ở đây được."),
        ("buoc-ke", "Chọn người nhận, hoặc bấm “Trình ký”."),
    ],
)
def test_passing_on_to_nobody_says_whom_to_choose(office: Department, hai: Client, to: str, sentence: str):
    create_officer(Role.SPECIALIST, office.department)
    dossier = office.in_hand()

    answer = post(hai, dossier, "chuyen", to=to, note="Lời nhắn còn đây")

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Lời nhắn còn đây" in text_of(answer)
    assert nothing_changed(dossier)


def test_a_leader_puts_a_dossier_into_somebodys_hands_and_they_go_on_from_there(
    office: Department, hai: Client, sau: Client
):
    dossier = office.receive()

    post(sau, dossier, "chuyen", to=str(office.hai.pk))
    dossier.refresh_from_db()
    assert "Nhận xử lý <kbd>" in text_of(hai.get(f"{BENCH}?ho-so={dossier.quick_code}"))
    post(hai, dossier, "nhan")
    dossier.refresh_from_db()
    answer = post(hai, dossier, "trinh-ky", outcome="granted", summary="Đủ.")

    assert answer.status_code == 302
    assert Result.objects.get().proposed_by == office.hai


# At the door


@pytest.mark.parametrize("verb", ["nhan", "trinh-ky", "chuyen"])
def test_whoever_loads_the_address_of_a_verb_is_led_to_the_dossier(office: Department, hai: Client, verb: str):
    dossier = office.in_hand()

    assert hai.get(at(dossier, verb)).url == f"{BENCH}{dossier.code}/"


@pytest.mark.parametrize("verb", ["nhan", "trinh-ky", "chuyen"])
def test_another_agency_can_do_nothing(office: Department, verb: str):
    dossier = office.in_hand()
    stranger = signed_in(create_officer(Role.SPECIALIST, create_agency()))

    assert post(stranger, dossier, verb, to="1", outcome="granted", summary="x").status_code == 404
    assert nothing_changed(dossier)


def test_the_counter_that_received_it_may_look_and_not_touch(office: Department):
    dossier = office.in_hand()
    lan = signed_in(office.lan)

    assert lan.get(f"{BENCH}{dossier.code}/").status_code == 200
    answer = post(lan, dossier, "trinh-ky", outcome="granted", summary="x")
    assert answer.status_code == 403
    assert "Việc này của Chuyên viên tại Sở Tư pháp." in text_of(answer)


@pytest.mark.parametrize(
    ("verb", "typed"), [("chuyen", {"to": "999999"}), ("chuyen", {"to": ""}), ("trinh-ky", {"outcome": "perhaps"})]
)
def test_who_may_not_is_told_so_and_not_how_to_fill_in_the_form(office: Department, verb: str, typed: dict[str, str]):
    dossier = office.in_hand()

    answer = post(signed_in(office.lan), dossier, verb, **typed)

    assert answer.status_code == 403
    assert "Việc này của Chuyên viên tại Sở Tư pháp" in text_of(answer)
    assert "Chọn" not in text_of(answer)
    assert nothing_changed(dossier)


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "xem=<script>", "ho-so=1&sau=x" * 200])
def test_the_way_back_never_leads_elsewhere(office: Department, hai: Client, back: str):
    dossier = office.in_hand()
    put_the_clock_to(TEN)

    answer = post(hai, dossier, "trinh-ky", outcome="granted", summary="Đủ.", back=back)

    assert answer.status_code in (302, 422)
    assert answer.status_code == 422 or answer.url.startswith(BENCH)


# What it costs


@pytest.mark.parametrize(
    ("verb", "typed", "most"),
    [
        ("nhan", {}, 10),
        ("trinh-ky", {"outcome": "granted", "summary": "Đủ điều kiện."}, 12),
    ],
)
def test_a_verb_costs_few_statements_for_the_whole_request(
    office: Department, hai: Client, verb: str, typed: dict[str, str], most: int, django_assert_max_num_queries
):
    dossier = office.receive() if verb == "nhan" else office.in_hand()
    for _ in range(3):
        office.receive()

    with django_assert_max_num_queries(most + 2):  # BEGIN and COMMIT, here a savepoint's
        answer = post(hai, dossier, verb, **typed)

    assert answer.status_code == 302
