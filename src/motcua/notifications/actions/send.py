"""Sending one letter: at least once, under one Message-ID, and never lost without somebody being told."""

import smtplib
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from motcua.lib.trouble import trouble
from motcua.notifications.actions.tell import Notice, tell
from motcua.notifications.messages import name_of
from motcua.notifications.models import Kind, Letter, LetterState
from motcua.notifications.queries import holders_at
from motcua.organisations.models import Role

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=4)
#: With these waits about three days, as mail servers themselves try
MOST_TRIES = 24


def send_next(*, mailer: BaseEmailBackend, at: datetime, real_at: datetime) -> Letter | None:
    """Send the oldest letter that is due and note what came of it; None when there is none.

    The letter is locked while it is under way, so that several workers share the work. A worker killed after the
    server took the letter and before that was noted makes it go again, under the same Message-ID, which mail boxes
    recognise. Letters about one dossier go in order; a refused one does not hold up those behind it.

    :param real_at: the machine's time, on which tries are spaced
    """
    with transaction.atomic(durable=True):
        letter = _next(real_at)
        if letter is None:
            return None
        letter.attempts += 1
        try:
            mailer.open()  # stays open for the next letter
            _message(letter, mailer).send()
        except OSError as error:  # every SMTPException is one
            _failed(letter, error, at=at, real_at=real_at)
        except Exception as error:  # what cannot be put into a message at all
            _refused(letter, trouble(error), at=at)
        else:
            letter.state, letter.sent_at, letter.retry_at, letter.trouble = LetterState.SENT, at, None, ""
        letter.save(update_fields=["state", "attempts", "sent_at", "retry_at", "trouble"])
        return letter


def _next(real_at: datetime) -> Letter | None:
    """Lock the oldest letter that is due, past those that another worker holds or an earlier one stands before."""
    due = Letter.objects.raw(
        "SELECT p.* FROM notifications_letter p WHERE p.state = 'waiting' "
        "AND (p.retry_at IS NULL OR p.retry_at <= %(now)s) "
        "AND NOT EXISTS (SELECT 1 FROM notifications_letter q WHERE q.dossier_id = p.dossier_id "
        "AND q.state = 'waiting' AND q.address = p.address AND q.id < p.id) "
        "ORDER BY p.id LIMIT 1 FOR UPDATE OF p SKIP LOCKED",
        {"now": real_at},
    )
    return next(iter(due), None)


def _message(letter: Letter, mailer: BaseEmailBackend) -> EmailMessage:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[letter.address],
        headers={"Message-ID": f"<{letter.pk}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=mailer,
    )


def _failed(letter: Letter, error: Exception, *, at: datetime, real_at: datetime) -> None:
    code = _code(error)
    kind = type(error).__name__ + (f" {code}" if code else "")
    forever = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) and code >= 500
    if forever or letter.attempts >= MOST_TRIES:
        _refused(letter, kind, at=at)
        return
    letter.trouble = kind
    letter.retry_at = real_at + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(letter.attempts - 1, 16))


def _refused(letter: Letter, kind: str, *, at: datetime) -> None:
    """Stop trying, and tell the desk: bà con have a telephone."""
    letter.state, letter.retry_at, letter.trouble = LetterState.REFUSED, None, kind
    desk = holders_at([letter.unit_id], on=at.date()).of(Role.COUNTER, letter.unit_id)
    about = {"code": str(letter.dossier), "procedure": name_of(letter.dossier)} if letter.dossier else {}
    occasion = f"letter:{letter.pk}"
    tell(notices=[Notice(desk, Kind.LETTER_REFUSED, occasion, at, dossier=letter.dossier, params=about)])


def _code(error: Exception) -> int:
    """Return the mail server's number for what it did not like, 0 when it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _said in error.recipients.values()), default=0)
    return int(getattr(error, "smtp_code", 0) or 0)
