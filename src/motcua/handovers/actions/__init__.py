"""Handing paper over and confirming that it came. All take `by` and `at`; whatever is raised, nothing has changed."""

from motcua.handovers.actions.confirm import confirm
from motcua.handovers.actions.hand_over import hand_over

__all__ = ["confirm", "hand_over"]
