"""What the worker calls once a second, or by the clock."""

from datetime import UTC, datetime

from django.core.mail import get_connection

from motcua.notifications import actions
from motcua.notifications.ended_procedures import notices_of_ends
from motcua.notifications.models import LetterState

#: So that other work of the worker gets its turn
MOST_AT_ONCE = 50


def send_due(*, at: datetime, real_at: datetime | None = None) -> int:
    """Send the letters that are due over one connection; return how many went out.

    Ends at the first letter that has to wait: when the mail server is down, one letter finds out and not all of them.

    :param real_at: the machine's time, on which tries are spaced; now, unless a test says otherwise
    """
    mailer = get_connection(fail_silently=False)
    sent = 0
    try:
        for _turn in range(MOST_AT_ONCE):
            letter = actions.send_next(mailer=mailer, at=at, real_at=real_at or datetime.now(UTC))
            if letter is None or letter.state == LetterState.WAITING:
                break
            sent += letter.state == LetterState.SENT
    finally:
        mailer.close()
    return sent


def tell_of_ended_procedures(*, at: datetime) -> None:
    """Tell offices which of their running dossiers stay on a procedure that is replaced or abolished."""
    actions.tell(notices=notices_of_ends(at=at))
