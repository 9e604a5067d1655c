"""Quick choices, search, papers, and the live promise."""

from django.test import Client

from motcua.catalogue.models import Fee, RequiredDocument
from motcua.organisations.models import Post
from tests.counter.conftest import DESK, Counter, desk_values, put_the_clock_to
from tests.factories import MONDAY_9AM, create_version, vn


def choose(lan: Client, code: str, **more: str):
    return lan.post(DESK, {"choose": code, "kind": "person", "result_channel": "counter"} | more)


def test_the_quick_choices_are_what_this_officer_received_most(lan: Client, counter: Counter):
    rare, often = create_version(counter.department), create_version(counter.department)
    for version, times in ((rare, 1), (often, 3)):
        for _time in range(times):
            _receive(counter, version)

    names = [choice["code"] for choice in lan.get(DESK).context["choices"]]

    assert names[:2] == [often.procedure.code, rare.procedure.code]
    assert counter.code in names  # filled up with what is popular


def test_the_quick_choices_are_filled_up_from_the_counters_own_fields(lan: Client, counter: Counter):
    Post.objects.filter(user=counter.lan).update(counter_fields=["dien"])

    assert lan.get(DESK).context["choices"] == []

    Post.objects.filter(user=counter.lan).update(counter_fields=["ho-tich"])
    assert [choice["code"] for choice in lan.get(DESK).context["choices"]] == [counter.code]


def test_a_choice_lays_its_papers_on_the_desk_unticked(lan: Client, counter: Counter):
    answer = choose(lan, counter.code, **counter.required)

    rows = answer.context["papers"]
    assert [(row.name, row.is_ticked) for row in rows] == [
        ("Giấy đề nghị mua điện", False),
        ("Giấy tờ tùy thân", False),
        ("Giấy tờ về chỗ ở", False),
        ("Bản vẽ vị trí", False),
    ]
    assert (rows[2].originals, rows[2].copies) == ("0", "1")
    page = answer.content.decode()
    assert "3 ngày làm việc" in page
    assert "Không thu" in page
    assert "Hướng dẫn bổ sung (3 giấy)" in page


def test_the_promise_is_shown_with_the_days_it_was_counted_over(lan: Client, counter: Counter):
    put_the_clock_to(vn("2018-12-28 09:00"))  # before New Year and its swapped day

    page = choose(lan, counter.code).content.decode()

    assert "Thứ Sáu 04/01, trước 17:00" in page
    assert "Tết Dương lịch" in page
    assert "nghỉ hoán đổi" in page


def test_the_preview_says_what_the_receipt_will_say(lan: Client, counter: Counter):
    answer = lan.post(DESK, desk_values(counter, do="", note="Gọi trước"))

    shown = answer.context["receipt"]
    assert shown.applicant == "Trần Thị Bé Ba"
    assert shown.procedure == "Cấp điện mới từ lưới điện hạ áp – mua điện sinh hoạt"
    assert [(row["name"], row["count"], row["kind"]) for row in shown.documents] == [
        ("Giấy đề nghị mua điện", "01", "Bản chính"),
        ("Giấy tờ tùy thân", "01", "Bản chính"),
        ("Giấy tờ về chỗ ở", "01", "Bản sao"),
    ]
    assert shown.due == "17 giờ 00 phút, thứ Năm ngày 25 tháng 10 năm 2018"
    assert shown.note == "Gọi trước"


def test_the_preview_and_the_printed_receipt_agree(lan: Client, counter: Counter):
    values = desk_values(counter)
    before = lan.post(DESK, values | {"do": ""}).context["receipt"]

    after = lan.post(DESK, values, follow=True).context["receipt"]

    written_in_later = {"number", "code", "book_number", "quick_code", "foot"}
    differ = {name for name in before.__dataclass_fields__ if getattr(before, name) != getattr(after, name)}
    assert differ <= written_in_later


def test_a_search_forgives_missing_tones_and_offers_only_what_is_received_here(lan: Client, counter: Counter):
    elsewhere = create_version(counter.department, levels=("commune",)).procedure
    elsewhere.search_text = "lap dien ke o xa"
    elsewhere.save()

    answer = lan.get(f"{DESK}thu-tuc/?query=Lắp điện kế")

    codes = [row["code"] for row in answer.context["found"]]
    assert codes == [counter.code]
    assert 'role="option"' in answer.content.decode()


def test_a_search_without_a_script_offers_buttons(lan: Client, counter: Counter):
    answer = lan.post(DESK, {"do": "search", "query": "lap dien ke", "kind": "person", "result_channel": "counter"})

    assert f'<button name="choose" value="{counter.code}">' in answer.content.decode()


def test_each_case_has_its_own_papers(lan: Client, counter: Counter):
    counter.with_cases()

    unchosen = choose(lan, counter.code)
    assert unchosen.context["choice"].needs_case
    rented = lan.post(DESK, desk_values(counter, do="", case="nha-thue"))

    assert [row.code for row in rented.context["papers"]][-1] == "P9"
    assert [document.code for document in rented.context["missing"]] == ["P9"]


def test_fees_stand_beside_the_name(lan: Client, counter: Counter):
    Fee.objects.filter(version=counter.version).update(amount=135_000)

    assert "135.000" in choose(lan, counter.code).content.decode()


def test_the_answer_to_a_script_holds_only_the_form(lan: Client, counter: Counter):
    answer = lan.post(DESK, {"choose": counter.code}, headers={"HX-Request": "true"})

    page = answer.content.decode()
    assert "<html" not in page
    for part in ("nguoi", "thu-tuc", "giay-to", "phai", "du"):
        assert f'id="{part}"' in page


def test_names_from_the_catalogue_are_text_and_never_markup(lan: Client, counter: Counter):
    RequiredDocument.objects.filter(version=counter.version, code="P1").update(name="<script>alert(1)</script>")

    page = choose(lan, counter.code, name="<b>Ai đó</b>", number="<i>").content.decode()

    assert "<script>alert" not in page
    assert "<b>Ai đó" not in page


def _receive(counter: Counter, version) -> None:
    from motcua.dossiers import actions
    from tests.factories import acting, create_application

    application = create_application(version, counter.centre)
    actions.receive_at_counter(application=application, by=acting(counter.lan), at=MONDAY_9AM)
