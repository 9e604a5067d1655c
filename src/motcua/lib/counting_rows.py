"""Counts that are asked for in passing, within another statement."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, IntegerField, QuerySet, Subquery


class _CountAll(Func):
    """COUNT(*) that groups nothing: the whole subquery is one row."""

    template = "COUNT(*)"
    output_field = IntegerField()


def count_of(rows: QuerySet[Any]) -> Subquery:
    """Return how many rows there are."""
    return Subquery(rows.order_by().annotate(count_of=_CountAll()).values("count_of"))


def count_up_to(most: int, rows: QuerySet[Any]) -> Func:
    """Return how many rows there are, counting no further than this."""
    keys = ArraySubquery(rows.order_by().values("pk")[:most])
    return Func(keys, function="CARDINALITY", output_field=IntegerField())
