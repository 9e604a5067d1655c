from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from motcua.dossiers.actors import Actor
from motcua.notifications import actions as notifications
from motcua.notifications.models import Kind
from motcua.reporting import letters as words
from motcua.reporting.authority import NotNow, NotYours, may_answer_for
from motcua.reporting.models import ReviewLetter

SAY_SOMETHING = later("Ghi vài dòng: hồ sơ nào kịp, hồ sơ nào cần xin lỗi và hẹn lại.")


@transaction.atomic
def mark_seen(*, letter: ReviewLetter, by: Actor, at: datetime) -> ReviewLetter:
    """Note that a head of the agency has opened the letter; the first time counts.

    :raises NotYours: this person does not lead the agency
    :raises NotNow: the letter was not sent yet
    """
    letter = _locked(letter, by)
    if letter.seen_at is None:
        letter.seen_at, letter.seen_by = at, by.user
        letter.save(update_fields=["seen_at", "seen_by"])
    return letter


@transaction.atomic
def answer(*, letter: ReviewLetter, text: str, by: Actor, at: datetime) -> ReviewLetter:
    """Answer for the agency; a second answer is added below the first, nothing that was said is lost.

    :raises NotYours: this person does not lead the agency
    :raises NotNow: the letter was not sent yet
    :raises ValidationError: the answer is empty or too long
    """
    letter = mark_seen(letter=letter, by=by, at=at)
    said = text.strip()
    if not said:
        raise ValidationError({"answer": SAY_SOMETHING})
    if letter.answer:
        said = f"{letter.answer}\n\n[{timezone.localtime(at):%H:%M %d/%m}] {said}"
    if len(said) > 4000:
        raise ValidationError({"answer": _("Trả lời dài quá 4.000 chữ. Ghi gọn lại.")})
    letter.answer, letter.answered_at, letter.answered_by = said, at, by.user
    letter.save(update_fields=["answer", "answered_at", "answered_by"])
    _tell_sender(letter, at=at)
    return letter


def _locked(letter: ReviewLetter, by: Actor) -> ReviewLetter:
    letter = (
        ReviewLetter.objects.select_for_update(of=("self",))
        .select_related("review__sent_by", "agency")
        .get(pk=letter.pk)
    )
    if not may_answer_for(by, letter.agency):
        raise NotYours(_("Việc này của lãnh đạo %(agency)s.") % {"agency": letter.agency.name})
    if letter.review.sent_at is None:
        raise NotNow(_("Rà soát tuần này chưa gửi."))
    return letter


def _tell_sender(letter: ReviewLetter, *, at: datetime) -> None:
    if letter.review.sent_by is None:
        return
    params = {"week": letter.review.number, "agency": letter.agency.name}
    params["link"] = words.page_of(letter.review.week, letter.agency.key)
    occasion = f"answer:{letter.pk}:{at:%Y%m%d%H%M%S}"
    notice = notifications.Notice([letter.review.sent_by], Kind.REVIEW_ANSWERED, occasion, at, params=params)
    notifications.tell(notices=[notice])
