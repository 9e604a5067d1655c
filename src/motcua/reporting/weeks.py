"""A week as offices count them: ISO 8601, Monday to Sunday. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Week:
    """A week of a year: Week(2018, 43) began on Monday 22 October 2018."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Week":
        """Return the week in which this day lies."""
        year, number, _weekday = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, slug: str) -> "Week":
        """Read "2018-tuan-43" (pages) or "2018-W43" (ISO). :raises ValueError: it is no week of the calendar"""
        match = re.fullmatch(r"(\d{4})-(?:tuan-|W)(\d{1,2})", slug)
        if match is None:
            raise ValueError(f"{slug!r} is not a week: write 2018-tuan-43")
        week = cls(int(match[1]), int(match[2]))
        _ = week.monday  # refuses week 53 of a year that has 52
        return week

    @property
    def slug(self) -> str:
        return f"{self.year}-tuan-{self.number:02}"

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    def plus(self, weeks: int) -> "Week":
        """Return the week so many weeks later, or earlier for a negative number."""
        return Week.of(self.monday + timedelta(weeks=weeks))
