"""What a line of the diary tells the figures: what counts, on which day, and where its dossier stands from then on.

Nothing is read from the database here. A line says the same whenever it is heard: what it does not carry itself is
taken from its dossier only where that never changes again.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils.timezone import localdate

from motcua.dossiers.clock import Kind
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Event
from motcua.dossiers.queries import timeliness
from motcua.reporting.models import Came, Left, Stretch

#: Who hears of it: a name in settings.DOSSIER_FOLLOWERS
FOLLOWER = "figures"

_DECISIONS = frozenset({Verb.APPROVE, Verb.SETTLE, Verb.RECORD})
_ENDS: Mapping[str, Left] = {Verb.WITHDRAW: Left.WITHDRAWN, Verb.STOP: Left.STOPPED}
_COUNTED_AS_DONE = {Verb.REFUSE: "refused", Verb.REQUEST_SUPPLEMENT: "supplements", Verb.EXTEND: "extended"}
#: Verbs that count, whatever else they do
COUNTED = frozenset({Verb.RECEIVE, Verb.RETURN_RESULT, *_DECISIONS, *_ENDS, *_COUNTED_AS_DONE})
#: What else tells something: that the clock turned, that another agency settles the dossier from then on
_KEYS = ("clock", "settled_before")

_STANDS = frozenset({Kind.STOPPED})
_RUNS = frozenset({Kind.RESUMED, Kind.RESTARTED})
_TURNS = _STANDS | _RUNS | {Kind.MOVED, Kind.RECALCULATED}


class Place(NamedTuple):
    """Which row of figures something counts in."""

    day: date
    unit: int
    agency: int
    version: int
    channel: str


Figures = Counter[tuple[Place, str]]  # and the counter


@dataclass
class Told:
    """What is to be kept of a line: stretches that began or changed, and what counts where."""

    stretches: list[Stretch] = field(default_factory=list)
    figures: Figures = field(default_factory=Counter)


class NeverReceived(Exception):
    """A line of a received dossier whose reception was never heard of: somebody must count all of it anew."""


def telling() -> Q:
    """Return what picks the lines out that tell anything, for the database."""
    return Q(verb__in=COUNTED) | Q(detail__has_any_keys=_KEYS)


def tells(line: Event) -> bool:
    return line.verb in COUNTED or any(key in line.detail for key in _KEYS)


def tell(line: Event, *, settles: int, last: Stretch | None) -> Told:
    """Return what this line tells.

    :param settles: the id of the agency that settles the dossier after this line
    :param last: the stretch it stood on until now; None before the reception and after the end
    :raises NeverReceived: the clock turned, and nothing is known of a reception
    """
    told, verb, dossier = Told(), Verb(line.verb), line.dossier

    def count(counter: str, day: date) -> None:
        place = Place(day, line.unit_id, settles, dossier.version_id, dossier.channel)
        told.figures[place, counter] += 1

    if verb == Verb.RECEIVE:
        began = _begun(line, settles)
        told.stretches.append(began)
        count("received", began.since)
        if line.detail.get("late_entry"):
            count("entered_late", localdate(line.at))
    elif verb in _DECISIONS or (verb in _ENDS and line.detail.get("clock") == Kind.ENDED):
        left = _outcome(line) if verb in _DECISIONS else _ENDS[verb]
        over = _ended(line, last, left)
        told.stretches.append(over)
        assert over.until is not None  # just ended
        count(left, over.until)
    elif verb == Verb.RETURN_RESULT:
        count("returned", localdate(dossier.returned_at))
    else:
        if verb in _COUNTED_AS_DONE:
            count(_COUNTED_AS_DONE[verb], localdate(line.at))
        told.stretches += _gone_on(line, settles, last)
    return told


def _begun(line: Event, settles: int) -> Stretch:
    return Stretch(
        dossier_id=line.dossier_id,
        number=1,
        unit_id=line.unit_id,
        agency_id=settles,
        version_id=line.dossier.version_id,
        channel=line.dossier.channel,
        since=localdate(line.dossier.received_at),
        came=Came.RECEIVED,
        due_at=_judged_by(line),
    )


def _outcome(line: Event) -> Left:
    """Return how it was decided: the one definition, of moments that no longer change."""
    dossier = line.dossier
    assert dossier.finished_at is not None  # this line decided it
    return Left(timeliness(dossier, at=dossier.finished_at))


def _ended(line: Event, last: Stretch | None, left: Left) -> Stretch:
    over = _known(line, last)
    over.until = max(localdate(line.dossier.finished_at), over.since)
    over.left = left
    return over


def _gone_on(line: Event, settles: int, last: Stretch | None) -> list[Stretch]:
    """Return the stretch that ends with this line and the one that begins; none where nothing became another."""
    kind = line.detail.get("clock")
    if last is None and kind not in _TURNS:
        return []
    last = _known(line, last)
    waits = last.waits if kind not in _STANDS | _RUNS else kind in _STANDS
    due_at = _judged_by(line) if kind in _TURNS else last.due_at
    if (last.agency_id, last.waits, last.due_at) == (settles, waits, due_at):
        return []
    day = max(localdate(line.at), last.since)
    if last.agency_id == settles and day == last.since:
        last.waits, last.due_at = waits, due_at
        return [last]
    moved = last.agency_id != settles
    last.until, last.left = day, Left.MOVED if moved else ""
    following = Stretch(
        dossier_id=last.dossier_id,
        number=last.number + 1,
        unit_id=last.unit_id,
        agency_id=settles,
        version_id=last.version_id,
        channel=last.channel,
        since=day,
        came=Came.MOVED if moved else "",
        waits=waits,
        due_at=due_at,
    )
    return [last, following]


def _known(line: Event, last: Stretch | None) -> Stretch:
    if last is None:
        raise NeverReceived(line.pk)
    return last


def _judged_by(line: Event) -> datetime:
    """Return what the dossier was judged by after this line: the day it told, unless the line says otherwise."""
    said = line.detail.get("judged_due_at")
    due_at = datetime.fromisoformat(said) if said else line.due_at
    assert due_at is not None  # the clock has been started
    return due_at
