"""Pages for when something cannot be done: each says what happened and what to do next, never a bare number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


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
    """Answer without a database, a session or a context processor: any of them may be what is broken."""
    return HttpResponse(get_template("design/errors/500.html").render({"path": request.path}), status=500)
