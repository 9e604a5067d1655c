from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.lib import vietnamese
from motcua.lib.clock import VIETNAM

THURSDAY_FIVE = datetime(2018, 10, 25, 17, 0, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Lắp điện kế", "lap dien ke"),
        ("  ĐẦM   DƠI ", "dam doi"),
        ("Ắ Ỗ Ự Ỵ đ Đ", "a o u y d d"),
        ("Lắp điện kế", "lap dien ke"),  # typed on a Mac: letters and marks apart
    ],
)
def test_folding_forgives_diacritics_case_and_spaces(typed: str, folded: str) -> None:
    assert vietnamese.fold(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = vietnamese.fold(text)

    assert vietnamese.fold(once) == once


def test_people_are_sorted_by_given_name_with_letters_before_tones() -> None:
    names = ["Trần Thị Bé Ba", "Lê Văn Ân", "Phạm An", "Đỗ Bà", "Nguyễn Thị Bé", "Võ Đạt", "Võ Dũng", "Lê An", "Mai Bã"]

    names.sort(key=vietnamese.given_name_key)

    assert names == [
        "Lê An", "Phạm An", "Lê Văn Ân", "Trần Thị Bé Ba", "Đỗ Bà", "Mai Bã", "Nguyễn Thị Bé", "Võ Dũng", "Võ Đạt",
    ]  # fmt: skip


def test_a_name_with_foreign_letters_and_an_empty_one_can_be_sorted_too() -> None:
    assert sorted(["Nguyễn Zoë", "", "Trần A2"], key=vietnamese.given_name_key) == ["", "Trần A2", "Nguyễn Zoë"]


def test_a_moment_always_carries_its_weekday() -> None:
    assert vietnamese.when(THURSDAY_FIVE) == "thứ Năm 25/10/2018, 17:00"
    assert vietnamese.when(THURSDAY_FIVE, "en") == "Thursday 25 October 2018, 17:00"
    assert vietnamese.when(THURSDAY_FIVE, year=False) == "thứ Năm 25/10, 17:00"
    assert vietnamese.day(date(2018, 10, 28)) == "Chủ nhật 28/10/2018"
    assert vietnamese.day(date(2018, 3, 4), "en-gb") == "Sunday 4 March 2018"


def test_official_papers_write_noughts_before_small_days_and_the_first_two_months() -> None:
    assert vietnamese.formal_day(date(2018, 2, 5)) == "ngày 05 tháng 02 năm 2018"
    assert vietnamese.formal_day(date(2018, 3, 15)) == "ngày 15 tháng 3 năm 2018"
    assert vietnamese.formal_moment(THURSDAY_FIVE) == "17 giờ 00 phút, ngày 25 tháng 10 năm 2018"


def test_numbers_wear_the_separators_of_the_language() -> None:
    assert vietnamese.number(17383) == "17.383"
    assert vietnamese.number(1234567.891, 2) == "1.234.567,89"
    assert vietnamese.number(17383, language="en") == "17,383"
    assert vietnamese.percent(99.09) == "99,09\u00a0%"
    assert vietnamese.percent(98, language="en") == "98.00%"
    assert vietnamese.dong(135000) == "135.000\u00a0đ"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0900000427", "0900 000 427"),
        ("0900.000.427", "0900 000 427"),
        ("02903831013", "0290 383 1013"),
        ("113", "113"),
    ],
)
def test_telephone_numbers_stand_in_groups(typed: str, shown: str) -> None:
    assert vietnamese.phone(typed) == shown


def test_the_quick_code_stands_in_the_groups_of_the_receipt() -> None:
    assert vietnamese.quick_code("1810420768") == "1810 4207 68"
    assert vietnamese.quick_code("123") == "123"


def test_a_masked_name_keeps_the_family_name_only() -> None:
    assert vietnamese.masked_name("Trần Thị Bé Ba") == "Trần T. B. B."
    assert vietnamese.masked_name("") == ""


def test_an_avatar_shows_the_last_two_words() -> None:
    assert vietnamese.initials("Lê Mỹ Hạnh") == "MH"
    assert vietnamese.initials("hanh") == "H"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (124, "2 giờ 04 phút"),
        (120, "2 giờ"),
        (45, "45 phút"),
        (0, "0 phút"),
        (-5, "0 phút"),
        (480 * 3, "3 ngày"),
        (1900, "3 ngày"),
    ],
)
def test_working_minutes_that_are_left(minutes: int, words: str) -> None:
    assert vietnamese.time_left(minutes) == words


@pytest.mark.parametrize(
    ("minutes", "words"), [(1, "trễ 1 phút"), (200, "trễ 3 giờ"), (480, "trễ 1 ngày"), (481, "trễ 2 ngày")]
)
def test_a_day_of_lateness_that_has_begun_counts(minutes: int, words: str) -> None:
    assert vietnamese.lateness(minutes) == words


def test_lateness_and_time_left_in_english() -> None:
    assert vietnamese.lateness(481, language="en") == "2 d late"
    assert vietnamese.time_left(124, language="en") == "2 h 04 min"
