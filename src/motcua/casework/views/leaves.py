"""Leave: write down that somebody is away and who covers, or that they are back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts.models import User
from motcua.casework.absence_forms import LeaveForm
from motcua.casework.desk import Desk, at_work
from motcua.casework.presenters import leaves as present
from motcua.dossiers.answering import MEND, NOT_NOW
from motcua.organisations import actions
from motcua.organisations.models import Agency, Leave
from motcua.organisations.queries import colleagues, leaves_of


@require_http_methods(["GET", "POST"])
@at_work
def leaves(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show who is away; write down one more."""
    if request.method == "GET":
        return render(request, "casework/leaves.html", present.page(desk))
    form = LeaveForm(request.POST)
    leave = _enter(form, desk) if form.is_valid() else None
    if leave is None:
        return render(request, "casework/leaves.html", present.page(desk, form=form), status=MEND)
    messages.success(
        request, _("Đã ghi: %(who)s nghỉ, %(cover)s trực thay.") % {"who": leave.user, "cover": leave.cover}
    )
    return redirect("casework:leaves")


@require_POST
@at_work
def end(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Let somebody work again before their leave is over."""
    seen = leaves_of(desk.works_at) if desk.leads else leaves_of(desk.works_at, user=desk.user)
    leave = get_object_or_404(seen, pk=pk)
    try:
        actions.return_early(leave=leave, by=desk.user, at=desk.at)
    except ValidationError as trouble:
        context = present.page(desk, trouble=" ".join(trouble.messages))
        return render(request, "casework/leaves.html", context, status=NOT_NOW)
    messages.success(request, _("%(who)s đi làm lại từ bây giờ.") % {"who": leave.user})
    return redirect("casework:leaves")


def _enter(form: LeaveForm, desk: Desk) -> Leave | None:
    """Call the action; return nothing when it was refused, with its sentences beside the fields."""
    typed = form.cleaned_data
    agency, user = _agency(desk, typed["agency"]), _colleague(desk, typed["user"])
    cover = _colleague(desk, typed["cover"])
    if agency is None or user is None or cover is None:
        form.add_error("user" if user is None else "cover", _("Chọn người trong danh sách của cơ quan."))
        return None
    try:
        return actions.enter_leave(
            agency=agency,
            user=user,
            cover=cover,
            first=typed["first"],
            last=typed["last"],
            reason=typed["reason"],
            by=desk.user,
            at=desk.at,
        )
    except ValidationError as trouble:
        for name, sentences in trouble.message_dict.items():
            form.add_error(name if name in form.fields else None, sentences)
        return None


def _agency(desk: Desk, text: str) -> Agency | None:
    return next((post.agency for post in desk.posts if str(post.agency_id) == text), None)


def _colleague(desk: Desk, text: str) -> User | None:
    here = colleagues(desk.works_at, on=desk.at.date())
    return here.filter(pk=int(text)).first() if text.isdecimal() else None
