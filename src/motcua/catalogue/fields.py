"""The column that keeps conditions: values of the closed set go in and come out, nothing else does."""

from typing import Any

from django.db import models

from motcua.catalogue.conditions import Condition, read_all


class ConditionsField(models.JSONField):
    """A tuple of motcua.catalogue.conditions.Condition, kept as JSON.

    Guards every way in: save, create, bulk_create, update. :raises UnknownCondition: what is given is not in the set
    """

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(self._rows(value), connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> tuple[Condition, ...]:
        return read_all(super().from_db_value(value, expression, connection) or ())

    def to_python(self, value: Any) -> tuple[Condition, ...]:
        return read_all(value or ())

    @staticmethod
    def _rows(value: Any) -> Any:
        if hasattr(value, "resolve_expression"):
            return value
        return [condition.as_json() for condition in read_all(list(value or ()))]
