"""Who asks for a draft has it in their session, and the procedure is in force; else a page says what to do."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import receiving_units, why_not_in_force
from motcua.lib import clock
from motcua.portal import filing
from motcua.portal.filing import Visit


def with_visit(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view its visit instead of the id, or answer in its place when there is nothing to go on with."""

    @wraps(view)
    def visited(request: HttpRequest, draft_id: UUID, **more: Any) -> HttpResponse:
        draft = filing.draft_of(request.session, draft_id)
        if draft is None:
            return render(request, "portal/apply/gone.html", status=404)
        if draft.is_handed_in:
            return redirect("portal:done", draft_id=draft_id)
        day = clock.now().date()
        version = (
            ProcedureVersion.objects.in_force_on(day)
            .select_related("procedure", "agency")
            .prefetch_related("documents", "cases", "limits")
            .filter(procedure__code=draft.code)
            .first()
        )
        if version is None:
            return render(
                request, "portal/apply/not_offered.html", {"sentence": why_not_in_force(draft.code, on=day)}, status=404
            )
        units = receiving_units(version.procedure_id, on=day).select_related("parent")
        in_order = list(units.order_by("parent__order", "order", "name"))
        return view(request, Visit(draft, version, in_order), **more)

    return visited
