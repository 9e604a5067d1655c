"""Count what happens to dossiers, as it is heard of: one line of the diary, at most one row of figures more."""

from collections.abc import Sequence

from motcua.dossiers.models import Event
from motcua.reporting import actions


def follow(batch: Sequence[Event]) -> None:
    """Add what these lines of the diary tell to the figures of their days."""
    actions.count(lines=batch)
