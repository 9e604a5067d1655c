"""The board: who is told what, and that nothing on it grows with what happens."""

import asyncio
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from motcua.live.answering import Answer
from motcua.live.app import tell
from motcua.live.board import Board, Full, Listener


def listener(*places: str, since: float = 100.0) -> Listener:
    return Listener(places, since=since)


def run(awaited: Coroutine[Any, Any, Any]) -> Any:
    """Run this in a thread of its own: in the tests' own, Playwright may keep an event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, awaited).result()


def news(of: Listener) -> list[str]:
    return run(of.news(within=0.01))


def test_a_change_is_told_to_who_listens_there_and_once():
    board, here, there = Board(most=9), listener("b1", "b2"), listener("b3")
    board.join(here)
    board.join(there)

    board.tell("b1", seen_from=101)

    assert (news(here), news(there)) == (["b1"], [])
    assert news(here) == []


def test_however_much_happens_there_is_never_more_to_tell_than_there_are_places():
    board, slow = Board(most=9), listener("b1", "b2")
    board.join(slow)

    for moment in range(1000):
        board.tell("b1", seen_from=101 + moment)
        board.tell("b2", seen_from=101 + moment)

    assert news(slow) == ["b1", "b2"]


def test_what_the_page_shows_already_is_not_told():
    board, page = Board(most=9), listener("b1", since=100)
    board.join(page)

    board.tell("b1", seen_from=99.9)

    assert news(page) == []


def test_who_comes_later_hears_what_happened_since_the_page_was_drawn():
    board = Board(most=9)
    board.tell("b1", seen_from=101)
    drawn_before, drawn_after = listener("b1", since=100), listener("b1", since=102)

    board.join(drawn_before)
    board.join(drawn_after)

    assert (news(drawn_before), news(drawn_after)) == (["b1"], [])


def test_no_more_listen_than_may_and_a_place_becomes_free_again():
    board, first = Board(most=1), listener("b1")
    board.join(first)
    with pytest.raises(Full):
        board.join(listener("b1"))

    board.leave(first)
    board.join(listener("b1"))

    assert board.listening == 1


def test_nobody_is_waited_for_until_somebody_listens():
    board, page, waits = Board(most=9), listener("b1"), []

    async def look() -> None:
        try:
            await asyncio.wait_for(board.somebody_listens(), 0.01)
        except TimeoutError:
            waits.append(True)
        else:
            waits.append(False)

    async def come_and_go() -> None:
        await look()
        board.join(page)
        await look()
        board.leave(page)
        await look()

    run(come_and_go())

    assert waits == [True, False, True]


def test_who_does_not_read_holds_up_nobody_and_nothing_is_kept_for_them():
    board, slow, quick = Board(most=9), listener("b1"), listener("b1")
    said: list[bytes] = []

    async def never(message: dict) -> None:
        await asyncio.Event().wait()

    async def at_once(message: dict) -> None:
        said.append(message.get("body", b""))

    async def happen() -> None:
        tasks = [
            asyncio.create_task(tell(page, Answer(send, origin=""), until=time.time() + 60))
            for page, send in ((slow, never), (quick, at_once))
        ]
        for page in (slow, quick):
            board.join(page)
        for moment in range(200):
            board.tell("b1", seen_from=101 + moment)
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        for task in tasks:
            task.cancel()

    run(happen())

    assert said.count(b"data: b1\n\n") > 10
    assert news(slow) == ["b1"]
