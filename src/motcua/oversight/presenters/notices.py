"""What an officer was told, newest first, and where each thing leads."""

from itertools import groupby
from typing import Any

from django.utils import timezone

from motcua.lib import vietnamese
from motcua.notifications import messages
from motcua.notifications.models import Kind, Notification
from motcua.notifications.queries import notices_of
from motcua.oversight.presenters.frame import frame
from motcua.oversight.room import Visit

PAGE = 60
_ICONS = {
    Kind.SUBMITTED: ("new", "paper-plane-tilt-fill"),
    Kind.NEW_DOSSIER: ("ready", "tray-arrow-down-fill"),
    Kind.FORWARDED: ("new", "arrows-left-right-fill"),
    Kind.TO_SIGN: ("soon", "stamp-fill"),
    Kind.SENT_BACK: ("late", "arrow-u-up-left-fill"),
    Kind.DECIDED: ("on", "gift-fill"),
    Kind.REVIEW: ("soon", "clipboard-text"),
    Kind.REVIEW_ANSWERED: ("on", "check-circle-fill"),
    Kind.REMINDER: ("soon", "bell-ringing"),
    Kind.LETTER_REFUSED: ("late", "phone-call"),
}


def page(visit: Visit) -> dict[str, Any]:
    """Return the latest notifications, by the day."""
    rows = [_row(notice) for notice in notices_of(visit.user)[:PAGE]]
    return frame(visit) | {
        "days": [
            {"day": day, "rows": list(members)} for day, members in groupby(rows, key=lambda row: row["at"].date())
        ],
        "unread": sum(row["is_new"] for row in rows),
        "today": visit.today,
    }


def target_of(notice: Notification) -> str:
    """Return the address of what this notification is about."""
    if notice.params.get("link"):
        return str(notice.params["link"])
    return f"/lam-viec/ho-so/{notice.dossier}/" if notice.dossier else "/lam-viec/"


def _row(notice: Notification) -> dict[str, Any]:
    tone, icon = _ICONS[Kind(notice.kind)]
    return {
        "notice": notice,
        "text": messages.said(notice),
        "code": vietnamese.quick_code(notice.dossier.quick_code) if notice.dossier else "",
        "at": timezone.localtime(notice.created_at),
        "tone": tone,
        "icon": icon,
        "is_new": notice.read_at is None,
    }
