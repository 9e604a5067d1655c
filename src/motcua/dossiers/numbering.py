"""Dossier codes and book numbers: one row a unit and period, counted in the transaction that uses them.

Numbers are taken last in a reception, so the row is locked for a moment only; a reception that fails gives its number
back, and none is ever given twice (law.md §3.1, TT 01/2018 art. 19).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone

from motcua.dossiers import quick_codes
from motcua.dossiers.models import Dossier
from motcua.law import codes
from motcua.law.rule_sets import RuleSet
from motcua.organisations.models import Agency


@dataclass(frozen=True)
class Numbers:
    code: str
    book_number: int
    serial: int | None  # for a quick code, where one was asked for


def next_numbers(unit: Agency, *, on: date, rules: RuleSet, with_serial: bool = False) -> Numbers:
    """Return the next dossier code of this unit and day, and its number in the year's register (1 statement).

    :param with_serial: draw what a quick code is made of too
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH counted AS (INSERT INTO dossiers_numberbook (unit_id, period, last) "
            "VALUES (%(unit)s, %(day)s, 1), (%(unit)s, %(year)s, 1) "
            "ON CONFLICT (unit_id, period) DO UPDATE SET last = dossiers_numberbook.last + 1 RETURNING period, last) "
            "SELECT (SELECT last FROM counted WHERE period = %(day)s), "
            "(SELECT last FROM counted WHERE period = %(year)s), "
            "CASE WHEN %(with_serial)s THEN nextval('dossiers_quick_code') END",
            {"unit": unit.pk, "day": on.isoformat(), "year": str(on.year), "with_serial": with_serial},
        )
        of_day, of_year, serial = cursor.fetchone()
    pattern = rules.code_pattern_on(on)
    identifier = unit.identifier if pattern == codes.TT01_2018 else unit.identifier_2020
    return Numbers(code=codes.compose(pattern, identifier, on, of_day), book_number=of_year, serial=serial)


def number(dossier: Dossier, *, at: datetime) -> None:
    """Give the dossier its code, last of all, so that the unit's counter is locked for a moment only (1 statement).

    What was not handed in before has no quick code yet and gets one.
    """
    assert dossier.received_at is not None  # the promise was made before
    is_new = not dossier.quick_code
    numbers = next_numbers(
        dossier.unit, on=timezone.localdate(dossier.received_at), rules=dossier.rule_set, with_serial=is_new
    )
    dossier.code, dossier.book_number = numbers.code, numbers.book_number
    if numbers.serial is not None:
        dossier.quick_code = quick_codes.compose(year=at.year, serial=numbers.serial, key=settings.TRACKING_KEY)
