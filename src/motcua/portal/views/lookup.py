"""The way in to a dossier: ten digits typed, or a QR code scanned."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.dossiers import quick_codes
from motcua.portal import confidence, guard
from motcua.portal.forms import LookupForm


@require_safe
def lookup(request: HttpRequest) -> HttpResponse:
    form = LookupForm(request.GET if "ma" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("portal:track", code=form.cleaned_data["ma"])
    return render(request, "portal/lookup.html", {"form": form})


@require_safe
def scanned(request: HttpRequest, code: str, token: str = "") -> HttpResponse:
    """Take the token out of the address: it is kept in a signed cookie for this one dossier."""
    answer = redirect("portal:track", code=code)
    if not token:
        return answer
    if guard.token_is_closed(code) or not quick_codes.token_matches(code, token, key=settings.TRACKING_KEY):
        guard.count_wrong_token(code)
        guard.count_failure(request)
        messages.warning(request, _("Mã QR này chưa khớp, nên chỉ xem được phần chung. Quét lại mã trên giấy hẹn."))
        return answer
    confidence.give(answer, code)
    return answer
