"""The figures of satisfaction: exact, with their denominators, and equal to the rows behind them."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers import quick_codes
from motcua.organisations.models import Kind
from motcua.ratings import actions, queries
from motcua.ratings.actions import Counted
from motcua.ratings.models import DailyRatings, Level, MonthlyRatings, SatisfactionRecord
from motcua.ratings.percentages import percent_of
from motcua.ratings.queries import Satisfaction
from tests.factories import MONDAY_9AM, Office, create_agency, vn

FROM, TO = date(2018, 1, 1), date(2018, 9, 30)
#: What the article of October 2018 says of the four places with rating devices
ARTICLE = {
    "trung-tam": (17_383, Decimal("99.09")),
    "ca-mau": (21_701, Decimal("98.93")),
    "cai-nuoc": (2_114, Decimal("98.58")),
    "nam-can": (2_902, Decimal("98.00")),
}


@pytest.mark.django_db
def test_the_articles_four_figures_come_out_exactly() -> None:
    units = {key: create_agency(key, kind=Kind.DISTRICT) for key in ARTICLE}
    history = [
        Counted(unit=units[key], first=FROM, last=TO, ratings=ratings, percent=percent, source="bài báo tháng 10/2018")
        for key, (ratings, percent) in ARTICLE.items()
    ]

    assert actions.load_history(history) == 4
    assert actions.load_history(history) == 0  # a second loading changes nothing

    figures = {row.unit.key: row for row in queries.satisfaction(first=FROM, last=TO) if row.unit}
    assert {key: (row.ratings, row.percent) for key, row in figures.items()} == ARTICLE
    assert figures["trung-tam"].satisfied == 17_225
    assert figures["trung-tam"].from_elsewhere == 17_383
    assert figures["trung-tam"].response_rate is None  # nobody counted how many results were handed over
    assert queries.together(figures.values()).ratings == 44_100


@pytest.mark.django_db
def test_a_percentage_that_no_number_of_people_makes_is_refused() -> None:
    with pytest.raises(ValidationError, match="không thể có tỉ lệ"):
        actions.load_history(
            [Counted(create_agency(kind=Kind.DISTRICT), FROM, TO, ratings=3, source="x", percent=Decimal("50.00"))]
        )

    assert not SatisfactionRecord.objects.exists()


@pytest.mark.django_db
def test_history_counts_only_where_its_days_lie_within_those_asked_for() -> None:
    unit = create_agency(kind=Kind.DISTRICT)
    actions.load_history([Counted(unit, FROM, TO, ratings=100, satisfied=99, source="x")])

    assert queries.satisfaction(first=date(2018, 2, 1), last=TO) == []
    assert queries.satisfaction(first=FROM, last=date(2018, 9, 29)) == []
    assert queries.satisfaction(first=FROM, last=date(2018, 12, 31))[0].ratings == 100


@pytest.mark.django_db
def test_every_figure_equals_the_rows_behind_it() -> None:
    office = Office()
    moments = [vn("2018-10-22 09:00"), vn("2018-10-23 16:59"), vn("2018-10-28 23:59"), vn("2018-10-29 00:00")]
    levels = [5, 3, 4, 1]
    for at, level in zip(moments, levels, strict=True):
        dossier = office.return_result(office.decided(at=MONDAY_9AM), at=at)
        token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
        actions.rate(quick_code=dossier.quick_code, token=token, level=level, at=at)
    office.return_result(office.decided(at=MONDAY_9AM), at=moments[0])  # who took it did not rate

    (figure,) = queries.satisfaction(first=date(2018, 10, 22), last=date(2018, 10, 28))

    ratings = queries.ratings_given(first=date(2018, 10, 22), last=date(2018, 10, 28), unit=office.centre)
    returned = queries.results_returned(first=date(2018, 10, 22), last=date(2018, 10, 28), unit=office.centre)
    assert (figure.ratings, figure.satisfied, figure.not_satisfied) == (3, 2, 1)
    assert figure.ratings == ratings.count()
    assert figure.satisfied == queries.satisfied(ratings).count()
    assert figure.not_satisfied == queries.not_satisfied(ratings).count()
    assert figure.returned == returned.count() == 4
    assert figure.returned_and_rated == returned.filter(rating__isnull=False).count() == 3
    assert figure.response_rate == Decimal("75.00")
    assert figure.levels == {5: 1, 4: 1, 3: 1, 2: 0, 1: 0}
    assert figure.percent is None  # three are too few for a percentage


def test_no_percentage_is_shown_of_fewer_than_thirty() -> None:
    assert Satisfaction(ratings=29, satisfied=29).percent is None
    assert Satisfaction(ratings=30, satisfied=29).percent == Decimal("96.67")


def test_nothing_handed_over_has_no_response_rate() -> None:
    assert Satisfaction().response_rate is None
    assert percent_of(0, 0) is None


@given(st.integers(1, 10**7), st.data())
def test_a_percentage_is_within_half_a_hundredth_of_the_truth(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))

    percent = percent_of(part, whole)

    assert percent is not None
    assert abs(percent * whole - 100 * part) <= Decimal("0.005") * whole
    assert 0 <= percent <= 100


@pytest.mark.django_db
def test_the_days_asked_for_are_vietnamese_days() -> None:
    office = Office()
    just_after_midnight = vn("2018-10-23 00:01")  # the day before in London
    office.return_result(office.decided(at=MONDAY_9AM), at=just_after_midnight)

    tuesday = date(2018, 10, 23)
    assert queries.results_returned(first=tuesday, last=tuesday).count() == 1
    assert queries.results_returned(first=tuesday - timedelta(days=1), last=tuesday - timedelta(days=1)).count() == 0


@pytest.mark.django_db
def test_one_units_figure_is_the_same_as_among_all_and_without_the_denominator_when_nobody_asks() -> None:
    office = Office()
    office.return_result(office.decided(at=MONDAY_9AM), at=MONDAY_9AM)
    week = {"first": date(2018, 10, 22), "last": date(2018, 10, 28)}

    assert queries.satisfaction(unit=office.centre, **week) == queries.satisfaction(**week)
    assert queries.satisfaction(unit=office.department, **week) == []
    assert queries.satisfaction(with_returned=False, **week) == []


@pytest.mark.django_db
def test_what_is_counted_as_it_is_given_is_what_counting_all_of_it_gives() -> None:
    office = Office()
    for at, level in (("2018-10-22 09:00", 5), ("2018-10-22 23:59", 1), ("2018-10-23 00:00", 5)):
        dossier = office.return_result(office.decided(at=MONDAY_9AM), at=vn(at))
        token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
        actions.rate(quick_code=dossier.quick_code, token=token, level=level, at=vn(at))
    days = DailyRatings.objects.order_by("day").values_list("unit", "day", "level_1", "level_5")
    months = MonthlyRatings.objects.values_list("unit", "month", "level_1", "level_5")
    as_given, by_month = list(days), list(months)
    DailyRatings.objects.all().delete()
    MonthlyRatings.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute(actions.COUNT_ALL)

    centre = office.centre.pk
    assert list(days.all()) == as_given == [(centre, date(2018, 10, 22), 1, 1), (centre, date(2018, 10, 23), 0, 1)]
    assert list(months.all()) == by_month == [(centre, date(2018, 10, 1), 1, 2)]


YEAR = [date(2018, 1, 1) + timedelta(days=day) for day in range(365)]


@pytest.mark.django_db
def test_some_days_are_summed_up_alike_by_month_and_one_by_one() -> None:
    office = Office()
    returned = office.return_result(office.decided(at=MONDAY_9AM), at=MONDAY_9AM)
    luck = Random(7)
    given = [(luck.choice(YEAR), luck.choice(Level.values)) for _rating in range(400)]
    days = Counter((day, level) for day, level in given)
    DailyRatings.objects.bulk_create(
        DailyRatings(unit=returned.unit, day=day, **{f"level_{level}": days[day, level] for level in Level.values})
        for day in {day for day, _level in given}
    )
    with connection.cursor() as cursor:
        cursor.execute(actions.COUNT_ALL)  # of no rating: only the months are new

    first_of_february, last_of_march = date(2018, 2, 1), date(2018, 3, 31)
    spans = [tuple(sorted(luck.choices(YEAR, k=2))) for _span in range(60)]
    for first, last in [*spans, (first_of_february, last_of_march), (YEAR[0], YEAR[-1]), (YEAR[30], YEAR[31])]:
        levels = Counter(level for day, level in given if first <= day <= last)
        found = queries.satisfaction(first=first, last=last, with_returned=False)
        [[at_once], [beside]] = queries.satisfaction_in_each_of([(first, last), (YEAR[0], YEAR[-1])])
        assert [figure.levels for figure in found] == [at_once.levels], (first, last)
        assert +Counter(at_once.levels) == levels, (first, last)
        assert (at_once.ratings, beside.ratings) == (levels.total(), 400)
