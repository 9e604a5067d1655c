"""Hand a result over: scan the receipt, look at the identity card, done (ux.md tra-ket-qua/)."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from motcua.counter import queries
from motcua.counter.desk import Desk, at_counter
from motcua.counter.forms import HandOverForm
from motcua.counter.presenters import hand_over as present
from motcua.dossiers import actions
from motcua.dossiers.answering import MEND, status_of
from motcua.dossiers.lifecycle import NotAllowed
from motcua.dossiers.models import Dossier


@require_http_methods(["GET", "POST"])
@at_counter
def hand_over(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Find a dossier by its receipt; on POST, hand its result over."""
    typed = (request.POST if request.method == "POST" else request.GET).get("ma", "")
    found = present.find(desk, typed)
    if request.method == "GET" or found.dossier is None:
        status = MEND if found.problem else 200
        return render(request, "counter/hand_over.html", present.page(desk, found), status=status)
    form = HandOverForm(request.POST)
    if not form.is_valid():
        return _again(request, desk, found, form, status=MEND)
    try:
        actions.return_result(
            dossier=found.dossier.pk,
            by=desk.actor,
            at=desk.at,
            collected_by=form.cleaned_data["collected_by"],
            authority=form.cleaned_data["authority"],
            consignment=form.cleaned_data["consignment"],
            expected_version=form.cleaned_data["version"],
        )
    except ValidationError as trouble:
        form.take_problems(trouble)
        return _again(request, desk, found, form, status=MEND)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _again(request, desk, present.find(desk, typed), form, status=status_of(refusal))
    return redirect("counter:handed_over", found.dossier.quick_code)


@require_GET
@at_counter
def handed_over(request: HttpRequest, desk: Desk, quick_code: str) -> HttpResponse:
    """Show that the result is out, and how its new owner says what they think of the handling."""
    dossier: Dossier | None = queries.dossier_of_code(desk, quick_code)
    if dossier is None or dossier.returned_at is None:
        raise Http404
    return render(request, "counter/handed_over.html", present.handed_over_page(desk, dossier))


def _again(request: HttpRequest, desk: Desk, found: present.Found, form: HandOverForm, *, status: int) -> HttpResponse:
    context = present.page(desk, found, form=form) | {"has_errors": True}
    return render(request, "counter/hand_over.html", context, status=status)
