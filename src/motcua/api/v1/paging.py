"""Pages by cursor: where the last row stood, not how many came before, so that page 900 costs what page 1 costs."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from motcua.api.v1 import problems

T = TypeVar("T")


def cursor_of(*place: str | int) -> str:
    """Return the cursor of a row: what the list is ordered by, opaque to whoever carries it."""
    return urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def place_of(cursor: str, *kinds: type) -> list[str | int] | None:
    """Read a cursor back; None for the first page. :raises Problem: it is none that this list gave out"""
    if not cursor:
        return None
    try:
        place = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        place = None
    if not isinstance(place, list) or tuple(map(type, place)) != kinds or "\0" in str(place):
        raise not_ours()
    return place


def not_ours() -> problems.Problem:
    """Return the problem of a cursor that this list did not give out."""
    return problems.wrong("cursor", _("Không phải con trỏ của danh sách này. Gửi lại đúng giá trị next đã nhận."))


def cut(rows: Sequence[T], limit: int) -> tuple[Sequence[T], T | None]:
    """Return the rows of a page out of one row more, and the last of them if another page follows."""
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], rows[limit - 1]
