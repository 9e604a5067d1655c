"""The document for programs, and the same document as a page for people."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from motcua.api.v1 import openapi, reference


def openapi_json(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document in the caller's language."""
    return JsonResponse(openapi.document(), json_dumps_params={"ensure_ascii": False, "indent": 1})


def docs(request: HttpRequest) -> HttpResponse:
    """Return the page for people. No script, nothing from elsewhere."""
    return render(request, "api/docs.html", {"groups": reference.groups(), "kinds": reference.kinds()})
