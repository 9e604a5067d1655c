from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.dossiers import provisos, steps, timekeeping
from motcua.dossiers.actors import Actor
from motcua.dossiers.clock import Kind
from motcua.dossiers.kept import calendar_for
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier
from motcua.working_time.calendar import CalendarEnds, WorkingCalendar
from motcua.working_time.sentences import refusal_in_words


@transaction.atomic
def extend(
    *,
    dossier: Dossier | UUID,
    reason: str,
    new_due_on: date,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Dossier:
    """Apologise and make a new appointment: in time, once only (NĐ 61/2018 art. 19.9).

    :param new_due_on: the new day; the result is due at closing

    The citizen is told the new day. What the dossier is judged by does not move: it is late against the first one.
    """
    dossier = steps.take(dossier, Verb.EXTEND, by=by, at=at, expected_version=expected_version)
    assert dossier.due_at is not None  # the table wants a received dossier
    refusal = provisos.too_late_to_extend(dossier, at=at)
    if refusal is not None:
        raise refusal
    due_at = _checked(dossier.due_at, reason, new_due_on, calendar_for(dossier))
    article = dossier.rule_set.basis["reappointment_max"].article
    detail = {"reason": reason.strip()} | timekeeping.turn(dossier, Kind.MOVED, at=at, article=article, due_at=due_at)
    detail["due_after"] = due_at.isoformat()
    dossier.extended_at = max(at, dossier.moved_at)
    return steps.move(dossier, Verb.EXTEND, by=by, at=at, detail=detail)


def _checked(due_at: datetime, reason: str, new_due_on: date, calendar: WorkingCalendar) -> datetime:
    problems: dict[str, str] = {}
    if not reason.strip():
        problems["reason"] = _("Ghi lý do trễ, để bà con đọc trong thư xin lỗi.")
    moved = due_at
    try:
        if new_due_on <= timezone.localtime(due_at).date():
            problems["new_due_on"] = _("Ngày hẹn mới phải sau ngày hẹn cũ.")
        elif not calendar.is_working_day(new_due_on):
            problems["new_due_on"] = _("Ngày hẹn mới là ngày nghỉ. Chọn một ngày làm việc.")
        else:
            moved = calendar.closing_of(new_due_on)
    except CalendarEnds as refusal:
        problems["new_due_on"] = refusal_in_words(refusal)
    if problems:
        raise ValidationError(problems)
    return moved
