"""The eighteen examples of the law study (law.md §5.4), and the one printed in the public contract."""

import pytest

from tests.working_time.moments import at, promise

BY_DATE = [
    ("2026-04-23 09:00", "3 working days", "2026-04-29 17:00"),  # 27/4 off
    ("2026-02-13 09:00", "5 working days", "2026-02-27 17:00"),  # Tết
    ("2026-08-21 09:00", "5 working days", "2026-08-27 17:00"),  # Saturday 22/8 works
    ("2025-04-25 09:00", "3 working days", "2025-04-29 17:00"),  # Saturday 26/4 works
    ("2025-04-28 09:00", "3 working days", "2025-05-06 17:00"),  # 30/4 to 2/5 off
    ("2018-12-27 09:00", "3 working days", "2019-01-03 17:00"),  # 31/12 swapped off, 1/1
    ("2024-04-26 09:00", "5 working days", "2024-05-07 17:00"),  # 29/4 to 1/5 off, Saturday 4/5 works
    ("2026-11-23 09:00", "1 working day", "2026-11-25 17:00"),  # the new holiday of 24/11
    ("2026-01-09 09:00", "1 working day", "2026-01-10 17:00"),  # make-up Saturday
    ("2022-04-08 09:00", "1 working day", "2022-04-12 17:00"),  # a holiday on Sunday gives Monday off
    ("2026-04-15 09:00", "15 days", "2026-05-04 17:00"),  # 30/4 is a holiday
    ("2025-04-18 09:00", "15 days", "2025-05-05 17:00"),  # 3/5 is a Saturday
    ("2026-11-09 09:00", "15 days", "2026-11-25 17:00"),  # 24/11 is a holiday
]
BY_HOURS = [
    ("2026-06-15 09:00", "0.5 working day", "2026-06-15 15:00"),
    ("2026-06-15 15:30", "0.5 working day", "2026-06-16 09:30"),
    ("2026-06-19 16:30", "1 working day", "2026-06-22 16:30"),
    ("2026-06-15 09:00", "3 working days", "2026-06-18 09:00"),
    ("2026-06-20 09:00", "0.5 working day", "2026-06-22 11:00"),  # received on a Saturday
]


@pytest.mark.parametrize(("received", "limit", "expected"), BY_DATE)
def test_whole_days_are_counted_by_date_and_end_at_closing(received, limit, expected):
    promised = promise(received, limit)

    assert (promised.due_at, promised.method) == (at(expected), "date")


@pytest.mark.parametrize(("received", "limit", "expected"), BY_HOURS)
def test_hours_and_fractions_run_on_the_clock(received, limit, expected):
    promised = promise(received, limit, method="hours")

    assert (promised.due_at, promised.method) == (at(expected), "hours")


def test_the_example_of_the_public_contract_is_answered_to_the_letter():
    answer = promise("2026-04-23 09:00", "3 working days").as_json()

    assert answer["due_at"] == "2026-04-29T17:00:00+07:00"
    assert (answer["rules"], answer["method"]) == ("nd118-2025", "date")
    assert answer["derivation"] == [
        {"date": "2026-04-24", "counted": True, "reason": "ngày làm việc"},
        {"date": "2026-04-27", "counted": False, "reason": "nghỉ bù Giỗ Tổ Hùng Vương"},
        {"date": "2026-04-28", "counted": True, "reason": "ngày làm việc"},
        {"date": "2026-04-29", "counted": True, "reason": "ngày làm việc"},
    ]
