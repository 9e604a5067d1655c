from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from motcua.dossiers.events import NotListening
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Event
from motcua.reporting.models import DailyFigure, Stretch
from motcua.reporting.telling import Figures, tell, tells

_COUNTING_LOCK = 7_305_002  # pg_advisory_xact_lock: shared by who counts, alone for who counts all anew
_CHANGES = ["until", "left", "waits", "due_at"]
_ADD = """
INSERT INTO {table} (day, unit_id, agency_id, version_id, channel, {counters}) VALUES {rows}
ON CONFLICT (day, unit_id, agency_id, version_id, channel) DO UPDATE SET {sums}
""".format(
    table=DailyFigure._meta.db_table,
    counters=", ".join(DailyFigure.COUNTERS),
    sums=", ".join(f"{name} = {DailyFigure._meta.db_table}.{name} + excluded.{name}" for name in DailyFigure.COUNTERS),
    rows="{rows}",
)


@transaction.atomic
def count(*, lines: Sequence[Event]) -> None:
    """Add to the figures what these lines of the diary tell: one line a dossier, in order (1–6 statements).

    :raises NotListening: all is being counted anew just now
    """
    _take_part_in_counting()
    counted = [line for line in lines if tells(line)]
    if not counted:
        return
    settling = _settling(counted)
    standing = {stretch.dossier_id: stretch for stretch in Stretch.objects.filter(dossier__in=settling, until=None)}
    stretches: list[Stretch] = []
    figures = Figures()
    for line in counted:
        told = tell(line, settles=settling[line.dossier_id], last=standing.get(line.dossier_id))
        stretches += told.stretches
        figures.update(told.figures)
    keep_stretches(stretches)
    add(figures)


def _take_part_in_counting() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [_COUNTING_LOCK])
        (may_count,) = cursor.fetchone()
    if not may_count:
        raise NotListening


def keep_others_from_counting() -> None:
    """Wait until nobody counts, and let nobody begin until this transaction ends (1 statement)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_COUNTING_LOCK])


def _settling(lines: Sequence[Event]) -> dict[UUID, int]:
    """Return who settled each dossier after its line: who did before its next move, or who does now (1 statement).

    Asked after the dossiers were read: a move in between says who it was before, too.
    """
    moves = Event.objects.filter(
        dossier__in=[line.dossier_id for line in lines], verb=Verb.TRANSFER, detail__has_key="settled_before"
    )
    by_dossier: dict[UUID, list[tuple[int, int]]] = {}
    for dossier, seq, before in moves.order_by("seq").values_list("dossier_id", "seq", "detail__settled_before"):
        by_dossier.setdefault(dossier, []).append((seq, int(before)))
    return {line.dossier_id: settled_after(line, by_dossier.get(line.dossier_id, ())) for line in lines}


def settled_after(line: Event, moves: Iterable[tuple[int, int]]) -> int:
    """Return the id of the agency that settled the dossier after this line.

    :param moves: (number of the line, who settled it before), in order
    """
    return next((before for seq, before in moves if seq > line.seq), line.dossier.agency_id)


def keep_stretches(stretches: Sequence[Stretch]) -> None:
    """Write stretches that began or changed (0–2 statements)."""
    Stretch.objects.bulk_create(
        stretches, update_conflicts=True, unique_fields=["dossier", "number"], update_fields=_CHANGES
    )


def add(figures: Figures) -> None:
    """Add to the rows of these figures, always in the same order so that nobody waits in a circle (0–1 statement)."""
    places = sorted({place for place, _counter in figures})
    if not places:
        return
    values: list[Any] = [
        value for place in places for value in (*place, *(figures[place, counter] for counter in DailyFigure.COUNTERS))
    ]
    row = f"({', '.join(['%s'] * (5 + len(DailyFigure.COUNTERS)))})"
    with connection.cursor() as cursor:
        cursor.execute(_ADD.format(rows=", ".join([row] * len(places))), values)
