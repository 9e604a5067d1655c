"""From calendars as rows to calendars as values."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q
from django.db.models.functions import JSONObject

from motcua.working_time.calendar import DayKind, Session, SpecialDay, WorkingCalendar
from motcua.working_time.models import Calendar, CalendarDay, WeeklyHours
from motcua.working_time.official_days import official_calendar

#: A calendar and the state it is in: every write gives it a new edition, and an edition is never used twice
Edition = tuple[int, UUID]


def calendar_of(calendar_id: int | None) -> WorkingCalendar:
    """Return this calendar as a value, the province's for None (1 small statement; more only after an edit).

    Until the province's has been loaded, it is the official one that comes with the software. An agency's own has its
    own hours if it says any, and its own days on top of the province's.

    :raises Calendar.DoesNotExist: there is no calendar of that id
    """
    return calendars_of([calendar_id])[calendar_id]


def calendars_of(calendar_ids: Iterable[int | None]) -> dict[int | None, WorkingCalendar]:
    """Return several calendars at once, keyed as asked for: for lists over many agencies (1 small statement).

    :raises Calendar.DoesNotExist: one of the ids is not a calendar's
    """
    asked = set(calendar_ids)
    editions: dict[int | None, Edition] = {}
    province: Edition | None = None
    rows = Calendar.objects.filter(Q(is_default=True) | Q(pk__in=[pk for pk in asked if pk is not None]))
    for pk, edition, is_default in rows.values_list("pk", "edition", "is_default"):
        editions[pk] = (pk, edition)
        if is_default:
            province = (pk, edition)
    if missing := asked - {None} - set(editions):
        raise Calendar.DoesNotExist(f"no calendar {sorted(map(str, missing))}")
    return {pk: _built(editions.get(pk, province), province) for pk in asked}


class Calendars:
    """All calendars as they stood when a page was asked for: read once, asked many times."""

    def __init__(self, editions: Iterable[tuple[int, UUID, bool]]) -> None:
        """:param editions: of each calendar its id, its edition, and whether it is the province's"""
        rows = list(editions)
        self._editions: dict[int, Edition] = {pk: (pk, edition) for pk, edition, _is_default in rows}
        self._province = next(((pk, edition) for pk, edition, is_default in rows if is_default), None)

    def of(self, calendar_id: int | None) -> WorkingCalendar:
        """Return this calendar, the province's for None (0 statements; more only after an edit)."""
        own = self._province if calendar_id is None else self._editions[calendar_id]
        return _built(own, self._province)

    def versions(self) -> dict[int | None, str]:
        """Return what the answers of each depend on; those of the province's for None, too."""
        return {pk: self.of(pk).version for pk in (None, *self._editions)}

    @classmethod
    def said_by(cls, editions: Sequence[dict[str, Any]]) -> "Calendars":
        """Return what `all_editions` read within another statement."""
        return cls((row["id"], UUID(row["edition"]), row["is_default"]) for row in editions)


def all_calendars() -> Calendars:
    """Return all calendars there are, a few (1 small statement)."""
    return Calendars(Calendar.objects.values_list("pk", "edition", "is_default"))


def all_editions() -> ArraySubquery:
    """Return what makes `Calendars`, to be read within a statement that is sent anyway."""
    row = JSONObject(id="id", edition="edition", is_default="is_default")
    return ArraySubquery(Calendar.objects.order_by("id").values(row=row))


@lru_cache(maxsize=128)
def _built(own: Edition | None, province: Edition | None) -> WorkingCalendar:
    if own is None:
        return official_calendar()
    if own == province or province is None:
        return _value(own[0], official_calendar())
    return _value(own[0], _built(province, province))


def _value(calendar_id: int, inherited: WorkingCalendar) -> WorkingCalendar:
    """Build one calendar: the province's replaces what is inherited, an agency's lies on top of it."""
    calendar = Calendar.objects.get(pk=calendar_id)
    weekly: dict[int, list[Session]] = {}
    for hours in WeeklyHours.objects.filter(calendar=calendar).order_by("weekday", "opens"):
        weekly.setdefault(hours.weekday, []).append(Session(hours.opens, hours.closes))
    own = {row.date: _special_day(row) for row in CalendarDay.objects.filter(calendar=calendar)}
    if calendar.is_default and calendar.first_year and calendar.last_year:
        years, days = (calendar.first_year, calendar.last_year), own
    else:
        years = (inherited.first_day.year, inherited.last_day.year)
        days = inherited.special | own
    return WorkingCalendar(name=calendar.name, weekly=weekly or inherited.weekly, days=days.values(), years=years)


def _special_day(row: CalendarDay) -> SpecialDay:
    return SpecialDay(
        date=row.date,
        kind=DayKind(row.kind),
        reason=row.reason,
        legal_basis=row.legal_basis,
        is_estimate=row.is_estimate,
        makes_up_for=row.makes_up_for,
        sessions=tuple(Session(opens, closes) for opens, closes in list(pairwise(row.hours))[::2]),
    )
