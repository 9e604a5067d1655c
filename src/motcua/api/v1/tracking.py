"""Where a dossier is, without signing in: what the ten digits tell, and what the receipt's token adds (ux.md D9)."""

import re
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from motcua.api.v1 import answers, presenters, problems, trying
from motcua.api.v1.documented import responses
from motcua.dossiers import queries, quick_codes
from motcua.lib import clock, damm

router = Router(tags=[_("Tra cứu")])

#: Codes that do not exist, from one address: only failures count, for a telephone network hides thousands behind one
UNKNOWN_CODES = {"limit": 20, "seconds": 600}
#: Wrong tokens for one code, from wherever they come; the portal's pages count under the same key
WRONG_TOKENS = {"limit": 300, "seconds": 24 * 60 * 60}


@router.get(
    "/track/{quick_code}",
    auth=None,
    operation_id="track_dossier",
    summary=_("Hồ sơ tới đâu rồi"),
    description=_(
        "Ai cũng gọi được. Chỉ có mã tra nhanh: không có gì riêng tư. Thêm token (sáu ký tự trong mã QR của giấy hẹn): "
        "có tên đã che và nhật ký."
    ),
    response=responses(answers.Tracked, problems.NOT_FOUND, problems.INPUT, problems.TOO_MANY, token=False),
)
def track(
    request: HttpRequest,
    quick_code: str,
    token: Annotated[str, Query("", max_length=20, description=_("Sáu ký tự sau mã trong đường dẫn của giấy hẹn"))],
) -> answers.Tracked:
    who, at = trying.address_of(request), clock.now()
    trying.check("track", who=who, **UNKNOWN_CODES)
    code = _ten_digits(quick_code)
    dossier = queries.tracked(code)
    if dossier is None:
        trying.count("track", who=who, **UNKNOWN_CODES)
        raise problems.not_found(say("Chưa có hồ sơ mang mã này. Xem lại mã trên giấy hẹn."))
    has_receipt = bool(token) and _proves(code, token)
    return presenters.tracked(
        dossier,
        steps=queries.bare_progress(dossier),
        diary=queries.timeline(dossier) if has_receipt else None,
        at=at,
    )


def _ten_digits(typed: str) -> str:
    """Read what was typed, spaces and dots forgiven. :raises Problem: 422: a slip of the finger"""
    digits = re.sub(r"[\s.\-]", "", typed)
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise problems.wrong("quick_code", say("Mã tra nhanh có đúng 10 số. Xem trên giấy hẹn."))
    if not damm.is_valid(digits):
        raise problems.wrong("quick_code", say("Mã gõ nhầm một số. Dò lại từng số trên giấy hẹn."))
    return digits


def _proves(code: str, token: str) -> bool:
    """Tell whether this is the receipt's token. :raises Problem: 429 for whoever guesses, 422 when it is another"""
    trying.check("token", who=code, **WRONG_TOKENS)
    if quick_codes.token_matches(code, token, key=settings.TRACKING_KEY):
        return True
    trying.count("token", who=code, **WRONG_TOKENS)
    raise problems.wrong("token", say("Mã kèm theo không khớp. Quét lại mã QR trên giấy hẹn."))
