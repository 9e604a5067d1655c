"""Time limits as people and decrees write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.working_time import limits
from motcua.working_time.limits import Limit, Segment, Unit, UnreadableLimit


@pytest.mark.parametrize(
    ("text", "english", "vietnamese"),
    [
        ("3 working days", "3 working days", "3 ngày làm việc"),
        ("1 working day", "1 working day", "1 ngày làm việc"),
        ("0.5 working day", "0.5 working day", "0,5 ngày làm việc"),
        ("1.50 working days", "1.5 working days", "1,5 ngày làm việc"),
        ("15 days + 8 working days", "15 days + 8 working days", "15 ngày + 8 ngày làm việc"),
        ("2 months", "2 months", "2 tháng"),
        ("1 month", "1 month", "1 tháng"),
        ("4 working hours", "4 working hours", "4 giờ làm việc"),
        ("08 Ngày làm việc", "8 working days", "8 ngày làm việc"),
        ("0,5 ngày làm việc", "0.5 working day", "0,5 ngày làm việc"),
        ("15 ngày+08 ngày làm việc", "15 days + 8 working days", "15 ngày + 8 ngày làm việc"),
        ("  2   THÁNG ", "2 months", "2 tháng"),
        ("3ngày", "3 days", "3 ngày"),
        ("100 days", "100 days", "100 ngày"),
    ],
)
def test_a_limit_is_read_in_both_languages_and_written_in_both(text, english, vietnamese):
    limit = limits.parse(text)

    assert str(limit) == english
    assert limits.in_vietnamese(limit) == vietnamese
    assert limits.parse(english) == limits.parse(vietnamese) == limit


def test_letters_composed_of_several_signs_are_the_same_letters():
    assert limits.parse("3 nga\u0300y la\u0300m vie\u0323\u0302c") == limits.parse("3 ngày làm việc")


@pytest.mark.parametrize(
    ("text", "code", "shows"),
    [
        ("", "empty", "3 ngày làm việc"),
        ("   ", "empty", "3 ngày làm việc"),
        ("5 days +", "empty", "3 ngày làm việc"),
        ("days", "no_number", "days"),
        ("ba ngày", "no_number", "ba ngày"),
        ("5", "no_unit", "5 ngày"),
        ("3 weeks", "unknown_unit", "weeks"),
        ("3 giờ", "unknown_unit", "giờ làm việc"),
        ("3 hours", "unknown_unit", "working hours"),
        ("1e5 days", "unknown_unit", "e5 days"),
        ("3 working days; 5 days", "unknown_unit", "working days; 5 days"),
        ("3 days 4 months", "unknown_unit", "days 4 months"),
        ("1.5 days", "fraction", "1.5 days"),
        ("1,0 tháng", "fraction", "1,0 tháng"),
        ("0 days", "not_positive", "0 days"),
        ("-3 working days", "not_positive", "-3 working days"),
        ("99999 days", "too_long", "9999"),
    ],
)
def test_what_cannot_be_read_is_refused_with_how_to_write_it(text, code, shows):
    with pytest.raises(UnreadableLimit) as refusal:
        limits.parse(text)

    assert refusal.value.code == code
    assert shows in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_long_nonsense_is_quoted_shortened():
    with pytest.raises(UnreadableLimit) as refusal:
        limits.parse("3 " + "x" * 10_000)

    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize(
    ("text", "needs_hours"),
    [
        ("3 working days", False),
        ("3.0 working days", False),
        ("0.5 working day", True),
        ("4 working hours", True),
        ("15 days + 0.5 working day", True),
        ("15 days + 2 months", False),
    ],
)
def test_hours_and_fractions_need_the_hours_method(text, needs_hours):
    assert limits.parse(text).needs_hours is needs_hours


def test_a_limit_built_by_hand_is_checked_as_one_that_is_read():
    for broken in [(), (Segment(Decimal("1.5"), Unit.DAYS),), (Segment(Decimal(0), Unit.WORKING_DAYS),)]:
        with pytest.raises(UnreadableLimit):
            Limit(broken)


segments = st.one_of(
    st.builds(
        Segment,
        st.decimals("0.01", 999, places=2),
        st.sampled_from([Unit.WORKING_DAYS, Unit.WORKING_HOURS]),
    ),
    st.builds(Segment, st.integers(1, 999).map(Decimal), st.sampled_from([Unit.DAYS, Unit.MONTHS])),
)


@given(st.lists(segments, min_size=1, max_size=4))
def test_what_is_written_is_read_back(drawn):
    limit = Limit(tuple(drawn))

    assert limits.parse(str(limit)) == limit
    assert limits.parse(limits.in_vietnamese(limit)) == limit


@given(st.text(max_size=30))
def test_any_text_is_either_a_limit_or_refused(text):
    try:
        assert limits.parse(text).segments
    except UnreadableLimit as refusal:
        assert refusal.code in UnreadableLimit.SENTENCES
