"""The promise and what becomes of it: start, segments, months, stops, lateness."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from motcua.law import rule_sets
from motcua.working_time import due_dates, limits
from motcua.working_time.calendar import CalendarEnds
from motcua.working_time.due_dates import Outcome, Stop, Uncountable
from tests.working_time.moments import CALENDAR, at, promise

MONDAY_9AM, WEDNESDAY_10AM, FRIDAY_8AM = "2026-06-15 09:00", "2026-06-17 10:00", "2026-06-19 08:00"


class TestTheStart:
    @pytest.mark.parametrize(
        ("received", "due"),
        [
            ("2026-06-15 05:00", "2026-06-18 17:00"),
            ("2026-06-15 12:00", "2026-06-18 17:00"),
            ("2026-06-15 17:00", "2026-06-18 17:00"),
            ("2026-06-15 17:01", "2026-06-19 17:00"),  # after closing: received on Tuesday
            ("2026-06-20 09:00", "2026-06-25 17:00"),  # on Saturday: received on Monday
            ("2026-04-30 10:30", "2026-05-07 17:00"),  # on a holiday, not at midnight
        ],
    )
    def test_the_day_received_is_not_counted_and_a_closed_office_receives_on_the_next(self, received, due):
        assert promise(received, "3 working days").due_at == at(due)

    def test_calendar_days_count_from_the_same_day(self):
        assert promise("2026-06-15 17:01", "3 days").due_at == at("2026-06-19 17:00")
        assert promise("2026-06-20 09:00", "3 days").due_at == at("2026-06-25 17:00")

    def test_a_rule_set_may_take_a_late_dossier_on_the_day_itself(self):
        rules = replace(rule_sets.ND118_2025, outside_hours="same_day")

        def due_at(received: str, limit: str) -> datetime:
            return due_dates.due(at(received), limits.parse(limit), rules=rules, calendar=CALENDAR).due_at

        assert due_at("2026-06-15 17:01", "3 working days") == at("2026-06-18 17:00")
        assert due_at("2026-06-20 09:00", "3 working days") == at("2026-06-24 17:00")
        assert due_at("2026-06-20 09:00", "3 days") == at("2026-06-23 17:00")

    def test_a_moment_in_another_zone_is_the_same_moment(self):
        in_utc = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)  # 17:30 in Cà Mau

        due_date = due_dates.due(in_utc, limits.parse("3 working days"), rules=rule_sets.ND118_2025, calendar=CALENDAR)

        assert due_date.due_at == at("2026-06-19 17:00")
        assert due_date.derivation[0].date == at("2026-06-15 00:00").date()


class TestTheMethod:
    def test_a_fraction_or_hours_always_run_on_the_clock(self):
        for limit in ("0.5 working day", "4 working hours", "15 days + 0.5 working day"):
            assert promise(MONDAY_9AM, limit, method="date").method == "hours"
            assert promise(MONDAY_9AM, limit).method == "hours"

    def test_whole_days_run_on_the_clock_only_when_asked(self):
        assert promise(MONDAY_9AM, "3 working days").due_at == at("2026-06-18 17:00")
        assert promise(MONDAY_9AM, "3 working days", method="hours").due_at == at("2026-06-18 09:00")

    def test_a_rule_set_may_prefer_hours(self):
        rules = replace(rule_sets.ND118_2025, due_method="hours")
        due_date = due_dates.due(at(MONDAY_9AM), limits.parse("3 working days"), rules=rules, calendar=CALENDAR)

        assert due_date.due_at == at("2026-06-18 09:00")

    def test_days_beside_hours_keep_the_clock_time_and_end_in_working_time(self):
        assert promise("2026-06-15 09:00", "15 days + 4 working hours").due_at == at("2026-06-30 15:00")
        assert promise("2026-06-15 09:00", "5 days", method="hours").due_at == at("2026-06-22 07:00")  # from Saturday
        assert promise("2026-06-15 09:00", "1 month", method="hours").due_at == at("2026-07-15 09:00")

    def test_an_unknown_method_is_refused(self):
        with pytest.raises(Uncountable, match=r"date .* hours"):
            promise(MONDAY_9AM, "3 working days", method="guess")


class TestMonths:
    @pytest.mark.parametrize(
        ("received", "limit", "due"),
        [
            ("2026-06-15 09:00", "1 month", "2026-07-15 17:00"),
            ("2026-03-31 09:00", "1 month", "2026-05-04 17:00"),  # 30/4, a holiday; then 1/5 and the weekend
            ("2025-12-31 09:00", "2 months", "2026-03-02 17:00"),  # the last of February is a Saturday
            ("2024-01-31 09:00", "1 month", "2024-02-29 17:00"),  # a leap year
            ("2025-06-12 09:00", "12 months", "2026-06-12 17:00"),
            ("2026-05-15 09:00", "1 month", "2026-06-15 17:00"),
        ],
    )
    def test_they_end_on_the_corresponding_day_or_the_last_of_the_month(self, received, limit, due):
        assert promise(received, limit).due_at == at(due)


class TestSegments:
    def test_each_begins_where_the_one_before_it_ended(self):
        # 15 days from Monday 15/6 end on Tuesday 30/6; eight working days after it
        assert promise(MONDAY_9AM, "15 days + 8 working days").due_at == at("2026-07-10 17:00")

    def test_a_segment_that_ends_on_a_day_off_ends_on_the_next_working_day(self):
        # 12 days from 15/6 end on Saturday 27/6, so on Monday 29/6; the working day after it is Tuesday
        assert promise(MONDAY_9AM, "12 days + 1 working day").due_at == at("2026-06-30 17:00")

    def test_two_segments_are_two_limits_in_a_row(self):
        first = promise(MONDAY_9AM, "12 days")
        second = due_dates.due(
            first.due_at, limits.parse("1 working day"), rules=rule_sets.ND118_2025, calendar=CALENDAR
        )

        assert second.due_at == promise(MONDAY_9AM, "12 days + 1 working day").due_at


class TestStops:
    def test_the_clock_resumes_with_the_days_that_were_left(self):
        # Five working days from Monday: due next Monday. Stopped from the second day to the fourth: two given back.
        assert promise(MONDAY_9AM, "5 working days").due_at == at("2026-06-22 17:00")
        stopped = promise(MONDAY_9AM, "5 working days", stopped=((WEDNESDAY_10AM, FRIDAY_8AM),))

        assert stopped.due_at == at("2026-06-24 17:00")

    def test_by_hours_the_very_minutes_left_are_given_back(self):
        # 24 working hours from Monday 09:00; stopped Wednesday 10:00 with 7 left
        stopped = promise(MONDAY_9AM, "24 working hours", stopped=((WEDNESDAY_10AM, FRIDAY_8AM),))

        assert stopped.due_at == at("2026-06-19 17:00")

    def test_a_stop_that_begins_and_ends_on_one_day_changes_no_date(self):
        stopped = promise(MONDAY_9AM, "5 working days", stopped=(("2026-06-17 08:00", "2026-06-17 16:00"),))

        assert stopped.due_at == promise(MONDAY_9AM, "5 working days").due_at

    @pytest.mark.parametrize(
        "weekend", [("2026-06-20 08:00", "2026-06-21 20:00"), ("2026-06-19 18:00", "2026-06-22 08:00")]
    )
    @pytest.mark.parametrize("method", ["date", "hours"])
    def test_a_stop_outside_working_time_changes_nothing_by_date(self, weekend, method):
        plain = promise(MONDAY_9AM, "8 working days", method=method)
        stopped = promise(MONDAY_9AM, "8 working days", method=method, stopped=(weekend,))

        gained = CALENDAR.between(plain.due_at, stopped.due_at)
        assert gained == (60 if method == "hours" and weekend[1].endswith("22 08:00") else 0)

    def test_a_stop_on_the_last_day_leaves_the_rest_of_the_day_of_resuming(self):
        stopped = promise(MONDAY_9AM, "2 working days", stopped=((WEDNESDAY_10AM, "2026-06-22 09:00"),))

        assert stopped.due_at == at("2026-06-22 17:00")

    def test_calendar_days_are_given_back_as_calendar_days(self):
        # Ten days from 15/6 end on 25/6; stopped from 17/6 to 22/6: five days later, 30/6
        stopped = promise(MONDAY_9AM, "10 days", stopped=((WEDNESDAY_10AM, "2026-06-22 09:00"),))

        assert stopped.due_at == at("2026-06-30 17:00")

    def test_the_days_left_are_those_of_the_limit_and_not_those_it_was_moved_by(self):
        # Five days from 15/6 end on Saturday 20/6, moved to Monday 22/6; stopped on Monday nothing is left
        assert promise(MONDAY_9AM, "5 days").due_at == at("2026-06-22 17:00")
        stopped = promise(MONDAY_9AM, "5 days", stopped=(("2026-06-22 08:00", "2026-06-25 08:00"),))

        assert stopped.due_at == at("2026-06-25 17:00")

    def test_stops_in_any_order_count_once_where_they_overlap(self):
        one = promise(MONDAY_9AM, "5 working days", stopped=((WEDNESDAY_10AM, "2026-06-26 09:00"),))
        same = promise(
            MONDAY_9AM,
            "5 working days",
            stopped=(("2026-06-19 08:00", "2026-06-26 09:00"), (WEDNESDAY_10AM, "2026-06-22 09:00")),
        )

        assert one.due_at == same.due_at
        assert same.stopped == (Stop(at(WEDNESDAY_10AM), at("2026-06-26 09:00")),)

    def test_a_stop_in_the_second_segment_delays_only_that(self):
        stopped = promise(MONDAY_9AM, "15 days + 8 working days", stopped=(("2026-07-02 09:00", "2026-07-06 09:00"),))

        assert stopped.due_at == at("2026-07-14 17:00")

    def test_a_stop_over_the_seam_of_two_segments_counts_once(self):
        stopped = promise(MONDAY_9AM, "15 days + 8 working days", stopped=(("2026-06-29 09:00", "2026-07-02 09:00"),))

        # one day of the first segment is left on 2/7, so it ends on 3/7; eight working days later
        assert stopped.due_at == at("2026-07-15 17:00")

    @pytest.mark.parametrize("method", ["date", "hours"])
    def test_what_was_late_stays_late(self, method):
        plain = promise(MONDAY_9AM, "2 working days", method=method)
        stopped = promise(
            MONDAY_9AM, "2 working days", method=method, stopped=(("2026-06-18 09:00", "2026-06-25 09:00"),)
        )

        assert stopped.due_at == plain.due_at

    def test_a_stop_that_ends_before_it_begins_is_refused(self):
        with pytest.raises(Uncountable, match="08:00 19/06/2026"):
            promise(MONDAY_9AM, "2 working days", stopped=((FRIDAY_8AM, WEDNESDAY_10AM),))

    def test_a_stop_before_the_reception_is_refused(self):
        with pytest.raises(Uncountable, match="tiếp nhận 09:00 15/06/2026"):
            promise(MONDAY_9AM, "2 working days", stopped=(("2026-06-12 09:00", WEDNESDAY_10AM),))


class TestResumingAndRestarting:
    def test_resuming_gives_back_what_was_left(self):
        promised = promise(MONDAY_9AM, "5 working days")

        resumed = due_dates.resumed(promised, stopped_at=at(WEDNESDAY_10AM), resumed_at=at(FRIDAY_8AM))

        assert resumed == promise(MONDAY_9AM, "5 working days", stopped=((WEDNESDAY_10AM, FRIDAY_8AM),))

    def test_restarting_counts_the_whole_limit_anew(self):
        promised = promise(MONDAY_9AM, "5 working days")

        restarted = due_dates.restarted(promised, stopped_at=at(WEDNESDAY_10AM), resumed_at=at(FRIDAY_8AM))

        assert restarted.due_at == promise(FRIDAY_8AM, "5 working days").due_at == at("2026-06-26 17:00")
        assert restarted.rules == promised.rules

    def test_restarting_after_the_due_date_buys_no_time(self):
        promised = promise(MONDAY_9AM, "1 working day")

        assert due_dates.restarted(promised, stopped_at=at(WEDNESDAY_10AM), resumed_at=at(FRIDAY_8AM)) is promised
        assert (
            due_dates.resumed(promised, stopped_at=at(WEDNESDAY_10AM), resumed_at=at(FRIDAY_8AM)).due_at
            == promised.due_at
        )

    def test_a_restarted_dossier_stays_under_the_decree_of_its_reception(self):
        promised = promise("2026-08-03 09:00", "5 working days")

        restarted = due_dates.restarted(promised, stopped_at=at("2026-08-04 09:00"), resumed_at=at("2026-08-10 09:00"))

        assert restarted.rules == "nd118-2025"

    def test_after_a_supplement_both_dates_are_kept_the_laws_and_the_statistics(self):
        promised = promise(MONDAY_9AM, "5 working days")

        after = due_dates.after_supplement(promised, asked_at=at(WEDNESDAY_10AM), completed_at=at(FRIDAY_8AM))

        assert after.promised.due_at == at("2026-06-26 17:00")
        assert after.statistical.due_at == at("2026-06-24 17:00")

    def test_a_restart_before_the_stop_is_refused(self):
        with pytest.raises(Uncountable):
            due_dates.restarted(
                promise(MONDAY_9AM, "5 working days"), stopped_at=at(FRIDAY_8AM), resumed_at=at(WEDNESDAY_10AM)
            )


class TestLateness:
    @pytest.mark.parametrize(
        ("finished", "outcome"),
        [
            ("2026-06-17 17:00", Outcome.EARLY),
            ("2026-06-18 07:00", Outcome.ON_TIME),
            ("2026-06-18 17:00", Outcome.ON_TIME),
            ("2026-06-18 17:00:01", Outcome.LATE),
            ("2026-06-19 07:00", Outcome.LATE),
        ],
    )
    def test_early_is_a_day_before_on_time_is_the_same_day_late_is_after(self, finished, outcome):
        assert due_dates.classify(at(finished), at("2026-06-18 17:00")) is outcome

    def test_the_day_is_the_vietnamese_one(self):
        finished = datetime(2026, 6, 17, 18, tzinfo=UTC)  # 01:00 on the 18th in Cà Mau

        assert due_dates.classify(finished, at("2026-06-18 17:00")) is Outcome.ON_TIME

    def test_time_left_is_negative_when_overdue(self):
        due_at = at("2026-06-18 17:00")

        assert due_dates.working_time_left(at("2026-06-18 16:00"), due_at, CALENDAR) == 60
        assert due_dates.working_time_left(at("2026-06-19 08:00"), due_at, CALENDAR) == -60
        assert due_dates.working_days_left(at("2026-06-18 08:00"), due_at, CALENDAR) == 0
        assert due_dates.working_days_left(at("2026-06-15 08:00"), due_at, CALENDAR) == 3
        assert due_dates.working_days_left(at("2026-06-22 08:00"), due_at, CALENDAR) == -2


class TestDerivation:
    def test_a_reception_outside_hours_is_explained_first(self):
        first = promise("2026-06-19 18:00", "1 working day").derivation[0]

        assert first.as_json() == {
            "date": "2026-06-19",
            "counted": False,
            "reason": "nhận ngoài giờ làm việc, tính là nhận thứ Hai 22/06/2026",
        }

    def test_solar_days_count_days_off_and_the_move_past_them_is_shown(self):
        lines = promise("2026-04-29 09:00", "2 days").derivation + promise("2026-06-15 09:00", "5 days").derivation

        assert [(f"{day.date:%d/%m}", day.counted, day.reason) for day in lines] == [
            ("30/04", True, "Ngày Chiến thắng 30/4, vẫn tính vì thời hạn theo ngày"),
            ("01/05", True, "Quốc tế Lao động 1/5, vẫn tính vì thời hạn theo ngày"),
            ("02/05", False, "nghỉ hằng tuần"),
            ("03/05", False, "nghỉ hằng tuần"),
            ("04/05", False, "ngày làm việc đầu tiên sau ngày nghỉ"),
            ("16/06", True, "tính theo ngày"),
            ("17/06", True, "tính theo ngày"),
            ("18/06", True, "tính theo ngày"),
            ("19/06", True, "tính theo ngày"),
            ("20/06", True, "nghỉ hằng tuần, vẫn tính vì thời hạn theo ngày"),
            ("21/06", False, "nghỉ hằng tuần"),
            ("22/06", False, "ngày làm việc đầu tiên sau ngày nghỉ"),
        ]

    def test_hours_say_how_many_were_counted_each_day(self):
        lines = promise("2026-06-19 16:30", "9 working hours").derivation

        assert [(day.date.day, day.counted, day.reason, day.minutes) for day in lines] == [
            (19, True, "tính 30 phút", 30),
            (22, True, "tính 8 giờ", 480),
            (23, True, "tính 30 phút", 30),
        ]

    def test_the_days_in_which_the_clock_stood_are_shown(self):
        lines = promise(MONDAY_9AM, "4 working days", stopped=((WEDNESDAY_10AM, FRIDAY_8AM),)).derivation

        assert [(day.date.day, day.counted, day.reason) for day in lines] == [
            (16, True, "ngày làm việc"),
            (17, True, "ngày làm việc"),
            (18, False, "đồng hồ dừng"),
            (19, False, "đồng hồ dừng"),
            (22, True, "ngày làm việc"),
            (23, True, "ngày làm việc"),
        ]

    def test_the_article_is_that_of_the_units_and_of_the_decree(self):
        assert promise(MONDAY_9AM, "2 months").article == (
            "Bộ luật Dân sự 2015 Điều 147.2, 148.1, 148.3, 148.5; Nghị định 118/2025/NĐ-CP"
        )
        assert promise(MONDAY_9AM, "4 working hours").article.startswith("Bộ luật Dân sự 2015 Điều 147.1;")


@pytest.mark.parametrize(
    "limit", ["9999 working days", "9999 days", "9999 months", "9999 working hours", "9999 days + 9999 months"]
)
def test_beyond_the_known_years_there_is_no_due_date(limit):
    with pytest.raises(CalendarEnds):
        promise(MONDAY_9AM, limit)
