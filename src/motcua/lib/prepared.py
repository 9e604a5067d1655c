"""Queries that are asked at every request: their SQL is worked out once, and then only sent.

For a wide row with what it points at, working the SQL out costs several times what sending it and reading the answer
does, and it is the same SQL every time but for a few values.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from copy import copy
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, Func, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row", bound=Model)


class Given(Expression):
    """A value that is given each time: an id, a day, a list. Never None, for which SQL has words of its own."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)


class IsOneOf(Func):
    """Whether a column is one of the values of a list that is given each time: `IsOneOf("holder", Given("units"))`."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field: "BooleanField[Any, Any]" = BooleanField()


class Prepared(Generic[Row]):
    """A query set with `Given` values in it, asked by calling it with them.

    :param build: returns the query set; called once, when it is first asked
    :param planned_anew: the best way to the rows depends on the values, so the database keeps no plan of it: for what
        a letter of a name finds in many rows and a whole name in few
    """

    def __init__(self, build: Callable[[], QuerySet[Row]], *, planned_anew: bool = False) -> None:
        self._build, self._planned_anew = build, planned_anew
        self._made: tuple[QuerySet[Row], SQLCompiler, str, tuple[Any, ...]] | None = None

    def __call__(self, **values: Any) -> list[Row]:
        """Return the rows (1 statement). :raises TransactionManagementError: it locks rows, outside a transaction"""
        queryset, compiler, sql, places = self._made or self._make()
        locks = queryset.query.select_for_update
        source = (router.db_for_write if locks else router.db_for_read)(queryset.model)
        connection = connections[source]
        if locks and connection.get_autocommit():
            raise TransactionManagementError("rows are locked within a transaction only")
        params = tuple(values[place.name] if isinstance(place, Given) else place for place in places)
        compiler, query = copy(compiler), copy(queryset.query)
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_more: (sql, params)  # type: ignore[method-assign]
        query.get_compiler = lambda *_args, **_more: compiler  # type: ignore[method-assign]
        asked = type(queryset)(model=queryset.model, query=query, using=source)
        for name in ("_iterable_class", "_fields"):  # rows or values, as it was built
            setattr(asked, name, getattr(queryset, name))
        with _kept_unprepared(connection) if self._planned_anew else nullcontext():
            return list(asked)

    def first(self, **values: Any) -> Row | None:
        """Return the first row, None where there is none (1 statement)."""
        return next(iter(self(**values)), None)

    def _make(self) -> tuple[QuerySet[Row], SQLCompiler, str, tuple[Any, ...]]:
        queryset = self._build()
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, places = compiler.as_sql()
        self._made = queryset, compiler, sql, tuple(places)
        return self._made


@contextmanager
def _kept_unprepared(connection: BaseDatabaseWrapper) -> Iterator[None]:
    connection.ensure_connection()
    kept = connection.connection.prepare_threshold
    connection.connection.prepare_threshold = None
    try:
        yield
    finally:
        connection.connection.prepare_threshold = kept
