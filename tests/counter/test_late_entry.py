"""The grid of late entry as a plain form: what is typed, what is understood, what comes back to be mended."""

from datetime import timedelta

import pytest
from django.test import Client

from motcua.catalogue.models import ProcedureVersion
from motcua.counter import ledger_days
from motcua.dossiers.models import Dossier
from motcua.lib.uuid7 import uuid7
from motcua.papers.models import Book
from tests.counter.conftest import Counter, put_the_clock_to
from tests.factories import MONDAY_9AM, create_version, vn

GRID = "/lam-viec/quay/nhap-bu/"
CELLS = ("procedure", "received", "number", "name", "decided", "returned")


def sheet(*rows: tuple[str, ...]) -> dict[str, str]:
    """Return the form of ten rows in which these are filled in, cell by cell from the left."""
    values = {}
    for place in range(10):
        typed = rows[place] if place < len(rows) else ()
        values[f"{place}-id"] = str(uuid7())
        values |= {f"{place}-{cell}": typed[at] if at < len(typed) else "" for at, cell in enumerate(CELLS)}
    return values


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("221018", "2018-10-22 08:00"),
        ("22102018", "2018-10-22 08:00"),
        ("2210", "2018-10-22 08:00"),
        ("22/10", "2018-10-22 08:00"),
        ("22-10-2018", "2018-10-22 08:00"),
        ("1.8.18", "2018-08-01 08:00"),
        ("3/11", "2017-11-03 08:00"),
        ("221018 1430", "2018-10-22 14:30"),
        ("15/10 7:05", "2018-10-15 07:05"),
        ("15/10 14h", "2018-10-15 14:00"),
    ],
)
def test_days_are_typed_as_they_stand_in_the_ledger(text, moment):
    assert ledger_days.read(text, at=vn("2018-10-22 09:00")) == vn(moment)


@pytest.mark.parametrize("text", ["hôm qua", "31/2", "99", "22/10 25:00", "22/10 sáng", "221318"])
def test_what_is_no_day_says_how_to_write_one(text):
    with pytest.raises(ValueError, match=r"Ghi|Không có"):
        ledger_days.read(text, at=MONDAY_9AM)


def test_a_day_without_an_hour_never_lies_before_what_came_first_or_after_now():
    early = vn("2018-10-22 07:20")

    assert ledger_days.read("22/10", at=early) == early
    assert ledger_days.read("15/10", at=early, not_before=vn("2018-10-15 15:00")) == vn("2018-10-15 15:00")


def test_a_sheet_of_lines_becomes_dossiers(lan: Client, counter: Counter):
    answer = lan.post(
        GRID,
        sheet(
            (counter.code, "10/10", "381000123", "Trần Thị Bé Ba", "15/10", "16/10"),
            ('"', '"', "0900000428", "Lê Văn Tư"),
        ),
        follow=True,
    )

    first, second = Dossier.objects.order_by("book_number")
    assert (first.status, second.status) == ("returned", "received")
    assert first.entered_at == second.entered_at == MONDAY_9AM
    assert second.applicant.phone == "0900000428" and second.received_at == vn("2018-10-10 08:00")
    page = answer.content.decode()
    assert "Đã nhập bù 2 hồ sơ." in page and first.code in page and second.code in page


def test_letters_of_the_name_and_a_known_number_are_enough(lan: Client, counter: Counter):
    counter.receive()

    lan.post(GRID, sheet(("dien ke moi", "10/10", "381000123")))

    late = Dossier.objects.get(entered_at__isnull=False)
    assert late.applicant.name == "Trần Thị Bé Ba" and late.applicant.address == "Ấp Tân Ánh"
    assert late.version == counter.version


def test_good_rows_are_saved_and_bad_ones_come_back_as_typed(lan: Client, counter: Counter):
    answer = lan.post(
        GRID,
        sheet(
            (counter.code, "10/10", "381000123", "Trần Thị Bé Ba"),
            (counter.code, "32/10", "381000999", "Lê Văn Tư"),
            (counter.code, "11/10", "", "Võ Văn Năm", "9/10"),
            ("9.404404", "11/10", "", "Võ Văn Sáu"),
        ),
    )

    assert answer.status_code == 422 and Dossier.objects.count() == 1
    page = answer.content.decode()
    assert 'value="32/10"' in page and 'value="Lê Văn Tư"' in page and 'value="Trần Thị Bé Ba"' not in page
    assert "Không có ngày 32/10" in page
    assert "Ngày có kết quả ở trước ngày ghi bên trái" in page
    assert "9.404404" in page and "Còn 3 chỗ cần sửa" in page


def test_words_that_fit_several_procedures_ask_for_the_code(lan: Client, counter: Counter):
    counter.with_neighbours()
    ProcedureVersion.objects.update(state="published")

    answer = lan.post(GRID, sheet(("dien", "10/10", "", "Lê Văn Tư")))

    assert answer.status_code == 422
    assert "Có nhiều thủ tục giống vậy" in answer.content.decode() and counter.code in answer.content.decode()


def test_the_same_sheet_sent_twice_is_entered_once(lan: Client, counter: Counter):
    values = sheet((counter.code, "10/10", "381000123", "Trần Thị Bé Ba"))

    lan.post(GRID, values)
    lan.post(GRID, values)

    assert Dossier.objects.count() == 1


def test_rows_in_which_only_the_copied_cells_stand_are_left_out(lan: Client, counter: Counter):
    lan.post(GRID, sheet((counter.code, "10/10", "", "Lê Văn Tư"), (counter.code, "10/10")))

    assert Dossier.objects.count() == 1


def test_an_empty_sheet_says_so(lan: Client, counter: Counter):
    assert "Chưa có dòng nào để nhập." in lan.post(GRID, sheet(), follow=True).content.decode()


def test_a_year_whose_book_is_closed_takes_no_more_lines(lan: Client, counter: Counter):
    Book.objects.create(unit=counter.centre, year=2018, rows=0, closed_at=MONDAY_9AM, closed_by=counter.lan)

    answer = lan.post(GRID, sheet((counter.code, "10/10", "", "Lê Văn Tư")))

    assert answer.status_code == 422 and "đã khóa" in answer.content.decode()
    assert not Dossier.objects.exists()


def test_the_page_takes_as_many_questions_for_ten_rows_as_for_none(
    lan: Client, counter: Counter, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16):
        lan.get(GRID)


def test_the_list_of_a_day_is_printed_with_the_days_of_the_paper(lan: Client, counter: Counter):
    lan.post(GRID, sheet((counter.code, "10/10", "", "Lê Văn Tư", "15/10", "16/10")))

    page = lan.get(f"{GRID}danh-sach/?ngay=2018-10-22").content.decode()
    assert "Lê Văn Tư" in page and "10/10/2018" in page and "16/10/2018" in page and "Lê Mỹ Lan" in page
    assert "Lê Văn Tư" not in lan.get(f"{GRID}danh-sach/?ngay=2018-10-21").content.decode()


def test_a_late_entry_bears_its_mark_for_ever(lan: Client, counter: Counter):
    lan.post(GRID, sheet((counter.code, "10/10", "", "Lê Văn Tư")))
    put_the_clock_to(MONDAY_9AM + timedelta(days=1))
    dossier = Dossier.objects.get()

    page = lan.get(f"/lam-viec/quay/ho-so/{dossier.code}/").content.decode()
    assert "Nhập bù" in page.split("</nav>", 1)[1]


def test_only_a_counter_enters(counter: Counter):
    client = Client()
    client.force_login(counter.hai)

    assert client.get(GRID).status_code == client.post(GRID, sheet()).status_code == 403


def test_a_procedure_of_another_desk_is_refused(lan: Client, counter: Counter):
    elsewhere = create_version(counter.department, received_at=counter.department)

    answer = lan.post(GRID, sheet((elsewhere.procedure.code, "10/10", "", "Lê Văn Tư")))

    assert answer.status_code == 422 and "không tiếp nhận thủ tục" in answer.content.decode()
