from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from django.db import transaction
from django.db.models import Exists, OuterRef

from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Event, PendingFollowUp
from motcua.reporting.actions.count import add, keep_others_from_counting, keep_stretches, settled_after
from motcua.reporting.models import DailyFigure, Stretch
from motcua.reporting.telling import FOLLOWER, Figures, Told, tell, telling

#: So many rows are kept in hand before they are written
BATCH = 2000
_NAMES = (
    "dossier_id", "seq", "verb", "at", "unit_id", "due_at", "detail", "dossier__version_id", "dossier__channel",
    "dossier__agency_id", "dossier__received_at", "dossier__finished_at", "dossier__returned_at",
    "dossier__judged_due_at",
)  # fmt: skip


@transaction.atomic
def rebuild_figures(*, after_batch: Callable[[int], object] | None = None) -> int:
    """Count the whole diary anew, from nothing, in a memory that does not grow; return how many dossiers were counted.

    Until it is done everybody reads the figures as they were, and nobody counts meanwhile: what happens to dossiers is
    heard of afterwards. What the follower had not heard of yet it need not hear any more.

    :param after_batch: told how many dossiers have been counted so far
    """
    keep_others_from_counting()
    PendingFollowUp.objects.filter(follower=FOLLOWER).delete()
    Stretch.objects.all().delete()
    DailyFigure.objects.all().delete()
    stretches: list[Stretch] = []
    figures = Figures()
    number = 0
    for told in _told_by_each_dossier():
        stretches += told.stretches
        figures.update(told.figures)
        number += 1
        if len(stretches) >= BATCH or len(figures) >= BATCH:
            _write(stretches, figures)
            stretches, figures = [], Figures()
            if after_batch is not None:
                after_batch(number)
    _write(stretches, figures)
    return number


def _write(stretches: list[Stretch], figures: Figures) -> None:
    keep_stretches(stretches)
    add(figures)


def _told_by_each_dossier() -> Iterator[Told]:
    """Read the telling lines of the whole diary as one statement sees it, dossier by dossier."""
    unheard = PendingFollowUp.objects.filter(follower=FOLLOWER, dossier=OuterRef("dossier"), seq=OuterRef("seq"))
    lines = Event.objects.filter(telling()).annotate(is_unheard=Exists(unheard)).select_related("dossier")
    in_order = lines.only(*_NAMES).order_by("dossier_id", "seq").iterator(chunk_size=BATCH)
    for _dossier, its_lines in groupby(in_order, key=lambda line: line.dossier_id):
        yield _told_by(list(its_lines))


def _told_by(lines: Sequence[Event]) -> Told:
    """Return what the lines of one dossier tell. One that was written meanwhile is heard of afterwards."""
    whole = Told()
    moves = [
        (line.seq, int(line.detail["settled_before"]))
        for line in lines
        if line.verb == Verb.TRANSFER and "settled_before" in line.detail
    ]
    way: dict[int, Stretch] = {}
    last: Stretch | None = None
    for line in lines:
        if line.is_unheard:  # type: ignore[attr-defined]
            break
        told = tell(line, settles=settled_after(line, moves), last=last)
        way |= {stretch.number: stretch for stretch in told.stretches}
        whole.figures.update(told.figures)
        last = told.stretches[-1] if told.stretches else last
        last = last if last is not None and last.until is None else None
    whole.stretches = list(way.values())
    return whole
