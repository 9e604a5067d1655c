"""The dossier's diary: every verb writes one line, chained to the line before; followers read it in their own time.

The chain is per dossier. Whoever writes a line holds the dossier's row anyway, so chaining serialises nobody else; a
seal over all lines (motcua.dossiers.sealing) ties the chains together afterwards.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, Event, PendingFollowUp

Follower = Callable[[Sequence[Event]], None]


class NotListening(Exception):
    """Raised by a follower that cannot hear anything just now: nothing is wrong, and nothing was heard."""


def line_for(
    dossier: Dossier, verb: Verb, *, by: Actor, at: datetime, agency_id: int | None, detail: dict[str, Any]
) -> Event:
    """Return the next line of this dossier's diary and count it on the dossier; neither is saved yet."""
    event = Event(
        unit_id=dossier.unit_id,
        dossier=dossier,
        seq=dossier.diary_length + 1,
        verb=verb,
        at=at,
        by=by.user,
        by_name=by.name,
        agency_id=agency_id,
        status=dossier.status,
        due_at=dossier.due_at,
        detail=detail,
        previous=bytes(dossier.diary_head),
    )
    event.hash = hash_of(event)
    dossier.diary_length, dossier.diary_head, dossier.moved_at = event.seq, event.hash, at
    dossier.last_verb, dossier.last_by = verb, by.user
    return event


def write(event: Event) -> None:
    """Save the line and put it into every follower's outbox: all or nothing with the verb itself (2 statements)."""
    event.save(force_insert=True)
    PendingFollowUp.objects.bulk_create(
        PendingFollowUp(
            follower=follower, unit_id=event.unit_id, event=event, dossier_id=event.dossier_id, seq=event.seq
        )
        for follower in settings.DOSSIER_FOLLOWERS
    )


def hash_of(event: Event) -> bytes:
    """Return the SHA-256 of this line together with the hash of the line before it."""
    said = [
        str(event.id),
        str(event.dossier_id),
        event.seq,
        str(event.verb),
        _moment(event.at),
        event.by_id,
        event.by_name,
        event.agency_id,
        str(event.status),
        _moment(event.due_at) if event.due_at else None,
        event.detail,
    ]
    return hashlib.sha256(bytes(event.previous) + _written(said).encode()).digest()


_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def hand_over_some(follower: str, handle: Follower, *, real_at: datetime, limit: int = 100) -> int:
    """Give this follower the next events it has not heard of, in order within each dossier; return how many.

    What the follower writes and the fact that it has heard are one transaction: a follower that is killed hears
    again, one that finished does not. Two workers never hold the same dossier's events. A batch that fails is given
    again one by one, so that one dossier's trouble does not hold up the others; the troubled one is tried later and
    its later events wait behind it.

    :param real_at: the machine's time, for the wait between tries
    """
    with transaction.atomic():
        pending = _next(follower, real_at=real_at, limit=limit)
        if not pending:
            return 0
        try:
            with transaction.atomic():
                handle([waiting.event for waiting in pending])
            heard = pending
        except NotListening:
            return 0
        except Exception:
            heard = [waiting for waiting in pending if _heard_alone(waiting, handle, real_at=real_at)]
        PendingFollowUp.objects.filter(pk__in=[waiting.pk for waiting in heard]).delete()
        return len(heard)


def _next(follower: str, *, real_at: datetime, limit: int) -> list[PendingFollowUp]:
    """Lock the oldest unheard event of each dossier, leaving those that another worker holds."""
    return list(
        PendingFollowUp.objects.raw(
            "SELECT p.* FROM dossiers_pendingfollowup p "
            "WHERE p.follower = %(follower)s AND (p.retry_at IS NULL OR p.retry_at <= %(now)s) "
            "AND NOT EXISTS (SELECT 1 FROM dossiers_pendingfollowup q WHERE q.follower = p.follower "
            "AND q.dossier_id = p.dossier_id AND q.seq < p.seq) "
            "ORDER BY p.id LIMIT %(limit)s FOR UPDATE OF p SKIP LOCKED",
            {"follower": follower, "now": real_at, "limit": limit},
        ).prefetch_related("event__dossier")
    )


def _heard_alone(waiting: PendingFollowUp, handle: Follower, *, real_at: datetime) -> bool:
    """Try one event by itself; when it fails, note the kind of trouble and when to try again."""
    try:
        with transaction.atomic():
            handle([waiting.event])
    except Exception as trouble:
        waiting.attempts += 1
        waiting.trouble = type(trouble).__name__  # never its text: that may hold what citizens wrote
        waiting.retry_at = real_at + timedelta(seconds=min(3600, 2**waiting.attempts))
        waiting.save(update_fields=["attempts", "trouble", "retry_at"])
        return False
    return True


def followers_behind(*, attempts: int = 5) -> list[tuple[str, int]]:
    """Return (follower, number of events) where handing over has failed this often: somebody must look."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT follower, count(*) FROM dossiers_pendingfollowup WHERE attempts >= %s GROUP BY follower", [attempts]
        )
        return list(cursor.fetchall())


@lru_cache(maxsize=1024)  # a promise stands in every line of a diary
def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
