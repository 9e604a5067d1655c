"""How a letter of the weekly review stands, and how an agency has kept its promises, for tables and tags."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from motcua.reporting.models import ReviewLetter
from motcua.reporting.queries.progress import Trend

#: Of fewer finished dossiers than this no percentage is drawn (ux.md §3.7 L2)
FEWEST_FOR_TREND = 30


class State(NamedTuple):
    """A tag: colour, shape and word."""

    tone: str
    icon: str
    word: str | Promise


def state_of(letter: ReviewLetter) -> State:
    """Return how far this letter is: to be sent, unseen, seen, answered, or without anybody to read it."""
    return states_of([letter])[0]


def states_of(letters: Iterable[ReviewLetter]) -> list[State]:
    """Return how far each of these is; the words are the same in a hundred rows, and looked up once."""
    unsent = State("done", "pencil-simple-line-fill", _("Chưa gửi"))
    answered = State("on", "check-circle-fill", _("Đã trả lời"))
    untold = State("wait", "phone-call", _("Cần gọi điện"))
    unseen = State("late", "eye-slash-fill", _("Chưa xem"))
    seen = _("Đã xem %(when)s")

    def state(letter: ReviewLetter) -> State:
        if letter.review.sent_at is None:
            return unsent
        if letter.answered_at:
            return answered
        if letter.seen_at:
            return State("soon", "eye-fill", seen % {"when": _when(letter, letter.seen_at)})
        return unseen if letter.told else untold

    return list(map(state, letters))


def _when(letter: ReviewLetter, moment: Any) -> str:
    """Write the time of day; on a later day than it was sent, the date too."""
    seen, sent = timezone.localtime(moment), timezone.localtime(letter.review.sent_at)
    return f"{seen:%H:%M}" if seen.date() == sent.date() else f"{seen:%d/%m}"


def trend_of(trend: Trend | None) -> dict[str, Any]:
    """Return what a sparkline needs; an agency that finished little gets its numbers instead."""
    if trend is None or not trend.all:
        return {"points": [], "note": _("chưa có hồ sơ xong")}
    if trend.all < FEWEST_FOR_TREND:
        return {"points": [], "note": _("%(good)d trên %(all)d đúng hạn") % {"good": trend.in_time, "all": trend.all}}
    return {"points": [good * 100 / all_ for good, all_ in trend.weeks if all_], "note": ""}
