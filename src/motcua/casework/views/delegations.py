"""Who signs in a leader's place: hand the power over for some days, or take it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts.models import User
from motcua.casework.desk import Desk, leading
from motcua.casework.forms import DelegationForm
from motcua.casework.presenters import delegations as present
from motcua.dossiers.answering import MEND, NOT_NOW
from motcua.organisations import actions
from motcua.organisations.models import Agency, Delegation, Role
from motcua.organisations.queries import colleagues, delegations_at


@require_http_methods(["GET", "POST"])
@leading
def delegations(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show who signs in whose place; hand the power over."""
    if request.method == "GET":
        return render(request, "casework/delegations.html", present.page(desk))
    form = DelegationForm(request.POST)
    delegation = _hand_over(form, desk) if form.is_valid() else None
    if delegation is None:
        return render(request, "casework/delegations.html", present.page(desk, form=form), status=MEND)
    messages.success(request, _("Đã ủy quyền ký cho %(who)s.") % {"who": delegation.receiver})
    return redirect("casework:delegations")


@require_POST
@leading
def end(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Take a delegated power back at once."""
    delegation = get_object_or_404(delegations_at(desk.leads), pk=pk)
    try:
        actions.end_delegation(delegation=delegation, by=desk.user, at=desk.at)
    except ValidationError as trouble:
        context = present.page(desk, trouble=" ".join(trouble.messages))
        return render(request, "casework/delegations.html", context, status=NOT_NOW)
    messages.success(request, _("Đã thu lại quyền ký của %(who)s.") % {"who": delegation.receiver})
    return redirect("casework:delegations")


def _hand_over(form: DelegationForm, desk: Desk) -> Delegation | None:
    """Call the action; return nothing when it was refused, with the sentence on the form."""
    typed = form.cleaned_data
    agency, receiver = _agency(desk, typed["agency"]), _receiver(desk, typed["receiver"])
    if agency is None or receiver is None:
        form.add_error("receiver", _("Chọn một người đang làm việc tại cơ quan, trong danh sách."))
        return None
    if typed["first"] < desk.at.date():
        form.add_error("first", _("Ủy quyền từ hôm nay trở đi. Ngày đã qua không đổi lại được."))
        return None
    try:
        return actions.delegate(
            agency=agency,
            giver=desk.user,
            receiver=receiver,
            first=typed["first"],
            last=typed["last"],
            reason=typed["reason"],
            at=desk.at,
        )
    except ValidationError as trouble:
        form.add_error(None, trouble.messages)
        return None


def _agency(desk: Desk, text: str) -> Agency | None:
    led = [post.agency for post in desk.posts_as(Role.LEADER)]
    return next((agency for agency in led if str(agency.pk) == text), None)


def _receiver(desk: Desk, text: str) -> User | None:
    here = colleagues(desk.leads, on=desk.at.date()).exclude(pk=desk.user.pk)
    return here.filter(pk=int(text)).first() if text.isdecimal() else None
