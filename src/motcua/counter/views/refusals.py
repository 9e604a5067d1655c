"""How a refused verb is answered: its own sentence, with the status that tells programs the same."""

from motcua.dossiers.lifecycle import NotAllowed, StalePage, StepNotYours

MEND = 422  # what was typed cannot be taken as it is


def status_of(refusal: NotAllowed) -> int:
    """Return 412 for a stale page, 403 for somebody else's step, 409 for a step that is not open."""
    if isinstance(refusal, StalePage):
        return 412
    return 403 if isinstance(refusal, StepNotYours) else 409
