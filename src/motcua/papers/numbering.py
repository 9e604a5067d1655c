"""Numbers of papers: one row a unit, form and year, counted in the transaction that issues the paper.

A paper that fails gives its number back, so there are no gaps; none is ever given twice.
"""

from django.db import connection

from motcua.organisations.models import Agency


def next_number(unit: Agency, *, form: str, year: int) -> int:
    """Return the unit's next number for this form in this year, from 1 on (1 statement)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO papers_papercount (unit_id, form, year, last) VALUES (%s, %s, %s, 1) "
            "ON CONFLICT (unit_id, form, year) DO UPDATE SET last = papers_papercount.last + 1 RETURNING last",
            [unit.pk, form, year],
        )
        (number,) = cursor.fetchone()
    return int(number)
