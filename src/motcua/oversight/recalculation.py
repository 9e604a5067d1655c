"""Moving promises after a calendar was changed: previewed, with a reason, one verb a dossier, in batches.

What is left is kept in the session of who began it; what was done stands in the diaries. Whoever is interrupted
begins anew: a preview names only what still has another day.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError

from motcua.dossiers import actions
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import NotAllowed, Verb
from motcua.dossiers.models import Event
from motcua.organisations.models import Agency

_KEY = "recalculation"
#: Dossiers of one press: each is a transaction of its own, and the page must answer in seconds
BATCH = 50
#: Dossiers of one run; what is beyond it comes up in the next preview
MOST = 2000


@dataclass
class Run:
    """One recalculation under way."""

    reason: str
    began_at: str
    dossiers: list[str]  # ids, in the order in which they are done
    done: int = 0
    refused: list[list[str]] = field(default_factory=list)  # the dossier, and why it was left as it is

    @property
    def total(self) -> int:
        return len(self.dossiers)

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def moved(self) -> int:
        return self.done - len(self.refused)


def preview(agencies: Sequence[Agency] = ()) -> list[actions.Shift]:
    """Return whose day would be another under today's calendar; nothing changes."""
    return actions.preview_recalculation(agencies=agencies)


def run_of(session: SessionBase) -> Run | None:
    """Return the recalculation that this person has under way, or has just ended."""
    kept = session.get(_KEY)
    return Run(**kept) if kept else None


def begin(session: SessionBase, *, reason: str, at: datetime, shifts: Sequence[actions.Shift]) -> Run:
    """Remember what is to be done."""
    chosen = [str(shift.dossier.pk) for shift in shifts][:MOST]
    run = Run(reason=reason.strip(), began_at=at.isoformat(), dossiers=chosen)
    session[_KEY] = asdict(run)
    return run


def go_on(session: SessionBase, run: Run, *, by: Actor, at: datetime) -> Run:
    """Move the next promises; a dossier that no longer needs it, or has ended meanwhile, is named with its reason."""
    for pk in run.dossiers[run.done : run.done + BATCH]:
        try:
            actions.recalculate(dossier=UUID(pk), reason=run.reason, by=by, at=at)
        except (NotAllowed, ValidationError) as trouble:
            sentence = str(trouble) if isinstance(trouble, NotAllowed) else " ".join(trouble.messages)
            run.refused.append([pk, sentence])
        run.done += 1
    session[_KEY] = asdict(run)
    return run


def results_of(run: Run, *, most: int) -> list[Event]:
    """Return what this run has written in the diaries, newest first (1 statement)."""
    done = [UUID(pk) for pk in run.dossiers[: run.done][-most:]]
    lines = Event.objects.filter(dossier__in=done, verb=Verb.RECALCULATE, at__gte=datetime.fromisoformat(run.began_at))
    return list(lines.select_related("dossier__agency").order_by("-at", "-id")[:most])
