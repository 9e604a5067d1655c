"""Give a dossier back at the citizen's wish, as long as nothing has been decided."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.counter import queries
from motcua.counter.desk import Desk, at_counter
from motcua.counter.forms import ReasonForm
from motcua.counter.presenters import book as present
from motcua.dossiers import actions
from motcua.dossiers.answering import MEND, status_of
from motcua.dossiers.lifecycle import NotAllowed


@require_POST
@at_counter
def withdraw(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Withdraw the dossier, with the citizen's reason."""
    dossier, form = queries.dossier_of_code(desk, code), ReasonForm(request.POST)
    if dossier is None:
        raise Http404
    if not form.is_valid():
        return _again(request, desk, code, form, status=MEND)
    try:
        actions.withdraw(
            dossier=dossier.pk,
            reason=form.cleaned_data["reason"],
            by=desk.actor,
            at=desk.at,
            expected_version=form.cleaned_data["version"],
        )
    except ValidationError as trouble:
        form.take_problems(trouble)
        return _again(request, desk, code, form, status=MEND)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _again(request, desk, code, form, status=status_of(refusal))
    messages.success(request, _("Đã rút hồ sơ theo ý người nộp. Trả lại giấy tờ đã nhận."))
    return redirect("counter:dossier", code)


def _again(request: HttpRequest, desk: Desk, code: str, form: ReasonForm, *, status: int) -> HttpResponse:
    fresh = queries.dossier_of_code(desk, code)
    assert fresh is not None  # it was there a moment ago, and dossiers are never deleted
    context = present.dossier_page(desk, fresh, form=form) | {"has_errors": True}
    return render(request, "counter/dossier.html", context, status=status)
