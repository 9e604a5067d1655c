"""Asks the diary once a second while somebody listens, and tells who listens to what changed."""

import asyncio
import logging
import time

from motcua.lib.trouble import trouble
from motcua.live.board import Board
from motcua.live.diary import Diary

LOOK_EVERY = 1.0  # seconds
PATIENCE = 5.0  # seconds for one look
SHORTEST_WAIT, LONGEST_WAIT = 0.2, 5.0  # seconds between two attempts to reach a database that is away

log = logging.getLogger(__name__)


class Teller:
    """`run` goes on for ever. A database that goes away is waited for; who listens goes on listening."""

    def __init__(self, board: Board, diary: Diary) -> None:
        self.is_well, self.looks = True, 0
        self._board, self._diary = board, diary
        self._wait = SHORTEST_WAIT

    async def run(self) -> None:
        while True:
            await self._board.somebody_listens()
            await asyncio.sleep(LOOK_EVERY if await self._has_told() else self._longer_wait())

    async def _has_told(self) -> bool:
        """Look once and tell; return whether the diary could be read."""
        try:
            async with asyncio.timeout(PATIENCE):
                changes = await self._diary.look(at=time.time())
        except Exception as problem:  # whatever it is, those who listen are not sent away for it
            log.warning("The diary cannot be read: %s", trouble(problem))
            await self._diary.close()
            self.is_well = False
            return False
        self.is_well, self._wait = True, SHORTEST_WAIT
        self.looks += 1
        for change in changes:
            self._board.tell(change.place, seen_from=change.seen_from)
        return True

    def _longer_wait(self) -> float:
        wait, self._wait = self._wait, min(self._wait * 2, LONGEST_WAIT)
        return wait
