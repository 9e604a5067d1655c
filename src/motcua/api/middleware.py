"""Every error under /api/ is a problem+json, also those that Django answers before or after a call is reached."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from motcua.api.v1 import problems
from motcua.api.v1.problems import Problem

PREFIX = "/api/"


class Problems:
    """Speak the caller's language, keep answers out of caches, and turn Django's own error pages into problems.

    Unknown addresses, methods that an address does not take, a host that is not ours, a crash: a program that calls
    can read all of them the same way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        language, wants_body = _language(request), request.method != "HEAD"
        if not wants_body:
            request.method = "GET"  # ninja knows no HEAD, and watchers of machines like to ask with it
        with translation.override(language):
            response = self.get_response(request)
            if response.status_code >= 400 and response.get("Content-Type") != problems.MEDIA_TYPE:
                response = _problem(response)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        if not wants_body:
            response.content = b""  # its length stays in the headers
        return response


def _problem(response: HttpResponse) -> HttpResponse:
    headers = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
    return problems.response(Problem(problems.of_status(response.status_code), headers=headers))


def _language(request: HttpRequest) -> str:
    """Return the language chosen on our pages, else the first of the caller's that we speak, else Vietnamese."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        short = wanted.partition("-")[0]
        if short in dict(settings.LANGUAGES):
            return short
    return settings.LANGUAGE_CODE
