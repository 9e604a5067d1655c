"""Reading and writing JSON: UTF-8, no letters escaped, nothing that is not JSON."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import JSONRenderer


class NotJson(Exception):
    """The body says that it is something else than JSON."""


class StrictParser(Parser):
    """Reads JSON only when the caller says that it is JSON."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type not in ("application/json", ""):
            raise NotJson
        return json.loads(request.body, parse_constant=_no_constant)


class ReadableRenderer(JSONRenderer):
    """Writes Vietnamese letters as they are."""

    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
