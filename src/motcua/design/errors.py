"""Pages for when something cannot be done: each says what happened and what to do next, never a bare number."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

#: Seconds in which another database has taken over (deploy/patroni: 20), or the same one is back
COME_AGAIN = 30


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say whose task this is. A view may raise PermissionDenied with a sentence for people as its text."""
    return render(request, "design/errors/403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Offer the search box, the lookup box and the telephone."""
    return render(request, "design/errors/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page stood open too long; the cause is nearly always that, and the cure is to load it again."""
    return render(request, "design/errors/csrf.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer without a database, a session or a context processor: any of them may be what is broken.

    Where it is the database, gone or with no room for one more, the answer is 503 and says when to come again, so that
    proxies and programs that call can tell it from a fault of ours. To be called while the error is being handled.
    """
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if is_away else 500
    said = {"path": request.path, "status": status, "was_sent": request.method == "POST"}
    answer = HttpResponse(get_template("design/errors/500.html").render(said), status=status)
    if is_away:
        answer["Retry-After"] = str(COME_AGAIN)
    return answer
