"""Moving promises after a calendar was changed: previewed, with a reason, one verb a dossier, in batches.

How far a run has come is kept in the session of who began it; what was done stands in the diaries. Whoever is
interrupted goes on, or begins anew: a preview names only what still has another day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError

from motcua.dossiers import actions
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import NotAllowed, Verb
from motcua.dossiers.models import Event

_KEY = "recalculation_run"
#: Dossiers that one request looks at: each that moves is a transaction of its own, and the page must answer in seconds
BATCH = 50
#: Rows of a preview or a result; the numbers above it say how many there are in all
SHOWN = 200


@dataclass(frozen=True)
class Preview:
    """Whose day would be another: how many in all, and the first of them."""

    count: int
    first: Sequence[actions.Shift]


@dataclass
class Run:
    """One recalculation under way: it looks at every dossier that was promised under another calendar."""

    reason: str
    began_at: str
    total: int  # dossiers to look at
    looked: int = 0
    moved: int = 0
    after: str = ""  # the last one that was looked at
    is_over: bool = False
    latest: list[str] = field(default_factory=list)  # the last ones that were moved, to be shown
    kept: int = 0  # as they were: they may not be moved
    refused: list[list[str]] = field(default_factory=list)  # the last of those, each with the reason

    @property
    def left(self) -> int:
        return max(0, self.total - self.looked)


def preview() -> Preview:
    """Return whose day would be another under today's calendar; nothing changes (3 statements)."""
    shifts = actions.preview_recalculation()
    first = list(islice(shifts, SHOWN))
    return Preview(len(first) + _count(shifts), first)


def run_of(session: SessionBase) -> Run | None:
    """Return the recalculation that this person has under way, or has just ended."""
    kept = session.get(_KEY)
    return Run(**kept) if kept else None


def begin(*, reason: str, at: datetime) -> Run:
    """Return a run over all that was promised under another calendar, which `go_on` begins (3 statements)."""
    return Run(reason.strip(), at.isoformat(), total=actions.how_many_to_look_at())


def go_on(session: SessionBase, run: Run, *, by: Actor, at: datetime) -> None:
    """Look at the next dossiers and move whose day is another; who may not be moved is named with the reason."""
    shifts = actions.next_to_look_at(after=UUID(run.after) if run.after else None, most=BATCH + 1)
    for shift in shifts[:BATCH]:
        run.looked, run.after = run.looked + 1, str(shift.dossier.pk)
        if shift.moves:
            _move(run, run.after, by=by, at=at)
    run.is_over = len(shifts) <= BATCH
    session[_KEY] = asdict(run)


def results_of(run: Run) -> list[Event]:
    """Return what this run has written in the diaries, newest first (1 statement)."""
    moved = [UUID(pk) for pk in run.latest]
    lines = Event.objects.filter(dossier__in=moved, verb=Verb.RECALCULATE, at__gte=datetime.fromisoformat(run.began_at))
    return list(lines.select_related("dossier__agency").order_by("-at", "-id"))


def _move(run: Run, pk: str, *, by: Actor, at: datetime) -> None:
    try:
        actions.recalculate(dossier=UUID(pk), reason=run.reason, by=by, at=at)
    except (NotAllowed, ValidationError) as trouble:
        sentence = str(trouble) if isinstance(trouble, NotAllowed) else " ".join(trouble.messages)
        run.kept += 1
        run.refused = [*run.refused, [pk, sentence]][-SHOWN:]
    else:
        run.moved += 1
        run.latest = [*run.latest, pk][-SHOWN:]


def _count(rows: Iterable[object]) -> int:
    return sum(1 for _row in rows)
