"""The OpenAPI 3.1 document: what ninja reads from the types, made exact where ninja is vague.

Built once for each language. The order is the order of the code, so two versions can be laid side by side.
"""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext
from ninja.responses import NinjaJSONEncoder

from motcua.api.v1 import problems
from motcua.api.v1.application import api

PREFIX = "/api/v1/"

Node = dict[str, Any]


def document() -> Node:
    """Return the document in the language that is spoken now. Callers must not change it."""
    return _document(get_language() or "vi")


@lru_cache(maxsize=4)
def _document(language: str) -> Node:
    found: Node = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX), cls=NinjaJSONEncoder))
    found["info"] |= {"license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}}
    found["servers"] = [{"url": "/"}]
    found["components"]["securitySchemes"].pop("BearerIfAny", None)
    for operation in _operations(found):
        _make_exact(operation)
    found["components"]["schemas"] = _schemas_in_use(found)
    _walk(found, _untitle)
    _walk(found, _translate)
    found["tags"] = [{"name": name} for name in dict.fromkeys(_tags(found))]
    return found


def _operations(found: Node) -> Iterator[Node]:
    for methods in found["paths"].values():
        yield from methods.values()


def _make_exact(operation: Node) -> None:
    headers = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "header"}
    operation["parameters"] = [_parameter(parameter) for parameter in operation["parameters"]]
    operation["security"] = _security(operation.get("security"))
    operation["tags"] = [gettext(tag) for tag in operation["tags"]]
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            _make_problem(response, int(status), may_repeat="Idempotency-Key" in headers)
        else:
            _name_headers(response, int(status))


def _security(given: list[Node] | None) -> list[Node]:
    """A call without a lock says so; one with a lock that may stay open lists both ways."""
    if not given:
        return []
    return [{}, {"Bearer": []}] if "BearerIfAny" in given[0] else given


def _make_problem(response: Node, status: int, *, may_repeat: bool) -> None:
    kinds = [kind for kind in problems.KINDS if kind.status == status and (may_repeat or kind is not problems.KEY_USED)]
    response["description"] = ". ".join(f"{kind.title}: {kind.meaning}".rstrip(".") for kind in kinds) + "."
    response["content"] = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    if status == 401:
        response["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}
    if status == 429:
        response["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}, "required": True}}


def _name_headers(response: Node, status: int) -> None:
    response["description"] = gettext("Đã làm.") if status == 201 else gettext("Câu trả lời.")
    schema = str(response.get("content", {}).get("application/json", {}).get("schema", {}))
    headers = {}
    if schema.endswith(("/Dossier'}", "/DossierRow'}")) or "receive" in schema:
        headers["ETag"] = {"schema": {"type": "string"}, "description": gettext("version của hồ sơ")}
    if status == 201 and "ETag" in headers:
        headers["Location"] = {"schema": {"type": "string"}, "description": gettext("Nơi đọc hồ sơ vừa có")}
    if headers:
        response["headers"] = headers


def _parameter(given: Node) -> Node:
    """Say each thing once: the description at the parameter, the rest in its schema. No parameter can be null."""
    schema = {name: value for name, value in given["schema"].items() if name != "description"}
    choices = [choice for choice in schema.pop("anyOf", []) if choice != {"type": "null"}]
    for choice in choices:
        schema |= choice
    if schema.get("default") in ("", []):
        del schema["default"]
    said = {"description": given["description"]} if "description" in given else {}
    return {"name": given["name"], "in": given["in"], "required": given["required"]} | said | {"schema": schema}


def _schemas_in_use(found: Node) -> Node:
    """Keep the schemas that something refers to, in order of name, without what a class says to readers of the code."""
    schemas, wanted = found["components"]["schemas"], set(_references(found["paths"]))
    while more := {name for each in wanted for name in _references(schemas[each])} - wanted:
        wanted |= more
    return {
        name: {key: value for key, value in schemas[name].items() if key != "description"} for name in sorted(wanted)
    }


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].rpartition("/")[2]
        for child in node.values():
            yield from _references(child)
    elif isinstance(node, list):
        for child in node:
            yield from _references(child)


def _walk(node: Any, change: Callable[[Node], None]) -> None:
    if isinstance(node, dict):
        change(node)
        for name, child in node.items():
            if name not in ("examples", "example", "default", "enum"):
                _walk(child, change)
    elif isinstance(node, list):
        for child in node:
            _walk(child, change)


def _untitle(node: Node) -> None:
    """Drop the titles that pydantic makes out of names, but not the API's own."""
    if "version" not in node and isinstance(node.get("title"), str):
        del node["title"]


def _translate(node: Node) -> None:
    for name in ("summary", "description"):
        text = node.get(name)
        if isinstance(text, str) and text:
            node[name] = gettext(text)
    if "version" in node and isinstance(node.get("title"), str):
        node["title"] = gettext(node["title"])


def _tags(found: Node) -> Iterator[str]:
    for operation in _operations(found):
        yield from operation["tags"]
