"""What working time has to say, in the reader's language. The rules below are pure and speak Vietnamese only."""

from django.utils.translation import get_language, gettext

from motcua.law.refusals import Refusal
from motcua.working_time import limits, official_days
from motcua.working_time.calendar import WEEKDAYS
from motcua.working_time.derivations import Day
from motcua.working_time.limits import Limit


def refusal_in_words(refusal: Refusal) -> str:
    """Return why an input was refused and how to mend it."""
    return gettext(refusal.template).format(**refusal.facts)


def limit_in_words(limit: Limit) -> str:
    """Return a time limit as people read it: "15 ngày + 8 ngày làm việc", "15 days + 8 working days"."""
    return limits.in_vietnamese(limit) if (get_language() or "vi").startswith("vi") else str(limit)


def reason_in_words(day: Day) -> str:
    """Return why a day of a derivation counts or does not."""
    facts = {name: _special_in_words(fact) if isinstance(fact, str) else fact for name, fact in day.facts.items()}
    return gettext(day.template).format(**facts)


def weekday_in_words(weekday: int) -> str:
    """Return the name of a weekday, Monday being 0."""
    return gettext(WEEKDAYS[weekday])


def _special_in_words(text: str) -> str:
    """Translate the reasons of the official calendar; what a clerk wrote stays as written."""
    for template in official_days.TEMPLATES:
        before, _brace, _rest = template.partition("{")
        if text.startswith(before):
            return gettext(template).format(what=_special_in_words(text.removeprefix(before)))
    weekday, _space, day = text.rpartition(" ")
    return f"{gettext(weekday)} {day}" if weekday in WEEKDAYS else gettext(text)
