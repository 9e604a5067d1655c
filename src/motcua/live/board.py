"""Who listens to what, and who has still to be told: sets of places, so that nothing here grows with what happens."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable


class Full(Exception):
    """As many listen as one process takes."""


class Listener:
    """One page that listens, until it leaves. What it has not been told yet is kept as places, each once."""

    def __init__(self, places: Iterable[str], *, since: float) -> None:
        """Take note of what a page shows.

        :param since: seconds since 1970; what could be seen before then the page shows already
        """
        self.places, self.since = frozenset(places), since
        self.has_left = False
        self._changed: set[str] = set()
        self._call = asyncio.Event()

    def tell(self, place: str) -> None:
        self._changed.add(place)
        self._call.set()

    def leave(self) -> None:
        """Stop listening: whoever waits for news here is called."""
        self.has_left = True
        self._call.set()

    async def news(self, *, within: float) -> list[str]:
        """Wait for news and return the places where something changed; none after so many seconds, or having left."""
        try:
            async with asyncio.timeout(within):
                await self._call.wait()
        except TimeoutError:
            return []
        self._call.clear()
        changed, self._changed = sorted(self._changed), set()
        return changed


class Board:
    """All who listen. An event costs what its own listeners cost."""

    def __init__(self, *, most: int) -> None:
        self.listening = self.told = 0
        self._most = most
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        self._seen_from: dict[str, float] = {}  # place: when the newest change there could first be seen
        self._occupied = asyncio.Event()

    def join(self, listener: Listener) -> None:
        """Let this page listen; what has changed since it was drawn it is told at once.

        :raises Full: no more can listen
        """
        if self.listening >= self._most:
            raise Full
        self.listening += 1
        self._occupied.set()
        for place in listener.places:
            self._listeners[place].add(listener)
            if self._seen_from.get(place, 0.0) > listener.since:
                listener.tell(place)

    def leave(self, listener: Listener) -> None:
        for place in listener.places:
            self._listeners[place].discard(listener)
            if not self._listeners[place]:
                del self._listeners[place]
        self.listening -= 1
        if not self.listening:
            self._occupied.clear()

    async def somebody_listens(self) -> None:
        """Wait until somebody does."""
        await self._occupied.wait()

    def tell(self, place: str, *, seen_from: float) -> None:
        """Tell those who listen to this place of a change that nobody could see before this moment."""
        self._seen_from[place] = max(seen_from, self._seen_from.get(place, 0.0))
        for listener in self._listeners.get(place, ()):
            if seen_from > listener.since:
                listener.tell(place)
                self.told += 1
