"""Which answers a call can give, declared once beside it: ninja checks them, the OpenAPI document lists them."""

from typing import Any

from motcua.api.v1 import answers, problems
from motcua.api.v1.problems import Kind

#: For `openapi_extra` of a call that answers with a paper
PDF = {"responses": {200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}}}


def responses(model: Any, *kinds: Kind, status: int = 200, token: bool = True, body: bool = False) -> dict[int, Any]:
    """Return the answers of a call.

    :param kinds: what can go wrong beyond what follows from the other parameters
    :param token: it needs a token
    :param body: it reads a JSON body
    """
    # any call can be given a parameter that it does not know, and any asks the database
    expected = {*kinds, problems.INPUT, problems.BROKEN, problems.AWAY}
    if token:
        expected |= {problems.NO_TOKEN, problems.TOO_MANY}
    if body:
        expected |= {problems.UNREADABLE, problems.TOO_LARGE, problems.NOT_JSON}
    return {status: model} | dict.fromkeys(sorted(kind.status for kind in expected), answers.Problem)
