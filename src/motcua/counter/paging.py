"""Pages that follow one another by key: the moment and the id of the last row shown before. Nothing is counted."""

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

PAGE = 30  # rows


class Key(NamedTuple):
    """Where a page begins: behind this row."""

    moment: datetime
    pk: UUID

    def url(self, **filters: str) -> str:
        """Return the address of the page behind this row, the filters kept."""
        return f"?{urlencode(filters | {'sau': f'{self.moment.isoformat()}~{self.pk}'})}"


def read_key(text: str) -> Key | None:
    """Return the key that an address carries; None for the first page, and for what is none."""
    moment, _sign, pk = text.partition("~")
    try:
        key = Key(datetime.fromisoformat(moment), UUID(pk))
    except ValueError:
        return None
    return key if key.moment.tzinfo else None
