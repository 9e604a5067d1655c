"""What was found for a text typed into any search box."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework.desk import Desk
from motcua.casework.presenters.frame import beside_the_bench
from motcua.casework.presenters.terms import TERM_TAGS
from motcua.casework.searching import SEARCHED, SHORTEST_NAME, search
from motcua.casework.typed import digits_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import timeliness
from motcua.lib import damm
from motcua.notifications.messages import name_of

ANY_PART = "rong"  # in an address: longer names, too


def page(desk: Desk, text: str, *, any_part: bool = False) -> dict[str, Any]:
    """Return the context of the page of finds (2–4 statements)."""
    found = search(desk, text, any_part=any_part)
    return {
        **beside_the_bench(desk),
        "text": text,
        "rows": [_row(desk, dossier) for dossier in found.rows],
        "are_near": found.are_near,
        "longer_url": f"?{urlencode({'q': text, ANY_PART: 1})}" if found.have_this_name else "",
        "is_cut": len(found.rows) == SEARCHED,
        "advice": "" if found.rows else _advice(text),
    }


def _row(desk: Desk, dossier: Dossier) -> dict[str, Any]:
    return {
        "dossier": dossier,
        "name": name_of(dossier),
        "url": reverse("casework:dossier", args=[str(dossier)]),
        "term": TERM_TAGS.get(timeliness(dossier, at=desk.at), ""),
    }


def _advice(text: str) -> str:
    """Say how to find it: a slip of the finger is told from a code that nobody has."""
    digits = digits_of(text)
    if not text.strip():
        return _("Gõ mười số trên giấy hẹn, mã hồ sơ, số giấy tờ, điện thoại hoặc tên người nộp.")
    if len(digits) == 10 and not damm.is_valid(digits) and not digits.startswith("0"):
        return _("Mã %(code)s gõ nhầm một số. Xem lại trên giấy hẹn.") % {"code": text.strip()}
    if digits and not any(sign.isalpha() for sign in text):
        return _("Chưa thấy hồ sơ nào với số này. Gõ đủ mười số trên giấy hẹn, hoặc tìm theo tên người nộp.")
    if sum(sign.isalpha() for sign in text) < SHORTEST_NAME:
        return _("Gõ ít nhất %(many)d chữ của tên.") % {"many": SHORTEST_NAME}
    return _("Chưa thấy hồ sơ nào. Thử tên không dấu, hoặc mười số trên giấy hẹn.")
