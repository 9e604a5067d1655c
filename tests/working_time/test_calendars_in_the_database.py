"""Calendars as rows: loaded, edited, inherited, and noticed at once by every process."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from motcua.working_time import actions, official_days, queries
from motcua.working_time.calendar import DayKind, ImpossibleCalendar, Session, SpecialDay
from motcua.working_time.models import Calendar, CalendarDay, WeeklyHours
from motcua.working_time.official_days import official_calendar
from tests.working_time.moments import at

pytestmark = pytest.mark.django_db

NOW = at("2018-10-22 07:00")
MONDAY = date(2018, 10, 29)
MORNING = (Session(time(7), time(11, 30)),)
STORM = SpecialDay(MONDAY, DayKind.HOLIDAY, "Nghỉ phòng chống bão", "Công điện 01/CĐ-UBND")


@pytest.fixture
def province() -> Calendar:
    return actions.load_official_calendar(at=NOW)


def test_until_one_is_loaded_the_official_calendar_of_the_software_answers():
    assert queries.calendar_of(None) is official_calendar()


def test_the_loaded_calendar_is_the_official_one_to_the_letter(province):
    loaded = queries.calendar_of(None)

    assert loaded is not official_calendar()
    assert loaded.version == official_calendar().version
    assert loaded.special == official_calendar().special
    assert loaded.name == province.name == "Lịch làm việc của tỉnh Cà Mau"


def test_loading_again_changes_nothing(province):
    rows = list(CalendarDay.objects.order_by("date").values())

    again = actions.load_official_calendar(at=at("2018-11-01 07:00"))

    assert (again.pk, again.edition) == (province.pk, province.edition)
    assert list(CalendarDay.objects.order_by("date").values()) == rows
    assert WeeklyHours.objects.count() == 10


def test_an_edit_is_noticed_at_once(province):
    before = queries.calendar_of(None)

    actions.set_day(calendar=province, day=STORM, by="le.my.hanh", at=NOW)

    assert before.is_working_day(MONDAY)
    assert not queries.calendar_of(None).is_working_day(MONDAY)
    assert queries.calendar_of(None).version != before.version
    row = CalendarDay.objects.get(date=MONDAY)
    assert (row.entered_by, row.entered_at, row.legal_basis) == ("le.my.hanh", NOW, "Công điện 01/CĐ-UBND")


def test_a_cleared_day_is_what_its_weekday_says(province):
    actions.set_day(calendar=province, day=STORM, by="le.my.hanh", at=NOW)

    actions.clear_day(calendar=province, day=MONDAY)

    assert queries.calendar_of(None).version == official_calendar().version


def test_asking_costs_one_small_statement(province, django_assert_num_queries):
    own = actions.open_calendar(name="Điện lực")
    queries.calendars_of([None, own.pk])

    with django_assert_num_queries(1):
        queries.calendar_of(own.pk)
    with django_assert_num_queries(1):
        queries.calendars_of([None, own.pk, province.pk])


def test_an_edit_that_was_rolled_back_is_not_remembered(province):
    class TakenBack(Exception):
        pass

    with pytest.raises(TakenBack), transaction.atomic():
        actions.set_day(calendar=province, day=STORM, by="le.my.hanh", at=NOW)
        raise TakenBack

    assert queries.calendar_of(None).is_working_day(MONDAY)


def test_an_agency_has_its_own_hours_and_the_days_off_of_the_province(province):
    own = actions.open_calendar(name="Điện lực Cà Mau", weekly=dict.fromkeys(range(6), MORNING))

    office = queries.calendar_of(own.pk)

    assert office.sessions_on(date(2018, 10, 27)) == MORNING  # a Saturday
    assert not office.is_working_day(date(2018, 12, 31))
    assert office.name == "Điện lực Cà Mau"
    assert queries.calendar_of(None).sessions_on(MONDAY) == official_days.OFFICE_HOURS


def test_an_agency_without_hours_of_its_own_has_the_provinces(province):
    own = actions.open_calendar(name="Sở Tư pháp")

    assert queries.calendar_of(own.pk).sessions_on(MONDAY) == official_days.OFFICE_HOURS
    assert queries.calendar_of(own.pk).version == queries.calendar_of(None).version


def test_a_day_of_the_agency_lies_over_that_of_the_province(province):
    own = actions.open_calendar(name="Cấp nước Cà Mau")
    on_duty = SpecialDay(date(2018, 12, 31), DayKind.MAKE_UP, "trực cấp nước", sessions=MORNING)

    actions.set_day(calendar=own, day=on_duty, by="cap.nuoc", at=NOW)

    assert queries.calendar_of(own.pk).sessions_on(date(2018, 12, 31)) == MORNING
    assert not queries.calendar_of(None).is_working_day(date(2018, 12, 31))


def test_a_new_day_off_of_the_province_reaches_the_agencies(province):
    own = actions.open_calendar(name="Sở Tư pháp")
    queries.calendar_of(own.pk)

    actions.set_day(calendar=province, day=STORM, by="le.my.hanh", at=NOW)

    assert not queries.calendar_of(own.pk).is_working_day(MONDAY)


def test_an_agencys_calendar_works_before_the_provinces_is_loaded():
    own = actions.open_calendar(name="Sở Tư pháp", weekly={0: MORNING})

    assert queries.calendar_of(own.pk).sessions_on(MONDAY) == MORNING
    assert not queries.calendar_of(own.pk).is_working_day(date(2018, 12, 31))


def test_hours_are_replaced_as_a_whole(province):
    changed = actions.set_hours(calendar=province, weekly=dict.fromkeys(range(5), MORNING))

    assert changed.edition != province.edition
    assert queries.calendar_of(None).sessions_on(MONDAY) == MORNING


def test_a_calendar_that_does_not_exist_is_not_the_provinces(province):
    with pytest.raises(Calendar.DoesNotExist):
        queries.calendar_of(province.pk + 1000)


@pytest.mark.parametrize(
    ("day", "error"),
    [
        (STORM._replace(reason="  "), ValidationError),
        (STORM._replace(reason="x" * 201), ValidationError),
        (STORM._replace(kind=DayKind.MAKE_UP), ImpossibleCalendar),
        (STORM._replace(date=date(2028, 1, 3)), ImpossibleCalendar),
        (STORM._replace(kind=DayKind.MAKE_UP, sessions=(Session(time(11), time(7)),)), ImpossibleCalendar),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_is_written(province, day, error):
    with pytest.raises(error):
        actions.set_day(calendar=province, day=day, by="le.my.hanh", at=NOW)

    province.refresh_from_db()
    assert queries.calendar_of(None).version == official_calendar().version
    assert not CalendarDay.objects.exclude(entered_by="").exists()


def test_hours_that_overlap_are_refused_and_nothing_is_written(province):
    with pytest.raises(ImpossibleCalendar):
        actions.set_hours(calendar=province, weekly={0: (Session(time(7), time(12)), Session(time(11), time(17)))})

    assert WeeklyHours.objects.count() == 10


def test_a_newer_release_corrects_its_own_rows_and_leaves_those_of_people(province, monkeypatch):
    actions.set_day(calendar=province, day=STORM, by="le.my.hanh", at=NOW)
    by_hand = SpecialDay(date(2027, 2, 9), DayKind.COMPENSATORY, "nghỉ bù Tết, theo thông báo", "Thông báo 1")
    actions.set_day(calendar=province, day=by_hand, by="le.my.hanh", at=NOW)
    announced = SpecialDay(date(2027, 2, 11), DayKind.COMPENSATORY, "nghỉ bù Tết Nguyên đán", "Thông báo 2")
    release = [day for day in official_days.official_days() if day.date not in {date(2027, 2, 4), date(2027, 2, 10)}]
    newer = official_days.WorkingCalendar(
        name=official_days.NAME, weekly=official_days.WEEKLY, days=[*release, announced], years=official_days.YEARS
    )
    monkeypatch.setattr(official_days, "official_days", lambda: tuple(newer.special.values()))
    monkeypatch.setattr(official_days, "official_calendar", lambda: newer)

    actions.load_official_calendar(at=at("2026-12-01 07:00"))

    calendar = queries.calendar_of(None)
    assert calendar.special[date(2027, 2, 11)] == announced
    assert calendar.special[date(2027, 2, 9)] == by_hand
    assert calendar.special[MONDAY] == STORM
    assert calendar.is_working_day(date(2027, 2, 4))


def test_a_year_is_opened_only_with_its_days_off(province):
    with pytest.raises(ValidationError, match="2028"):
        actions.cover_year(calendar=province, year=2028, days=[], by="le.my.hanh", at=NOW)
    with pytest.raises(ValidationError, match="2027"):
        actions.cover_year(calendar=province, year=2029, days=[], by="le.my.hanh", at=NOW)
    own = actions.open_calendar(name="Sở Tư pháp")
    with pytest.raises(ValidationError, match="lịch chung"):
        actions.cover_year(calendar=own, year=2028, days=[], by="le.my.hanh", at=NOW)

    days = [SpecialDay(date(2028, 2, day), DayKind.HOLIDAY, "Tết Nguyên đán", "thử") for day in range(1, 17)]
    actions.cover_year(calendar=province, year=2028, days=days, by="le.my.hanh", at=NOW)

    assert queries.calendar_of(None).is_working_day(date(2028, 3, 1))
    assert not queries.calendar_of(own.pk).is_working_day(date(2028, 2, 1))


@pytest.mark.parametrize(
    ("sentence", "write"),
    [
        (
            "calendar_default_is_one",
            lambda: Calendar.objects.create(name="Lịch thứ hai", is_default=True, first_year=2018, last_year=2018),
        ),
        (
            "calendar_of_the_province_says_which_years_it_covers",
            lambda: Calendar.objects.update(first_year=None),
        ),
        (
            "session_closes_after_it_opens",
            lambda: WeeklyHours.objects.filter(weekday=0).update(closes=time(6)),
        ),
        (
            "make_up_day_has_hours_of_its_own_or_of_another_day",
            lambda: CalendarDay.objects.filter(kind="make_up").update(makes_up_for=None),
        ),
        (
            "day_opens_as_often_as_it_closes",
            lambda: CalendarDay.objects.filter(kind="make_up").update(hours=[time(7)]),
        ),
    ],
)
def test_the_database_itself_refuses_what_must_not_be(province, sentence, write):
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        write()
