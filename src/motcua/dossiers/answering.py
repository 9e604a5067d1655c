"""What an attempt that came to nothing is answered with: the status that tells programs what the sentence tells people.

Every surface answers by these, pages and API alike.
"""

from motcua.dossiers.lifecycle import NotAllowed, StalePage, StepNotYours

NOT_YOURS = 403  # somebody else may do this
NOT_NOW = 409  # nobody may do this now
STALE = 412  # what was looked at has moved on since
MEND = 422  # what was sent cannot be taken as it is


def status_of(refusal: NotAllowed) -> int:
    """Return the status that this refusal is answered with."""
    if isinstance(refusal, StalePage):
        return STALE
    return NOT_YOURS if isinstance(refusal, StepNotYours) else NOT_NOW
