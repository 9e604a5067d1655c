"""What an officer was told, newest first, and where each thing leads."""

from itertools import groupby
from typing import Any

from django.utils import timezone

from motcua.catalogue.models import StepKind
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier
from motcua.lib import vietnamese
from motcua.notifications import messages
from motcua.notifications.models import Kind, Notification
from motcua.notifications.queries import notices_of
from motcua.oversight.lists import address_of
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
    Kind.SUPPLEMENT_ASKED: ("wait", "pause-circle"),
    Kind.SUPPLIED: ("new", "paper-plane-tilt-fill"),
    Kind.SUPPLEMENTED: ("on", "check-circle-fill"),
    Kind.PAYMENT_ASKED: ("wait", "currency-circle-dollar-fill"),
    Kind.PAID: ("on", "check-circle-fill"),
    Kind.EXTENDED: ("late", "envelope-simple"),
    Kind.STOPPED: ("done", "stop-circle-fill"),
    Kind.RECALCULATED: ("soon", "calendar-check"),
    Kind.CONSULTED: ("new", "arrows-left-right-fill"),
    Kind.ANSWERED: ("on", "chat-text"),
    Kind.HANDED_OVER: ("new", "arrows-left-right-fill"),
    Kind.REVIEW: ("soon", "clipboard-text"),
    Kind.REVIEW_ANSWERED: ("on", "check-circle-fill"),
    Kind.REMINDER: ("soon", "bell-ringing"),
    Kind.PROCEDURE_REPLACED: ("new", "file-text"),
    Kind.PROCEDURE_ABOLISHED: ("done", "stop-circle-fill"),
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
    """Return the address of what this notification is about: the task while it waits, the dossier once it is done."""
    dossier = notice.dossier
    if dossier is None:
        return str(notice.params.get("link") or "/lam-viec/")
    return _TASKS.get(Kind(notice.kind), address_of)(dossier)


def _at_the_counter(dossier: Dossier) -> str:
    if dossier.status == Status.SUBMITTED:
        return f"/lam-viec/quay/truc-tuyen/{dossier.quick_code}/"
    if dossier.status == Status.RESULT_READY:
        return f"/lam-viec/quay/tra-ket-qua/?ma={dossier.quick_code}"
    return f"/lam-viec/quay/ho-so/{dossier}/"


def _at_the_signing_desk(dossier: Dossier) -> str:
    waits = dossier.step is not None and dossier.step.kind == StepKind.APPROVAL
    return f"/lam-viec/ky/?ho-so={dossier}" if waits else address_of(dossier)


_TASKS = {
    Kind.SUBMITTED: _at_the_counter,
    Kind.DECIDED: _at_the_counter,
    Kind.LETTER_REFUSED: _at_the_counter,
    Kind.TO_SIGN: _at_the_signing_desk,
}


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
