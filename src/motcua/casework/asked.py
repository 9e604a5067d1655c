"""What the address of the bench asks for. Filters stand in the query string: Back works, and a list can be sent on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from motcua.casework.doors import BENCH

#: How each part is spelt in the address
_SPELT = {"view": "xem", "field": "linh-vuc", "only": "loc", "after": "sau", "chosen": "ho-so", "done": "vua"}
_LONGEST = 120


@dataclass(frozen=True)
class Asked:
    """One look at the bench; what is not understood is left out where it is used."""

    view: str = ""  # which overview
    field: str = ""  # of one field of administration
    only: str = ""  # a filter on top
    after: str = ""  # behind the row with this key
    chosen: str = ""  # the dossier beside the list, by its ten digits
    done: str = ""  # what was just passed on, by its ten digits: it can be taken back for a while

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Asked":
        values = {name: str(query.get(spelt, "")) for name, spelt in _SPELT.items()}
        return cls(**{name: value for name, value in values.items() if len(value) <= _LONGEST})

    def but(self, **changes: str) -> "Asked":
        """Return this look with some of it changed."""
        return replace(self, **changes)

    def url_beside(self, quick_code: str) -> str:
        """Return where this look, at no dossier yet, has this one beside it."""
        return f"{self.url}{'&' if self.query else '?'}{_SPELT['chosen']}={quick_code}"

    @cached_property
    def query(self) -> str:
        said = {spelt: getattr(self, name) for name, spelt in _SPELT.items()}
        return urlencode({spelt: value for spelt, value in said.items() if value})

    @property
    def url(self) -> str:
        return f"{BENCH}?{self.query}" if self.query else BENCH
