"""The language of an answer, and headers that keep a page from doing what we did not write."""

from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
PERMISSIONS = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


class ContentSecurityPolicy:
    """Put the content security policy and the permissions policy on every answer that has none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _policy(settings.LIVE_URL))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


@cache
def _policy(live_url: str) -> str:
    """Return the policy. Where no reverse proxy joins the two, pages may listen at one other origin."""
    address = urlsplit(live_url)
    elsewhere = f" {address.scheme}://{address.netloc}" if address.netloc else ""
    return POLICY.replace("connect-src 'self'", f"connect-src 'self'{elsewhere}")


class Language:
    """Speak Vietnamese unless the reader chose another language here.

    Django's own middleware follows the browser, and most browsers in our offices came in English.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response
