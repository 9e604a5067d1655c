"""Whose time a dossier's time was, as a table for people. Shared by the surfaces, which may not ask each other."""

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.catalogue.models import WaitsFor
from motcua.dossiers.clock import TRANSIT, Charge, ClockEvent, Kind
from motcua.dossiers.kept import calendar_for
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import account_of, clock_events

#: What happened to the clock, in words
KINDS: dict[Kind, str | Promise] = {
    Kind.STARTED: gettext_lazy("Bắt đầu tính"),
    Kind.STOPPED: gettext_lazy("Dừng tính"),
    Kind.RESUMED: gettext_lazy("Tính tiếp phần còn lại"),
    Kind.RESTARTED: gettext_lazy("Tính lại từ đầu"),
    Kind.MOVED: gettext_lazy("Xin lỗi, hẹn lại"),
    Kind.RECALCULATED: gettext_lazy("Tính lại hạn"),
    Kind.ENDED: gettext_lazy("Thôi tính"),
}
#: Whom a dossier waits for while its clock stands still, or its paper travels
WAITS: dict[str, str | Promise] = {
    WaitsFor.APPLICANT.value: gettext_lazy("Chờ người nộp bổ sung"),
    WaitsFor.PAYMENT.value: gettext_lazy("Chờ người nộp đóng tiền"),
    WaitsFor.PARTNER.value: gettext_lazy("Chờ cơ quan ngoài phần mềm"),
    TRANSIT: gettext_lazy("Giấy tờ đang trên đường tới cơ quan giải quyết"),
}


def account_in_words(dossier: Dossier, *, at: datetime) -> dict[str, Any] | None:
    """Return the table of design/parts/account.html; None before the reception.

    5 statements, 0 where what is kept of the dossier came with it.

    Rows, sums and events are those of `dossiers.clock.account`: nothing is added up here.
    """
    account = account_of(dossier, at=at)
    if account is None:
        return None
    day_minutes = calendar_for(dossier).minutes_per_day
    return {
        "rows": [_row(charge, day_minutes) for charge in account.charges],
        "total": _worked(account.total, day_minutes),
        "office": _worked(account.office, day_minutes),
        "waited": _worked(account.waited, day_minutes) if account.waited else "",
        "events": [_event(event) for event in clock_events(dossier)],
    }


def _row(charge: Charge, day_minutes: int) -> dict[str, Any]:
    return {
        "start": charge.start,
        "end": charge.end,
        "who": charge.agency,
        "officer": charge.officer,
        "step": charge.step,
        "waits": WAITS[charge.waits_for] if charge.waits_for else "",
        "worked": _worked(charge.minutes, day_minutes),
    }


def _event(event: ClockEvent) -> dict[str, Any]:
    return {
        "at": event.at,
        "name": KINDS[event.kind],
        "about": WAITS[event.waits_for] if event.waits_for else "",
        "article": event.article,
    }


def _worked(minutes: int, day_minutes: int) -> str:
    """Return working minutes in words, to the minute, so that what the rows say adds up to what the sum says."""
    days, rest = divmod(minutes, day_minutes)
    hours, rest = divmod(rest, 60)
    said = [
        _("%(n)d ngày") % {"n": days} if days else "",
        _("%(n)d giờ") % {"n": hours} if hours else "",
        _("%(n)d phút") % {"n": rest} if rest else "",
    ]
    return " ".join(filter(None, said)) or _("0 phút")
