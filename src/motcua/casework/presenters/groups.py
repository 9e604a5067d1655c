"""The headings of the bench: late, today, the next working day, this week, after that."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.casework.queries import BROKEN, KEPT
from motcua.dossiers.models import Dossier
from motcua.lib import vietnamese
from motcua.lib.clock import VIETNAM
from motcua.working_time.calendar import WorkingCalendar

LATE, TODAY, NEXT, WEEK, LATER, WAIT = "late", "today", "next", "week", "later", "wait"


class Group(NamedTuple):
    """Rows under one heading."""

    key: str
    heading: str
    how_many: str
    rows: list[dict[str, Any]]


class Days(NamedTuple):
    """The days that the headings speak of."""

    today: date
    following: date  # the next day on which anybody works
    sunday: date

    @classmethod
    def around(cls, today: date, calendar: WorkingCalendar) -> "Days":
        following = calendar.working_day_on_or_after(today + timedelta(days=1))
        return cls(today, following, today + timedelta(days=6 - today.weekday()))

    def key_of(self, dossier: Dossier) -> str:
        """Return under which heading a dossier of motcua.casework.queries.in_turn comes."""
        rank = dossier.rank  # type: ignore[attr-defined]
        if rank != KEPT:
            return LATE if rank == BROKEN else WAIT
        day = dossier.turn.astimezone(VIETNAM).date()  # type: ignore[attr-defined]
        ends = ((self.today, TODAY), (self.following, NEXT), (self.sunday, WEEK))
        return next((key for last, key in ends if day <= last), LATER)

    def heading(self, key: str) -> str:
        language = get_language() or "vi"
        today, following = (vietnamese.day(day, language, year=False) for day in (self.today, self.following))
        if key == NEXT:
            is_tomorrow = self.following == self.today + timedelta(days=1)
            words = _("Ngày mai, %(day)s") if is_tomorrow else _("Ngày làm việc kế, %(day)s")
            return words % {"day": following}
        words = {
            LATE: _("Quá hạn"),
            TODAY: _("Hôm nay, %(day)s"),
            WEEK: _("Tuần này"),
            LATER: _("Sau"),
            WAIT: _("Đồng hồ dừng"),
        }[key]
        return words % {"day": today} if key == TODAY else words


def grouped(rows: Sequence[tuple[Dossier, dict[str, Any]]], days: Days, *, more: bool) -> list[Group]:
    """Put rows that are in turn under their headings.

    :param more: whether further pages follow, so that the last group is not whole
    """
    members: dict[str, list[dict[str, Any]]] = {}
    for dossier, row in rows:
        members.setdefault(days.key_of(dossier), []).append(row)
    last = next(reversed(members), "")
    return [
        Group(key, days.heading(key), _counted(len(under), more=more and key == last), under)
        for key, under in members.items()
    ]


def _counted(many: int, *, more: bool) -> str:
    return _("%(many)d hồ sơ trở lên") % {"many": many} if more else _("%(many)d hồ sơ") % {"many": many}
