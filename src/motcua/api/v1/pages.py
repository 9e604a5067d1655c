"""The document for programs, and the same document as a page for people."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from motcua.api.v1 import openapi


def openapi_json(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document in the caller's language."""
    return JsonResponse(openapi.document(), json_dumps_params={"ensure_ascii": False, "indent": 1})
