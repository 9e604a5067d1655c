"""What all surfaces share: the reader's choices (language, size of letters), staying signed in, the house's icon."""

import time

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST, require_safe

from motcua.design.context import RENEWED, TEXT_SIZE_COOKIE, TEXT_SIZES

A_DAY = 24 * 60 * 60
A_YEAR = 365 * A_DAY


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language the form asks for and go back to where the reader was."""
    response = HttpResponseRedirect(_where_from(request, request.POST.get("next", "")))
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES) and check_for_language(wanted):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, wanted)
    return response


@require_GET
def text_size(request: HttpRequest) -> HttpResponse:
    """Remember the size of letters the link asks for (?co=lon&ve=/...) and go back to where the reader was."""
    response = HttpResponseRedirect(_where_from(request, request.GET.get("ve", "")))
    wanted = request.GET.get("co", "")
    if wanted in TEXT_SIZES:
        _remember(response, TEXT_SIZE_COOKIE, wanted)
    return response


@login_required
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Begin the session's time anew, for an officer who is still at work (WCAG 2.2.1)."""
    request.session[RENEWED] = int(time.time())
    return HttpResponse(status=204)


@require_safe
@cache_control(public=True, max_age=A_DAY)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead to the house's icon: pages name it themselves, but browsers ask here for a file that is no page, a PDF."""
    return HttpResponseRedirect(static("design/favicon.svg"))


def _where_from(request: HttpRequest, address: str) -> str:
    """Return `address` when it is one of ours, else the first page."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else "/"


def _remember(response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(cookie, value, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
