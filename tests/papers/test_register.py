"""The register book: columns of law.md §4.7, numbers without gaps, closed by the head, open to nobody afterwards."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from motcua.dossiers.lifecycle import StalePage, StepNotYours
from motcua.organisations.models import Agency, Role
from motcua.papers import actions, queries
from motcua.papers.documents import register
from tests.factories import acting, create_agency, create_officer, vn
from tests.papers.reading import page_sizes, signature_of, text_of

NEW_YEAR = vn("2019-01-02 08:00")


def close(office, *, by=None, year=2018, at=NEW_YEAR):
    return actions.close_book(unit=office.centre, year=year, by=acting(by or office.head, at=at), at=at)


def test_the_closed_book_is_a4_signed_and_has_every_column(office, tmp_path):
    returned = office.return_result(office.decided(), at=vn("2018-10-23 09:30"))
    office.receive(result_channel="post")

    book = close(office)

    pdf = queries.content_of(book.papers.get())
    text = text_of(pdf, by="-raw")
    for said in [
        "SỔ THEO DÕI HỒ SƠ",
        "Năm 2018 · Quyển số: 2018",
        "Mã hồ sơ",
        "Tên thủ tục hành chính",
        "Tên cá nhân, tổ chức",
        "Nhận và trả kết quả",
        "Ghi chú",
        returned.code,
        "Đăng ký khai sinh",
        "Trần Thị Bé Ba",
        "có 1 trang, ghi hồ sơ từ số 01 đến số 02. Khóa sổ lúc 08 giờ 00 phút, ngày 02 tháng 01 năm 2019;",
        "Trần Văn Bảy",
        "Trang 1/1",
    ]:
        assert said in text
    assert (book.rows, page_sizes(pdf)) == (2, [(297, 210)])
    assert signature_of(pdf, tmp_path)["Signature Validation"] == "Signature is Valid."


def test_rows_stand_in_the_order_of_their_numbers_and_none_is_missing(office):
    for _ in range(5):
        office.receive()

    assert [row.book_number for row in queries.rows_of(office.centre, 2018)] == [1, 2, 3, 4, 5]


def test_a_long_book_is_issued_in_volumes_whose_numbers_go_on(office, monkeypatch):
    monkeypatch.setattr(register, "VOLUME", 2)
    for _ in range(5):
        office.receive()

    volumes = list(close(office).papers.order_by("part"))

    texts = [text_of(queries.content_of(volume)) for volume in volumes]
    assert len(volumes) == 3
    assert "từ số 03 đến số 04; cả quyển có 5 hồ sơ" in texts[1]
    assert "tập 3/3" in texts[2]


def test_nothing_is_entered_in_a_closed_book(office):
    office.receive()
    close(office)

    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        office.receive(at=vn("2018-12-31 09:00"))

    assert queries.is_closed(office.centre, 2018)
    assert queries.why_no_more_rows(office.centre, 2018) == (
        "Sổ theo dõi năm 2018 đã khóa ngày 02/01/2019, không ghi thêm được. Ghi hồ sơ này vào sổ năm nay."
    )
    assert queries.why_no_more_rows(office.centre, 2019) == ""
    assert office.receive(at=vn("2019-01-02 09:00")).book_number == 1


def test_a_dossier_of_a_closed_book_still_moves_on(office):
    dossier = office.receive(at=vn("2018-12-28 09:00"))
    close(office)

    assert office.take_over(dossier, at=vn("2019-01-02 09:00")).status == "in_progress"


def test_only_the_head_closes_a_book(office):
    for stranger in (office.lan, office.sau):
        with pytest.raises(StepNotYours, match="người đứng đầu"):
            close(office, by=stranger)
    centre = create_officer(Role.CENTRE, office.centre)

    assert close(office, by=centre).closed_by == centre


def test_a_year_that_is_not_over_cannot_be_closed(office):
    with pytest.raises(ValidationError, match="Khóa sổ từ ngày 01/01/2019"):
        close(office, at=vn("2018-12-31 17:30"))


def test_a_book_is_closed_once(office):
    close(office)

    with pytest.raises(ValidationError, match="đã khóa rồi"):
        close(office)


def test_a_unit_that_ended_closes_its_book_within_the_year_by_its_heirs_head(office):
    heir = create_agency("moi", desk_name="Bộ phận Một cửa mới", valid_from=date(2018, 12, 1))
    Agency.objects.filter(pk=office.centre.pk).update(valid_to=date(2018, 12, 1), successor=heir)
    office.centre.refresh_from_db()
    leader = create_officer(Role.LEADER, heir)
    at = vn("2018-12-03 08:00")

    assert close(office, by=leader, at=at).rows == 0


def test_a_book_that_has_grown_since_it_was_looked_at_stays_open(office):
    office.receive()

    with pytest.raises(StalePage, match="nay tới số 01"):
        actions.close_book(
            unit=office.centre, year=2018, by=acting(office.head, at=NEW_YEAR), at=NEW_YEAR, expected_rows=0
        )

    assert not queries.is_closed(office.centre, 2018)


def test_an_open_book_is_printed_volume_by_volume_and_says_that_it_is_open(office, monkeypatch):
    monkeypatch.setattr(register, "VOLUME", 2)
    for _ in range(3):
        office.receive()
    (book,) = queries.registers_of([office.centre])

    text = text_of(register.as_it_stands(book, part=2, at=vn("2018-10-22 15:00"), by_name="Lê Mỹ Lan"))

    assert "tập 2/2" in text
    assert "từ số 03 đến số 03" in text
    assert "Sổ đang mở; bản in này ghi tới 15 giờ 00 phút" in text
    assert "NGƯỜI IN SỔ" in text and "Lê Mỹ Lan" in text
    assert "THỦ TRƯỞNG" not in text and "Ký số" not in text, "nobody has signed it"


def test_the_books_of_a_unit_are_told_with_their_last_number(office, django_assert_num_queries):
    office.receive(at=vn("2018-12-28 09:00"))
    close(office)
    office.receive(at=vn("2019-01-02 09:00"))
    office.receive(at=vn("2019-01-02 09:00"))

    with django_assert_num_queries(2):
        books = queries.registers_of([office.centre])

    assert [(book.year, book.rows, book.closed is not None) for book in books] == [(2019, 2, False), (2018, 1, True)]
