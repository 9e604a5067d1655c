"""The weekly review: drafted by the clock, sent by the Centre, seen and answered by the heads of the agencies; and the
figures, counted as things happen and, when asked, all anew.
"""

from motcua.reporting.actions.answer import SAY_SOMETHING, answer, mark_seen
from motcua.reporting.actions.count import count
from motcua.reporting.actions.draft_review import draft_review
from motcua.reporting.actions.rebuild import rebuild_figures
from motcua.reporting.actions.remind import remind_unsent
from motcua.reporting.actions.send_review import send_review, set_note

__all__ = [
    "SAY_SOMETHING",
    "answer",
    "count",
    "draft_review",
    "mark_seen",
    "rebuild_figures",
    "remind_unsent",
    "send_review",
    "set_note",
]
