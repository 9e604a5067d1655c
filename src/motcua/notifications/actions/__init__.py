"""Telling people: leave notifications, write letters, send them."""

from motcua.notifications.actions.mark_read import mark_read
from motcua.notifications.actions.send import send_next
from motcua.notifications.actions.tell import Notice, tell
from motcua.notifications.actions.write import Draft, write

__all__ = ["Draft", "Notice", "mark_read", "send_next", "tell", "write"]
