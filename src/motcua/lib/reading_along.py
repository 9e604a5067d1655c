"""Rows that belong to another row, read within its own statement: a page about one thing asks for all of it at once."""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Field, Func, JSONField, Model, QuerySet, TextField

Row = TypeVar("Row", bound=Model)
Said = Sequence[Any]  # a row as a JSON array


class _AsArray(Func):
    """JSON of values that are columns: they need no cast to tell of which type they are."""

    function = "JSONB_BUILD_ARRAY"
    output_field: "JSONField[Any, Any]" = JSONField()


class InLetters(Func):
    """Several values in one column of a union, as JSON in letters: most rows have none, and are not read as JSON."""

    template = "JSONB_BUILD_ARRAY(%(expressions)s)::text"
    output_field: "TextField[Any, Any]" = TextField()


def along(rows: QuerySet[Any], names: Sequence[str]) -> ArraySubquery:
    """Return these rows in their order, to be annotated on what they belong to; `as_rows` makes rows of them again.

    :param rows: those of one OuterRef
    :param names: what is read of each; of what it points at too, once its own id is ("agency_id", "agency__name")
    """
    return ArraySubquery(rows.values(said=_AsArray(*names)))


def as_rows(model: type[Row], names: Sequence[str], found: Sequence[Said]) -> list[Row]:
    """Return what `along` read as rows; a field that was not asked for is read when it is needed, as after `only`."""
    own, further = _parts(model, tuple(names))
    rows = []
    for said in found:
        row = own.of(said)
        for name, part in further.items():
            setattr(row, name, part.of(said) if part.is_there(said) else None)
        rows.append(row)
    return rows


def columns_of(model: type[Model], pointer: str = "") -> tuple[str, ...]:
    """Return the names of all of a model's columns: the row's own, or those of what it points at."""
    return tuple(_called(field, pointer) for field in model._meta.concrete_fields)


@cache
def _parts(model: type[Model], names: tuple[str, ...]) -> "tuple[_Part, dict[str, _Part]]":
    return _Part(model, names), {name: _Part(_target(model, name), names, name) for name in _pointed_at(names)}


class _Part:
    """The part of each JSON array that is about one model: the row's own, or that of what it points at."""

    def __init__(self, model: type[Model], names: Sequence[str], pointer: str = "") -> None:
        places = {name: place for place, name in enumerate(names)}
        self._model = model
        self._fields: list[tuple[int, Field[Any, Any]]] = [
            (places[name], field)
            for field in model._meta.concrete_fields
            if (name := _called(field, pointer)) in places
        ]
        self._names = [field.attname for _place, field in self._fields]
        self._key = places.get(f"{pointer}_id", 0)

    def is_there(self, said: Said) -> bool:
        return said[self._key] is not None

    def of(self, said: Said) -> Any:
        values = [field.to_python(said[place]) for place, field in self._fields]
        return self._model.from_db(DEFAULT_DB_ALIAS, self._names, values)


def _called(field: "Field[Any, Any]", pointer: str) -> str:
    if not pointer:
        return field.attname
    return f"{pointer}_id" if field.primary_key else f"{pointer}__{field.attname}"


def _pointed_at(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(name.partition("__")[0] for name in names if "__" in name))


def _target(model: type[Model], name: str) -> type[Model]:
    target = model._meta.get_field(name).related_model
    assert isinstance(target, type)  # a foreign key
    return target
