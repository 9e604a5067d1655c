"""What every page knows: its language, the reader's text size, the house's clock, and who speaks."""

import time
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
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
NAVIGATION = (  # label, address, what else stands under it
    (_("Thủ tục"), "/thu-tuc/", ("/viec/", "/nop/", "/tim/")),
    (_("Tra cứu hồ sơ"), "/tra-cuu/", ("/ho-so/",)),
    (_("Nơi nộp"), "/co-quan/", ()),
    (_("Công khai tiến độ"), "/cong-khai/", ()),
    (_("Hướng dẫn"), "/huong-dan/", ("/tro-giup/",)),
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
            "sizes": TEXT_SIZES.items(),
            "path": request.get_full_path(),
            "nav": [
                {"label": label, "url": url, "current": request.path.startswith((url, *more))}
                for label, url, more in NAVIGATION
            ],
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
