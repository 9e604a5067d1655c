"""Days as people copy them from a ledger: 221018, 22/10, 22-10-2018, with or without an hour. Pure."""

import re
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from motcua.lib.clock import VIETNAM

#: What a ledger without an hour is taken for: the office is open
MORNING = time(8)
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?")
_PARTED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{4}|\d{2}))?")
_HOUR = re.compile(r"(\d{1,2})(?:[:hg](\d{2})?|(\d{2}))")


def read(text: str, *, at: datetime, not_before: datetime | None = None) -> datetime:
    """Return the moment meant. :raises ValueError: the sentence that says how to write it

    A day without a year is the last such day before `at`; a day without an hour is its morning, or the moment that
    it cannot lie before, or now.
    """
    day_text, _gap, hour_text = text.strip().partition(" ")
    day, hour = _day(day_text, today=at.date()), _hour(hour_text.strip())
    if hour is not None:
        return datetime.combine(day, hour, VIETNAM)
    moment = datetime.combine(day, MORNING, VIETNAM)
    if not_before is not None and not_before.astimezone(VIETNAM).date() == day:
        moment = max(moment, not_before)
    return min(moment, at) if day == at.date() else moment


def _day(text: str, *, today: date) -> date:
    found = _DIGITS.fullmatch(text) or _PARTED.fullmatch(text)
    if found is None:
        raise ValueError(_("Ghi ngày như 221018, 22/10 hoặc 22-10-2018; có giờ thì thêm 14:30."))
    number, month, year = int(found[1]), int(found[2]), found[3]
    try:
        if year:
            return date(int(year) if len(year) == 4 else 2000 + int(year), month, number)
        this_year = date(today.year, month, number)
        return this_year if this_year <= today else date(today.year - 1, month, number)
    except ValueError:
        raise ValueError(_("Không có ngày %(day)s. Xem lại trong sổ.") % {"day": text}) from None


def _hour(text: str) -> time | None:
    if not text:
        return None
    found = _HOUR.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        return time(int(found[1]), int(found[2] or found[3] or 0))
    except ValueError:
        raise ValueError(_("Ghi giờ như 14:30 hoặc 1430.")) from None
