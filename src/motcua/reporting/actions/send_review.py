from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.dossiers.actors import Actor
from motcua.notifications import actions as notifications
from motcua.notifications.models import Kind
from motcua.notifications.queries import holders_at
from motcua.organisations.models import Agency, Role
from motcua.organisations.queries import the_centre
from motcua.reporting import letters as words
from motcua.reporting.authority import NotNow, require_sender
from motcua.reporting.models import ReviewLetter, WeeklyReview
from motcua.reporting.queries import items_of, letters_of


@transaction.atomic
def send_review(*, review: WeeklyReview, by: Actor, at: datetime) -> WeeklyReview:
    """Send every agency's letter to its heads: on their page at once, by e-mail to those who have an address.

    A letter that reaches no head says so (`told` is 0): that agency is to be rung up.

    :raises NotYours: this person does not send reviews
    :raises NotNow: it was sent already
    """
    require_sender(by)
    review = WeeklyReview.objects.select_for_update().get(pk=review.pk)
    if review.sent_at is not None:
        sent = timezone.localtime(review.sent_at)
        raise NotNow(_("Rà soát tuần này đã gửi lúc %(when)s.") % {"when": f"{sent:%H:%M %d/%m/%Y}"})
    review.sent_at, review.sent_by = at, by.user
    review.save(update_fields=["sent_at", "sent_by"])
    written = list(letters_of(review))
    day = timezone.localtime(at).date()
    holders = holders_at([letter.agency_id for letter in written], on=day)
    sender = the_centre(on=day)
    notices: list[notifications.Notice] = []
    drafts: list[notifications.Draft] = []
    for letter in written:
        heads = holders.of(Role.LEADER, letter.agency_id)
        letter.told = len(heads)
        notices.append(_notice(letter, heads, at=at))
        drafts += _drafts(letter, heads, sender, at=at)
    ReviewLetter.objects.bulk_update(written, ["told"], batch_size=200)
    notifications.tell(notices=notices)
    notifications.write(drafts=drafts)
    return review


@transaction.atomic
def set_note(*, letter: ReviewLetter, note: str, by: Actor, at: datetime) -> ReviewLetter:
    """Add a few words of one's own to an agency's letter before it goes.

    :raises NotYours: this person does not send reviews
    :raises NotNow: it was sent already
    :raises ValidationError: the note is too long
    """
    require_sender(by)
    review = WeeklyReview.objects.select_for_update().get(pk=letter.review_id)
    if review.sent_at is not None:
        raise NotNow(_("Thông báo đã gửi, không sửa được nữa. Cần nói thêm thì gọi điện cho đơn vị."))
    if len(note.strip()) > 1000:
        raise ValidationError({"note": _("Lời nhắc dài quá 1.000 chữ. Ghi gọn lại.")})
    letter.note = note.strip()
    letter.save(update_fields=["note"])
    return letter


def _notice(letter: ReviewLetter, heads: list[User], *, at: datetime) -> notifications.Notice:
    params = {"week": letter.review.number, "agency": letter.agency.name}
    params["link"] = words.page_of(letter.review.week, letter.agency.key)
    return notifications.Notice(heads, Kind.REVIEW, f"review:{letter.pk}", at, params=params)


def _drafts(letter: ReviewLetter, heads: list[User], sender: Agency, *, at: datetime) -> list[notifications.Draft]:
    """Write to the heads who have an address. An agency without anything gets no e-mail, only the page."""
    if not letter.due_soon and not letter.overdue and not letter.note:
        return []
    with translation.override("vi"):
        text = words.email(letter, list(items_of(letter)))
    return [notifications.Draft(head.email, text, f"review:{letter.pk}", sender, at) for head in heads if head.email]
