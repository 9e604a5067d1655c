"""Rating after a result: one tap on a face. What was wrong is asked afterwards, and only of those not content."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.dossiers import actors, queries, quick_codes
from motcua.dossiers.lifecycle import Status
from motcua.lib import clock
from motcua.portal import guard
from motcua.portal.presenters import faces, procedure
from motcua.portal.views.track import too_many
from motcua.ratings import actions
from motcua.ratings.models import Rating, Reason


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Ask, count, thank. With a right token the answer is never an error: errors are logged with their address."""
    if guard.token_is_closed(code):
        return too_many(request)
    if not quick_codes.token_matches(code, token, key=settings.TRACKING_KEY):
        guard.count_wrong_token(code)
        guard.count_failure(request)
        sentence = _("Đường dẫn chấm điểm chưa đúng. Quét lại mã trên giấy hẹn, hoặc mở lại từ tin nhắn.")
        return _page(request, {"state": "wrong", "sentence": sentence}, status=404)
    if request.method == "POST":
        return _explained(request, code, token) if "gop-y" in request.POST else _rated(request, code, token)
    dossier = queries.tracked(code)
    rating = Rating.objects.filter(dossier__quick_code=code).first()
    if dossier is None or dossier.status != Status.RETURNED:
        sentence = _("Nhận kết quả xong rồi mới chấm điểm. Bà con quay lại sau nhé.")
        return _page(request, {"state": "early", "sentence": sentence})
    about = {"place": dossier.unit.desk_name or dossier.unit.name, "title": procedure.title_of(dossier.version)}
    if rating is None:
        return _page(request, about | {"state": "asking", "faces": faces.FACES})
    return _page(request, about | _thanks(request, rating))


def _thanks(request: HttpRequest, rating: Rating) -> dict[str, Any]:
    """Return the state after the tap; whoever was not content is asked why, while there are no words yet."""
    has_words = bool(rating.reasons or rating.comment)
    just_now = request.GET.get("roi") == "1"
    return {
        "state": "thanks" if just_now else "already",
        "face": faces.face_of(rating.level),
        "sorry": faces.asks_why(rating.level),
        "reasons": Reason.choices if just_now and faces.asks_why(rating.level) and not has_words else (),
        "said": has_words,
    }


def _rated(request: HttpRequest, code: str, token: str) -> HttpResponse:
    level = request.POST.get("muc", "")
    at = clock.now()
    try:
        actions.rate(
            quick_code=code,
            token=token,
            level=int(level) if level.isdecimal() else 0,
            finished_in_one_visit={"co": True, "khong": False}.get(request.POST.get("mot-lan", "")),
            at=at,
            by=actors.officer(request.user, at=at) if request.user.is_authenticated else None,
        )
    except actions.RatedAlready:
        return redirect("portal:rate", code=code, token=token)
    except actions.NotRated as refusal:
        return _page(request, {"state": "wrong", "sentence": str(refusal)}, status=403)
    except ValidationError as trouble:
        problem = {"state": "asking", "faces": faces.FACES, "problem": " ".join(trouble.messages), "has_errors": True}
        return _page(request, problem)
    return _back(code, token)


def _explained(request: HttpRequest, code: str, token: str) -> HttpResponse:
    reasons = [reason for reason in request.POST.getlist("ly-do") if reason in Reason.values]
    with suppress(actions.NotRated, ValidationError):  # the face is counted; the page after says what is on record
        actions.explain(quick_code=code, token=token, reasons=reasons, comment=request.POST.get("loi", "")[:500])
    return _back(code, token)


def _back(code: str, token: str) -> HttpResponse:
    answer = redirect("portal:rate", code=code, token=token)
    answer["Location"] += "?roi=1"
    return answer


def _page(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, "portal/rate.html", context, status=status)
