"""Reads the diary for those who listen: which places have changed since it was read last. One statement, by index.

A line's identifier has the moment at which the line was made; it can be seen only once its transaction commits, some
time after. So each look goes back over the last seconds again, and remembers what it has seen there.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from motcua.lib.uuid7 import first_at, moment_of
from motcua.live.passes import GOOD_FOR, PROVINCE, desk_of, door_of

OVERLAP = 10.0  # seconds that a verb's transaction may last, and machines' clocks be apart
MOST_SKEW = 1.0  # seconds by which the clocks of machines may differ before an officer hears of their own acts

#: The hands a line concerns: who acted, who holds the dossier, who is asked, who lost it or was given it by this line.
#: The door: what came in from afar and is not received yet, or was received just now
LINES = """
SELECT e.id,
       ARRAY[e.agency_id, d.holder_id] || d.asked || ARRAY(
           SELECT a.agency_id FROM dossiers_assignment a
           WHERE a.dossier_id = d.id AND e.at IN (a.started_at, a.ended_at)),
       CASE WHEN d.channel <> 'counter' AND (d.received_at IS NULL OR e.verb = 'receive') THEN e.unit_id END
FROM dossiers_event e JOIN dossiers_dossier d ON d.id = e.dossier_id
WHERE e.id >= %s
"""

#: Nothing is prepared, so that any pooler may stand between; a machine that is gone is given up (milliseconds)
_CONNECTION: dict[str, Any] = {
    "autocommit": True, "prepare_threshold": None, "application_name": "motcua-live", "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
}  # fmt: skip


class Change(NamedTuple):
    """Something happened at a place that nobody could see before this moment, in seconds since 1970."""

    place: str
    seen_from: float


class Diary:
    """The diary as one reader sees it, over one connection."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._seen: dict[UUID, float] = {}
        self._looked_at = 0.0

    async def look(self, *, at: float) -> list[Change]:
        """Return what changed since the last look, or in the last hour: no page that listens is older (1 statement).

        :param at: the machine's seconds since 1970
        :raises psycopg.Error: the database is away; the next look tells what this one would have
        """
        since = max(self._looked_at - OVERLAP, at - GOOD_FOR)
        if self._connection is None:
            self._connection = await psycopg.AsyncConnection.connect(self._address, **_CONNECTION)
        lines = await (await self._connection.execute(LINES, [first_at(since)])).fetchall()
        changes = list(self._new_among(lines))
        self._seen = {line: made_at for line, made_at in self._seen.items() if made_at >= since}
        self._looked_at = at
        return changes

    async def close(self) -> None:
        """Let go of the connection, whatever has become of it; the next look makes another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    def _new_among(self, lines: list[tuple[Any, ...]]) -> Iterator[Change]:
        for line, hands, door in lines:
            if line in self._seen:
                continue
            self._seen[line] = made_at = moment_of(line)
            seen_from = max(made_at, self._looked_at - MOST_SKEW)  # the last look did not see it
            places = {desk_of(unit) for unit in hands if unit is not None} | {PROVINCE}
            if door is not None:
                places.add(door_of(door))
            yield from (Change(place, seen_from) for place in places)
