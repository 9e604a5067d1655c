"""The weekly review: drafted by the clock, sent by the Centre, seen and answered by the heads of the agencies."""

from motcua.reporting.actions.answer import SAY_SOMETHING, answer, mark_seen
from motcua.reporting.actions.draft_review import draft_review
from motcua.reporting.actions.remind import remind_unsent
from motcua.reporting.actions.send_review import send_review, set_note

__all__ = ["SAY_SOMETHING", "answer", "draft_review", "mark_seen", "remind_unsent", "send_review", "set_note"]
