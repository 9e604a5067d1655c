"""A parameter that no call knows is refused: a mistyped filter must not pass for none (it would show everything)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from motcua.api.v1 import problems

Run = Callable[..., HttpResponse]


def refuse_unknown_parameters(run: Run) -> Run:
    """Wrap the run of one ninja operation. A call without parameters refuses any."""
    known = _parameters(run.__self__)  # type: ignore[attr-defined]  # a bound method of ninja's Operation

    @wraps(run)
    def checked(request: HttpRequest, **path: Any) -> HttpResponse:
        unknown = [name for name in request.GET if name not in known]
        if not unknown:
            return run(request, **path)
        said = _("Không có tham số này. Có: %(known)s.") if known else _("Lệnh này không có tham số.")
        message = said % {"known": ", ".join(sorted(known))} if known else said
        return problems.response(problems.wrongs((name[:80], message) for name in unknown))

    return checked


def _parameters(operation: Any) -> set[str]:
    return {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }
