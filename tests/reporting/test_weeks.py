"""Weeks are ISO weeks, also around New Year."""

from datetime import date

import pytest

from motcua.reporting.weeks import Week


def test_the_articles_week_began_on_a_monday() -> None:
    week = Week.of(date(2018, 10, 24))

    assert week == Week(2018, 43)
    assert (week.monday, week.sunday) == (date(2018, 10, 22), date(2018, 10, 28))
    assert week.slug == "2018-tuan-43"


@pytest.mark.parametrize("slug", ["2018-tuan-43", "2018-W43"])
def test_a_week_is_read_as_it_is_written(slug: str) -> None:
    assert Week.parse(slug) == Week(2018, 43)


@pytest.mark.parametrize("slug", ["", "2018-43", "2018-tuan-0", "2018-tuan-53", "2018-tuan-54", "x2018-tuan-43"])
def test_what_is_no_week_is_refused(slug: str) -> None:
    with pytest.raises(ValueError, match="week"):
        Week.parse(slug)


def test_new_years_eve_may_lie_in_the_first_week_of_the_next_year() -> None:
    assert Week.of(date(2018, 12, 31)) == Week(2019, 1)
    assert Week(2019, 1).plus(-1) == Week(2018, 52)
    assert Week(2020, 53).plus(1) == Week(2021, 1)
