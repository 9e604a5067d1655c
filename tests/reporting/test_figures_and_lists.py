"""Every figure of the monitoring room equals the list that it opens (an earlier system's did not)."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import actions as verbs
from motcua.dossiers.models import Dossier
from motcua.lib.prepared import Prepared
from motcua.organisations.models import Agency, Kind, Role
from motcua.reporting import queries
from motcua.reporting.queries import By
from motcua.reporting.queries.progress import span_of
from motcua.reporting.weeks import Week
from motcua.working_time import due_dates
from tests.factories import Office, acting, create_agency, create_officer, create_version, vn
from tests.hearing import hear

pytestmark = pytest.mark.django_db

NOW = vn("2018-10-24 10:00")  # a Wednesday
WEEK = Week.of(NOW.date())


class Province(Office):
    """Two departments with dossiers in every state that a Wednesday morning can find them in."""

    def __init__(self) -> None:
        super().__init__()
        self.first_department, self.first_version = self.department, self.version
        self.other = create_agency("so-xay-dung", name="Sở Xây dựng")
        self.other_hai = create_officer(Role.SPECIALIST, self.other)
        self.other_sau = create_officer(Role.LEADER, self.other)
        self.other_version = create_version(self.other, limit="5 working days")
        self.commune = create_agency("xa-vien-an", kind=Kind.COMMUNE, name="Xã Viên An")
        self.play()
        hear()

    def play(self) -> None:
        """Bring the dossiers about, by the verbs that officers use."""
        self.overdue = self.receive(at=vn("2018-10-17 09:00"))  # due on Monday 22
        self.due_today_unsent = self.receive(at=vn("2018-10-19 09:00"))  # due on Wednesday 24
        self.due_today_sent = self.sent(self.receive(at=vn("2018-10-19 09:30")), at=vn("2018-10-24 08:00"))
        self.due_tomorrow_unsent = self.receive(at=vn("2018-10-22 09:00"))  # due on Thursday 25
        self.due_tomorrow_done = self.decided(at=vn("2018-10-22 10:00"), decided_at=vn("2018-10-23 10:00"))
        self.on_course = self.receive(at=vn("2018-10-24 09:00"))  # due on Monday 29
        self.late = self.decided(at=vn("2018-10-15 09:00"), decided_at=vn("2018-10-23 09:00"))
        self.on_time = self.decided(at=vn("2018-10-15 09:00"), decided_at=vn("2018-10-18 16:00"))
        withdrawn = self.receive(at=vn("2018-10-22 09:00"))
        verbs.withdraw(dossier=withdrawn, reason="Đổi ý.", by=acting(self.lan), at=vn("2018-10-22 11:00"))
        self.use(self.other, self.other_version)
        self.other_far = self.receive(at=vn("2018-10-24 09:00"))  # five days: due on Wednesday 31
        self.other_near = self.receive(at=vn("2018-10-19 08:00"))  # due on Friday 26
        self.use(self.first_department, self.first_version)

    def sent(self, dossier: Dossier, *, at: object) -> Dossier:
        return self.propose(self.take_over(dossier, at=at), at=at)  # type: ignore[arg-type]

    def use(self, department: Agency, version: object) -> None:
        self.department, self.version = department, version  # type: ignore[assignment]


def codes(dossiers: Iterable[Dossier]) -> set[str | None]:
    return {dossier.code for dossier in dossiers}


def test_each_dossier_stands_where_the_definitions_put_it() -> None:
    province = Province()

    assert codes(queries.overdue(at=NOW)) == codes([province.overdue])
    assert codes(queries.unsent_for_tomorrow(at=NOW)) == codes([province.due_tomorrow_unsent])
    assert codes(queries.due_soon(at=NOW)) == codes(
        [
            province.due_today_unsent, province.due_today_sent, province.due_tomorrow_unsent, province.on_course,
            province.other_near,
        ]
    )  # fmt: skip
    assert codes(queries.at_risk(at=NOW)) == codes([province.due_today_unsent, province.due_tomorrow_unsent])
    a_day_later = NOW + timedelta(days=1, hours=-2)  # nobody has begun on what is due the day after
    assert province.other_near.code in codes(queries.at_risk(at=a_day_later))
    assert not queries.awaiting_supplement()


def test_the_figures_of_each_agency_equal_their_lists() -> None:
    Province()

    figures = queries.due_soon_by_agency(at=NOW)

    assert {row.agency.key for row in figures} == {"so-tu-phap", "so-xay-dung"}
    for row in figures:
        assert row.due_soon == queries.due_soon(at=NOW, agency=row.agency).count()
        assert row.at_risk == queries.at_risk(at=NOW, agency=row.agency).count()
        assert row.overdue == queries.overdue(at=NOW, agency=row.agency).count()
    assert [row.at_risk for row in figures] == sorted((row.at_risk for row in figures), reverse=True)
    assert sum(row.due_soon for row in figures) == queries.due_soon(at=NOW).count()


def test_the_columns_of_the_week_equal_their_lists() -> None:
    Province()

    days = queries.days_ahead(at=NOW)

    assert [column.day for column in days] == [date(2018, 10, day) for day in (24, 25, 26, 29, 30)]
    for column in days:
        for part in ("risk", "todo", "done"):
            listed = queries.due_on(column.day, at=NOW, part=part)
            assert getattr(column, part) == listed.count(), (column.day, part)
        assert column.all == queries.due_on(column.day, at=NOW).count()
    assert (days[0].risk, days[0].todo, days[0].done) == (1, 0, 1)
    assert (days[1].risk, days[1].todo, days[1].done) == (1, 0, 1)
    assert (days[3].risk, days[3].todo, days[3].done) == (0, 1, 0)


@pytest.mark.parametrize("later", [timedelta(minutes=90), timedelta(days=1), timedelta(days=5)], ids=str)
def test_the_figures_are_those_of_the_moment_they_are_asked_about(later: timedelta) -> None:
    Province()

    for at in (NOW, NOW + later):
        for column in queries.days_ahead(at=at):
            for part in ("risk", "todo", "done"):
                listed = queries.due_on(column.day, at=at, part=part)
                assert getattr(column, part) == listed.count(), (at, column.day, part)
        for row in queries.due_soon_by_agency(at=at):
            assert row.at_risk == queries.at_risk(at=at, agency=row.agency).count()
            assert row.overdue == queries.overdue(at=at, agency=row.agency).count()


def test_what_was_due_earlier_today_is_late_and_stays_in_todays_column() -> None:
    office = Office(limit="1 working hour")
    office.receive(at=vn("2018-10-24 08:00"))

    today = queries.days_ahead(at=NOW)[0]

    assert queries.overdue(at=NOW).count() == 1
    assert not queries.due_soon(at=NOW)
    assert (today.risk, queries.due_on(today.day, at=NOW, part="risk").count()) == (1, 1)


def test_the_progress_of_each_agency_equals_its_lists() -> None:
    province = Province()
    first, last = date(2018, 10, 15), date(2018, 10, 24)

    figures = queries.progress(first=first, last=last)

    for row in figures:
        whose = queries.of_agency(row.agency)
        assert row.received == queries.received(first=first, last=last, whose=whose).count()
        for outcome in ("early", "on_time", "late"):
            listed = queries.finished(first=first, last=last, outcome=outcome, whose=whose)
            assert getattr(row, outcome) == listed.count(), outcome
        assert row.finished == queries.finished(first=first, last=last, whose=whose).count()
    mine = next(row for row in figures if row.agency == province.department)
    assert (mine.received, mine.early, mine.on_time, mine.late) == (9, 1, 1, 1)  # a withdrawal is no decision


@pytest.mark.parametrize(
    "finished_at", ["2018-10-24 23:59:59", "2018-10-25 00:00:00", "2018-10-25 17:00:00", "2018-10-25 17:00:01"]
)
def test_what_is_counted_is_classified_by_the_one_definition(finished_at: str) -> None:
    office = Office()
    dossier = office.decided(at=vn("2018-10-22 09:00"), decided_at=vn(finished_at))  # due on Thursday at 17:00
    assert dossier.finished_at and dossier.due_at
    hear()

    said = str(due_dates.classify(dossier.finished_at, dossier.due_at))

    day = date(2018, 10, 25)
    found = [
        outcome
        for outcome in ("early", "on_time", "late")
        if queries.finished(first=day - timedelta(days=2), last=day, outcome=outcome).exists()
    ]
    assert found == [said]


def test_the_weeks_behind_equal_their_lists() -> None:
    province = Province()

    trend = queries.on_time_by_week(at=NOW)[province.department.pk]

    first, last = span_of(8, at=NOW)
    whose = queries.of_agency(province.department)
    decided = queries.finished(first=first, last=last, whose=whose)
    late = queries.finished(first=first, last=last, outcome="late", whose=whose)
    assert (first, last) == (date(2018, 8, 29), date(2018, 10, 23))
    assert len(trend.weeks) == 8
    assert (trend.all, trend.all - trend.in_time) == (decided.count(), late.count()) == (3, 1)
    assert trend.weeks[-1] == (2, 3)


def test_who_uses_the_software_equals_its_lists() -> None:
    province = Province()

    figures = {row.unit.key: row for row in queries.adoption(at=NOW)}

    centre, commune = figures["trung-tam"], figures["xa-vien-an"]
    here = queries.entered(first=WEEK.monday, last=WEEK.sunday, unit=province.centre)
    assert set(figures) == {"trung-tam", "xa-vien-an"}  # departments have no desk of their own
    assert centre.entered == here.count() == 5
    assert (centre.level, centre.days_ago, centre.last_on) == (0, 0, NOW.date())
    assert (commune.level, commune.days_ago, commune.entered) == (3, None, 0)
    weeks = (WEEK, WEEK.plus(-9))
    units = queries.silences(at=NOW, weeks=weeks)
    silent = [{unit.unit.key for unit in units if week in unit.weeks} for week in weeks]
    assert silent == [{"xa-vien-an"}, {"trung-tam", "xa-vien-an"}]
    assert [_silent_in(week) for week in weeks] == [1, 2]


def _silent_in(week: Week) -> int:
    counted = Prepared(lambda: Agency.objects.values(**queries.silent_units()))
    return counted(**queries.silent_in(week, at=NOW))[0]["silent"]


def test_silence_is_that_of_the_weeks_asked_about() -> None:
    Province()
    long_ago = WEEK.plus(-9)

    for weeks in ([WEEK, long_ago], [long_ago, WEEK], [WEEK]):
        silent = {row.unit.key: row.weeks for row in queries.silences(at=NOW, weeks=weeks)}
        assert silent == {"trung-tam": {long_ago} & {*weeks}, "xa-vien-an": {*weeks}}


@pytest.mark.parametrize(("days", "level"), [(0, 0), (1, 1), (5, 1), (6, 2), (90, 2)])
def test_a_units_class_is_the_days_since_its_last_line(days: int, level: int) -> None:
    office = Office()
    office.receive(at=vn("2018-10-01 09:00"))

    (row,) = queries.adoption(at=vn("2018-10-01 10:00") + timedelta(days=days))

    assert (row.days_ago, row.level, row.must_be_called) == (days, level, level >= 2)


def test_a_late_entry_counts_in_the_week_in_which_it_was_made() -> None:
    office = Office()
    office.receive(at=vn("2018-10-22 09:00"), received_at=vn("2018-10-18 09:00"))

    (this_week,) = queries.adoption(at=NOW)
    (last_week,) = queries.adoption(at=NOW, week=WEEK.plus(-1))

    assert (this_week.entered, last_week.entered) == (1, 0)


def test_each_figure_costs_a_few_statements_however_many_agencies_there_are() -> None:
    Province()
    for number in range(5):
        create_agency(f"phuong-{number}", kind=Kind.COMMUNE)
    asked = {
        "due_soon_by_agency": (lambda: queries.due_soon_by_agency(at=NOW), 5),
        "days_ahead": (lambda: queries.days_ahead(at=NOW), 4),
        "progress": (lambda: queries.progress(first=WEEK.monday, last=WEEK.sunday), 2),
        "report": (lambda: queries.report(span=queries.Span(WEEK.monday, WEEK.sunday, NOW), by=By.AGENCY), 5),
        "report by procedure": (
            lambda: queries.report(span=queries.Span(WEEK.monday, WEEK.sunday, NOW), by=By.PROCEDURE),
            3,
        ),
        "on_time_by_week": (lambda: queries.on_time_by_week(at=NOW), 1),
        "adoption": (lambda: queries.adoption(at=NOW), 1),
    }
    for name, (ask, most) in asked.items():
        with CaptureQueriesContext(connection) as captured:
            ask()
        assert len(captured) <= most, name
