"""A leader gives dossiers into other hands: tick, say to whom and why, be asked once, undo (ux.md §3.7)."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.casework import handovers
from motcua.casework.absence_forms import HandOverForm
from motcua.casework.desk import Desk, leading
from motcua.casework.presenters import handovers as present
from motcua.dossiers import actions
from motcua.dossiers.answering import MEND
from motcua.dossiers.models import Dossier
from motcua.organisations.models import Agency


@require_http_methods(["GET", "POST"])
@leading
def hand_over(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what is in whose hands; ask before moving what was ticked; move it when the answer is yes."""
    said = request.POST if request.method == "POST" else request.GET
    unit, whose = _unit(desk, said.get("co-quan", "")), said.get("cua", "")
    if request.method == "GET":
        return render(request, "casework/hand_over.html", present.page(desk, unit, whose=whose))
    ticked = [pk for pk in request.POST.getlist("only") if _is_uuid(pk)]
    rows = handovers.chosen(desk, unit, ticked)
    form = present.form_for(rows, present.people_of(desk, unit), request.POST)
    if not form.is_valid():
        context = present.page(desk, unit, whose=whose, form=form)
        return render(request, "casework/hand_over.html", context, status=MEND)
    if "dong-y" not in request.POST:
        return render(request, "casework/hand_over_sure.html", present.question(desk, unit, form, rows, whose))
    return _do(request, desk, unit, form, rows)


@require_GET
@leading
def handed_over(request: HttpRequest, desk: Desk, batch: UUID) -> HttpResponse:
    """Show what one handing over moved, with the way back."""
    lines = list(handovers.lines_of(desk, str(batch)))
    refused = request.session.get(f"giao-lai:{batch}", [])
    if not lines and not refused:
        raise Http404
    return render(request, "casework/handed_over.html", present.outcome(desk, str(batch), lines, refused=refused))


@require_POST
@leading
def undo(request: HttpRequest, desk: Desk, batch: UUID) -> HttpResponse:
    """Give back what nobody has gone on with since."""
    lines = list(handovers.lines_of(desk, str(batch)))
    if not lines:
        raise Http404
    back = actions.transfer_back(batch=lines, by=desk.actor, at=desk.at)
    request.session[f"giao-lai:{back.batch}"] = back.refused
    messages.success(request, _("Đã lấy lại %(many)d hồ sơ.") % {"many": len(back.moved)})
    return redirect("casework:handed_over", back.batch)


def _do(request: HttpRequest, desk: Desk, unit: Agency, form: HandOverForm, rows: list[Dossier]) -> HttpResponse:
    typed = form.cleaned_data
    try:
        handed = actions.transfer_many(
            agency=unit,
            only=[dossier.pk for dossier in rows],
            to=present.users_of(typed["to"]),
            reason=typed["reason"],
            by=desk.actor,
            at=desk.at,
        )
    except ValidationError as trouble:
        form.add_error(None, trouble.messages)
        return render(request, "casework/hand_over.html", present.page(desk, unit, form=form), status=MEND)
    request.session[f"giao-lai:{handed.batch}"] = handed.refused
    many = len(handed.moved)
    if many:
        messages.success(request, ngettext("Đã giao lại %(many)d hồ sơ.", "Đã giao lại %(many)d hồ sơ.", many)
                         % {"many": many})  # fmt: skip
    return redirect("casework:handed_over", handed.batch)


def _unit(desk: Desk, key: str) -> Agency:
    """Return the unit that was asked for, else the first that this person leads."""
    units = handovers.led_units(desk)
    if not units:
        raise Http404
    return next((unit for unit in units if unit.key == key), units[0])


def _is_uuid(text: str) -> bool:
    return len(text) == 36 and all(sign in "0123456789abcdef-" for sign in text)
