"""What a verb wants beside the table: conditions on this one dossier that a table of statuses and roles cannot say."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.dossiers.actors import Actor
from motcua.dossiers.kept import calendar_for
from motcua.dossiers.lifecycle import NotAllowed, StepNotOpen, StepNotYours, Verb
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import awaits_arrival, timeline
from motcua.working_time.terms import apology_due_at

#: What has no effect outside the offices yet: nobody was told, nothing was numbered, no clock was turned
CAN_BE_TAKEN_BACK = frozenset({Verb.TAKE_OVER, Verb.FORWARD, Verb.PROPOSE, Verb.SEND_BACK})


def unmet(by: Actor, verb: Verb, dossier: Dossier) -> NotAllowed | None:
    """Return why this verb does not fit this dossier, None when it does (0–1 statements)."""
    proviso = _PROVISOS.get(verb)
    return proviso(by, dossier) if proviso else None


def too_late_to_extend(dossier: Dossier, *, at: datetime) -> NotAllowed | None:
    """Tell whether an apology would come too late, or once too often (NĐ 61/2018 art. 19.9)."""
    assert dossier.due_at is not None  # the table wants a received dossier
    rules = dossier.rule_set
    if dossier.extended_at is not None and _times_extended(dossier) >= rules.reappointment_max:
        return StepNotOpen(
            ngettext(
                "Hồ sơ này đã xin lỗi, hẹn lại một lần; quy định chỉ cho hẹn lại một lần.",
                "Hồ sơ này đã xin lỗi, hẹn lại đủ %(times)d lần quy định cho phép.",
                rules.reappointment_max,
            )
            % {"times": rules.reappointment_max}
        )
    last = apology_due_at(dossier.due_at, rules=rules, calendar=calendar_for(dossier))
    if at <= last:
        return None
    return StepNotOpen(
        _("Chỉ được hẹn lại chậm nhất lúc %(when)s, trước ngày hẹn trả một ngày làm việc. Hồ sơ vẫn tính là trễ.")
        % {"when": f"{timezone.localtime(last):%H:%M %d/%m/%Y}"}
    )


def _turned_the_clock(dossier: Dossier) -> bool:
    """Tell whether the last line of the diary turned the clock (1 statement, 0 where it came with the dossier)."""
    return "clock" in timeline(dossier)[-1].detail


def _times_extended(dossier: Dossier) -> int:
    return sum(line.verb == Verb.EXTEND for line in timeline(dossier))


def _extend(by: Actor, dossier: Dossier) -> NotAllowed | None:
    return too_late_to_extend(dossier, at=by.at) if by.at else None


def _settle(by: Actor, dossier: Dossier) -> NotAllowed | None:
    if dossier.version.same_day:
        return None
    return StepNotOpen(_("Chỉ thủ tục trả kết quả trong ngày mới giải quyết ngay tại quầy được."))


def _record(by: Actor, dossier: Dossier) -> NotAllowed | None:
    """What a paper ledger says counts only for a dossier that was entered from it (law.md §2.14)."""
    if dossier.entered_at is not None:
        return None
    return StepNotOpen(_("Chỉ hồ sơ nhập bù từ sổ giấy mới ghi kết quả theo sổ. Hồ sơ này đi đủ các bước."))


def _arrive(by: Actor, dossier: Dossier) -> NotAllowed | None:
    """The clock starts on arrival once, and only where the receipt says so (NĐ 309/2026 art. 17.3)."""
    if awaits_arrival(dossier):
        return None
    return StepNotOpen(_("Thời hạn của hồ sơ này không chờ ngày giấy tờ tới nơi."))


def _take_back(by: Actor, dossier: Dossier) -> NotAllowed | None:
    """One's own last step, as long as nothing has happened since and nobody outside was told."""
    if dossier.last_verb not in CAN_BE_TAKEN_BACK:
        return StepNotOpen(_("Việc “%(verb)s” không lấy lại được nữa.") % {"verb": Verb(dossier.last_verb).label})
    if by.user is None or dossier.last_by_id != by.user.pk:
        return StepNotYours(_("Chỉ người vừa làm mới lấy lại được."))
    if dossier.last_verb == Verb.FORWARD and _turned_the_clock(dossier):  # forwarded to a wait, or from it
        return StepNotOpen(_("Việc “%(verb)s” không lấy lại được nữa.") % {"verb": Verb(dossier.last_verb).label})
    return None


_PROVISOS: Mapping[Verb, Callable[[Actor, Dossier], NotAllowed | None]] = {
    Verb.EXTEND: _extend,
    Verb.SETTLE: _settle,
    Verb.RECORD: _record,
    Verb.ARRIVE: _arrive,
    Verb.TAKE_BACK: _take_back,
}
