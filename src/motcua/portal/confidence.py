"""Remember in the visitor's browser that they have shown the token of a receipt: a signed cookie for that one address.

Not the session: an officer who signs in or out at the same machine neither gains nor loses it, and millions of scans
leave no rows behind. The cookie ends with the browser, and after some hours by itself.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_COOKIE = "giay_hen"
_SALT = "motcua.portal.confidence"
HOURS = 10


def give(response: HttpResponse, code: str) -> None:
    """Let this browser see the dossier's page in full."""
    response.set_signed_cookie(
        _COOKIE,
        code,
        salt=_SALT,
        path=f"/ho-so/{code}/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def is_given(request: HttpRequest, code: str) -> bool:
    """Tell whether this browser has shown the token of this very dossier."""
    shown = request.get_signed_cookie(_COOKIE, default="", salt=_SALT, max_age=HOURS * 3600)
    return shown == code
