"""Dossier codes and book numbers: one row a unit and period, counted in the transaction that uses them.

Numbers are taken last in a reception, so the row is locked for a moment only; a reception that fails gives its number
back, and none is ever given twice (law.md §3.1, TT 01/2018 art. 19).
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from motcua.law import codes
from motcua.law.rule_sets import RuleSet
from motcua.organisations.models import Agency


@dataclass(frozen=True)
class Numbers:
    code: str
    book_number: int


def next_numbers(unit: Agency, *, on: date, rules: RuleSet) -> Numbers:
    """Return the next dossier code of this unit and day, and its number in the year's register (1 statement)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_numberbook (unit_id, period, last) "
            "VALUES (%(unit)s, %(day)s, 1), (%(unit)s, %(year)s, 1) "
            "ON CONFLICT (unit_id, period) DO UPDATE SET last = dossiers_numberbook.last + 1 RETURNING last",
            {"unit": unit.pk, "day": on.isoformat(), "year": str(on.year)},
        )
        (of_day,), (of_year,) = cursor.fetchall()
    pattern = rules.code_pattern_on(on)
    identifier = unit.identifier if pattern == codes.TT01_2018 else unit.identifier_2020
    return Numbers(code=codes.compose(pattern, identifier, on, of_day), book_number=of_year)
