"""The OpenAPI document as people read it: calls in groups, their fields in rows, an example to copy."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from motcua.api.v1 import openapi, problems

Node = dict[str, Any]
_DEEPEST = 2  # a body's fields, and the fields of its groups


@dataclass(frozen=True)
class Row:
    """One thing to send, or one thing that comes back."""

    name: str
    kind: str
    is_required: bool
    about: str
    example: str


@dataclass(frozen=True)
class Answer:
    status: int
    name: str
    about: str


@dataclass(frozen=True)
class Call:
    """One call of the API."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    needs_token: str
    parameters: list[Row]
    body: list[Row]
    returns: list[Row]
    example: str
    answers: list[Answer]


@dataclass(frozen=True)
class Group:
    name: str
    calls: list[Call]


def groups() -> list[Group]:
    """Return all calls, group by group, in the language that is spoken now."""
    document = openapi.document()
    calls: dict[str, list[Call]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            calls[operation["tags"][0]].append(_call(method.upper(), path, operation, document))
    return [Group(name, listed) for name, listed in calls.items()]


def _call(method: str, path: str, operation: Node, document: Node) -> Call:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return Call(
        id=operation["operationId"],
        method=method,
        path=path,
        summary=operation["summary"],
        about=operation.get("description", ""),
        needs_token=_token_words(operation["security"]),
        parameters=[_row(p["name"], p["schema"], p["required"], p.get("description", "")) for p in _named(operation)],
        body=list(_rows(body, document)) if body else [],
        returns=list(_rows(_returned(operation), document)),
        example=_example(method, path, operation, _example_of(body, document) if body else None),
        answers=[
            Answer(int(status), HTTPStatus(int(status)).phrase, answer["description"])
            for status, answer in operation["responses"].items()
        ],
    )


def _named(operation: Node) -> list[Node]:
    return [parameter for parameter in operation["parameters"] if parameter["in"] != "path"]


def _token_words(security: list[Node]) -> str:
    if not security:
        return _("Không cần khóa")
    return _("Khóa không bắt buộc") if {} in security else _("Cần khóa")


def _returned(operation: Node) -> Node:
    """Return the schema of what comes back when all goes well; of a list, that of its lines."""
    for status, answer in operation["responses"].items():
        if int(status) < 400:
            schema: Node = answer.get("content", {}).get("application/json", {}).get("schema", {})
            return schema
    return {}


def _rows(schema: Node, document: Node, prefix: str = "", depth: int = 1) -> Iterator[Row]:
    schema = _resolved(schema, document)
    required = schema.get("required", [])
    for name, field in schema.get("properties", {}).items():
        yield _row(f"{prefix}{name}", field, name in required, field.get("description", ""))
        inner = _resolved(field, document)
        if depth < _DEEPEST and "properties" in inner:
            mark = "[]" if _is_list(field) else ""
            yield from _rows(inner, document, f"{prefix}{name}{mark}.", depth + 1)


def _resolved(schema: Node, document: Node) -> Node:
    """Follow references, lists and "or null" down to the schema that has fields."""
    for choice in schema.get("anyOf", []):
        if choice != {"type": "null"}:
            return _resolved(choice, document)
    if "items" in schema:
        return _resolved(schema["items"], document)
    if "$ref" in schema:
        found: Node = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _is_list(field: Node) -> bool:
    return "items" in field or any("items" in choice for choice in field.get("anyOf", []))


def _row(name: str, schema: Node, is_required: bool, about: str) -> Row:
    examples = schema.get("examples") or []
    return Row(
        name=name,
        kind=_kind(schema),
        is_required=is_required,
        about=about,
        example=str(examples[0]) if examples else "",
    )


def _kind(schema: Node) -> str:
    """Return a field's kind in a word or two."""
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    if choices:
        return _kind(choices[0])
    if "enum" in schema:
        return " · ".join(str(word) for word in schema["enum"] if word != "")
    if "items" in schema or "prefixItems" in schema:
        return _("danh sách")
    if schema.get("format") in _FORMATS:
        return _(_FORMATS[schema["format"]])
    return _(_TYPES.get(schema.get("type", "object"), _TYPES["object"]))


_FORMATS = {"date-time": gettext_noop("ngày giờ"), "date": gettext_noop("ngày")}
_TYPES = {
    "string": gettext_noop("chữ"),
    "integer": gettext_noop("số nguyên"),
    "number": gettext_noop("số"),
    "boolean": "true · false",
    "object": gettext_noop("nhóm"),
}


def _example(method: str, path: str, operation: Node, body: Any) -> str:
    """Return a command line to copy."""
    lines = [f"curl {settings.PUBLIC_URL}{path.replace('{', '$').replace('}', '')}"]
    if operation["security"] and {} not in operation["security"]:
        lines.append('-H "Authorization: Bearer $TOKEN"')
    if method == "POST":
        lines.append(f"-H 'Content-Type: application/json' -d '{json.dumps(body or {}, ensure_ascii=False, indent=2)}'")
    return " \\\n  ".join(lines)


def _example_of(schema: Node, document: Node) -> Any:
    """Return the schema's own example, or one made of the examples of what must be sent."""
    schema = _resolved(schema, document)
    if schema.get("examples"):
        given = schema["examples"][0]
        return {name: given[name] for name in schema["properties"] if name in given}  # in the order of the fields
    return {
        name: _example_value(field)
        for name, field in schema.get("properties", {}).items()
        if name in schema.get("required", [])
    }


def _example_value(field: Node) -> Any:
    if field.get("examples"):
        return field["examples"][0]
    if "enum" in field:
        return field["enum"][0]
    return field.get("maximum", "…") if field.get("type") == "integer" else "…"


def kinds() -> tuple[problems.Kind, ...]:
    """Return every kind of failure, for the table at the end."""
    return problems.KINDS
