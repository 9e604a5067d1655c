"""The search: what people call it, typed in a hurry and without tones; ten digits lead to the dossier."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from motcua.catalogue import search
from motcua.lib import clock, damm
from motcua.portal.forms import digits_in
from motcua.portal.presenters import procedure

EXAMPLES = ("lap dien ke", "giay khai sinh", "sang ten dat")


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    typed = " ".join(request.GET.get("q", "").split())[:200]
    digits = digits_in(typed)
    if len(digits) == 10 and not any(sign.isalpha() for sign in typed) and damm.is_valid(digits):
        return redirect("portal:track", code=digits)
    found = search.find_for_list(typed, on=clock.now().date())
    return render(
        request,
        "portal/find.html",
        {"q": typed, "rows": [procedure.row_of(version) for version in found], "examples": EXAMPLES},
    )
