"""What every page knows: its language, the reader's text size, the house's clock, and who speaks."""

import time
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from motcua.lib import clock

TEXT_SIZE_COOKIE = "co_chu"
TEXT_SIZES = {  # class names on <html>; "vua" is the default
    "nho": _("Chữ nhỏ"),
    "vua": _("Chữ vừa"),
    "lon": _("Chữ lớn"),
    "rat-lon": _("Chữ rất lớn"),
}


class Way(NamedTuple):
    """A way through the portal; `under` is how the addresses begin that lie on it."""

    label: str | Promise
    url: str
    under: tuple[str, ...]


NAVIGATION = (
    Way(_("Thủ tục"), "/thu-tuc/", ("/thu-tuc/", "/viec/", "/nop/", "/tim/")),
    Way(_("Tra cứu hồ sơ"), "/tra-cuu/", ("/tra-cuu/", "/ho-so/")),
    Way(_("Nơi nộp"), "/co-quan/", ("/co-quan/",)),
    Way(_("Công khai tiến độ"), "/cong-khai/", ("/cong-khai/",)),
    Way(_("Hướng dẫn"), "/huong-dan/", ("/huong-dan/", "/tro-giup/")),
)
RENEWED = "renewed_at"  # in the session: when the officer last chose to stay, in the machine's seconds


def page(request: HttpRequest) -> dict[str, Any]:
    """Return `house` for the templates (allauth fills `site` with something else)."""
    size = request.COOKIES.get(TEXT_SIZE_COOKIE, "vua")
    return {
        "house": {
            **settings.SITE,
            "language": get_language() or "vi",
            "text_size": size if size in TEXT_SIZES else "vua",
            "path": request.get_full_path(),
            "way": next((way.url for way in NAVIGATION if request.path.startswith(way.under)), ""),
            "time": _Time(request),
            "on_demo_clock": clock.is_shifted(),
        }
    }


class _Time:
    """Clocks are read when a template asks, so that a page without a clock does not depend on the time."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def now(self) -> datetime:
        """Return the moment on the house's clock."""
        return clock.now()

    def session_left(self) -> str:
        """Return the seconds until this session ends at the earliest; sessions live on the machine's time."""
        session = getattr(self._request, "session", {})
        signed_in = max(
            (method.get("at", 0) for method in session.get("account_authentication_methods", [])), default=0
        )
        since = max(signed_in, session.get(RENEWED, 0)) or time.time()
        return str(max(0, int(since + settings.SESSION_COOKIE_AGE - time.time())))  # no thousands separator

    def session_whole(self) -> str:
        """Return the seconds a session lasts when its officer chooses to stay."""
        return str(settings.SESSION_COOKIE_AGE)
