"""What pages listen to: server-sent events from one small process. No Django here.

/nghe/?ve=…     the stream: one line a second at most, with the places that changed, and a heartbeat
/nghe/health    whether the diary can be read
/metrics        for Prometheus on this very machine; a reverse proxy passes on nothing but /nghe/
"""

import asyncio
import ipaddress
import logging
import random
import sys
import time
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from motcua.lib.logs import JsonLines
from motcua.live import passes
from motcua.live.answering import Answer, Receive, Scope, Send
from motcua.live.board import Board, Full, Listener
from motcua.live.diary import Diary
from motcua.live.telling import Teller

HEARTBEAT = 15.0  # seconds; proxies close what is silent for longer
COME_BACK = (2_000, 6_000)  # milliseconds until a page listens again: not all at once when the process starts anew
MOST_LISTENERS = "5000"


class Live:
    """The application. It begins to read the diary with its first request: before that there is no loop to do it in."""

    def __init__(self, *, database: str, secret: str, public_url: str, most: int) -> None:
        """Set up, without reaching for anything.

        :param public_url: of the pages: no other origin may listen
        """
        self._secret = secret
        self._origin = "{0.scheme}://{0.netloc}".format(urlsplit(public_url))
        self._board = Board(most=most)
        self._teller = Teller(self._board, Diary(database))
        self._telling: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if self._telling is None:
            self._telling = asyncio.create_task(self._teller.run())
        pages = {"/nghe/": self._listen, "/nghe/health": self._health, "/metrics": self._metrics}
        page = pages.get(scope["path"]) if scope["method"] == "GET" else None
        asked_from = _header(scope, b"origin")
        answer = Answer(send, origin=asked_from if asked_from == self._origin else "")
        if page is None or asked_from != answer.origin:
            await answer.whole(404 if page is None else 403)
            return
        await page(scope, receive, answer)

    async def _listen(self, scope: Scope, receive: Receive, answer: Answer) -> None:
        shown = parse_qs(scope["query_string"].decode("latin-1")).get("ve", [""])[0]
        try:
            allowed = passes.read(shown, secret=self._secret)
        except passes.NoPass:
            await answer.whole(403)
            return
        if time.time() >= allowed.until:
            await answer.whole(204)  # which tells a browser to ask no more
            return
        listener = Listener(allowed.places, since=allowed.since)
        try:
            self._board.join(listener)
        except Full:
            await answer.whole(503, retry_after="60")
            return
        leaving = asyncio.create_task(_leave_with(listener, receive))
        try:
            await tell(listener, answer, until=allowed.until)
        finally:
            leaving.cancel()
            self._board.leave(listener)

    async def _health(self, scope: Scope, receive: Receive, answer: Answer) -> None:
        if self._teller.is_well:
            await answer.whole(200, '{"status": "ok"}', media_type="application/json")
        else:
            await answer.whole(503, '{"status": "the diary cannot be read"}', media_type="application/json")

    async def _metrics(self, scope: Scope, receive: Receive, answer: Answer) -> None:
        if not ipaddress.ip_address(scope["client"][0]).is_loopback:
            await answer.whole(404)
            return
        lines = [
            "# TYPE motcua_live_listeners gauge",
            f"motcua_live_listeners {self._board.listening}",
            "# TYPE motcua_live_told_total counter",
            f"motcua_live_told_total {self._board.told}",
            "# TYPE motcua_live_looks_total counter",
            f"motcua_live_looks_total {self._teller.looks}",
        ]
        await answer.whole(200, "\n".join([*lines, ""]), media_type="text/plain; version=0.0.4")


async def tell(listener: Listener, answer: Answer, *, until: float) -> None:
    """Tell a page what changes, until its pass ends or it leaves."""
    await answer.begin()
    await answer.say(f"retry: {random.randint(*COME_BACK)}\n\n")  # noqa: S311 - spreads, guards nothing
    while not listener.has_left and (left := until - time.time()) > 0:
        changed = await listener.news(within=min(HEARTBEAT, left))
        await answer.say(f"data: {' '.join(changed)}\n\n" if changed else ":\n\n")
    await answer.end()


async def _leave_with(listener: Listener, receive: Receive) -> None:
    """Let the listener leave when its page has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.leave()


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def made_by(environment: Mapping[str, str]) -> Live:
    """Return the application of this installation; its variables are those of motcua.settings.

    :raises RuntimeError: without the key that pages sign with, anybody could sign
    """
    if not environment.get("MOTCUA_SECRET_KEY"):
        raise RuntimeError("MOTCUA_SECRET_KEY must be set: see docs/huong-dan/van-hanh.md")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=environment.get("MOTCUA_LOG", "INFO"), handlers=[handler])
    return Live(
        database=environment.get("MOTCUA_DATABASE_URL", "postgresql:///motcua"),
        secret=environment["MOTCUA_SECRET_KEY"],
        public_url=environment.get("MOTCUA_PUBLIC_URL", "http://127.0.0.1:8000"),
        most=int(environment.get("MOTCUA_LIVE_LISTENERS", MOST_LISTENERS)),
    )
