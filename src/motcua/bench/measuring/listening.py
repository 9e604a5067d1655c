"""Two thousand open pages listen while dossiers are taken over, and it is measured how soon each of them hears."""

import asyncio
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from typing import Any, NamedTuple
from urllib.request import urlopen

from django.conf import settings
from django.urls import resolve

from motcua.bench.measuring.loopback import HOST, PATIENCE, BadAnswer, Request, Visitor
from motcua.bench.measuring.timing import Timed, processor_time
from motcua.dossiers.models import Dossier
from motcua.live import passes

LISTENERS = 2_000
NAME = "2,000 live listeners"
#: Seconds from one act in a unit to the next: longer than a page waits for news, so that each is told by itself
BETWEEN_ACTS = 1.5
_AT_ONCE = 200  # connections that are opened together
_FILES = LISTENERS + 1_000  # that the process may hold open


def row_of_listeners(
    acts: Sequence[Callable[[], Request]], *, web: int, live: tuple[int, int], seconds: float
) -> dict[str, Any]:
    """Return the row: messages a second, and how long after an act was sent off a page heard of it.

    :param acts: what happens meanwhile, to one dossier each, again and again
    :param web: the port of the web server
    :param live: the port of the listening process, and the number of its first process
    :raises BadAnswer: a page did not hear of every act in its unit
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, _FILES)), hard))
    visitor = Visitor(web)
    units = _one_act_of_each_unit(acts, visitor)
    try:
        went = asyncio.run(_Crowd(units, visitor, live).hear(rounds=max(1, round(seconds / BETWEEN_ACTS))))
    finally:
        visitor.close()
    return {
        "name": NAME,
        "clients": LISTENERS,
        **went.heard.figures(),
        "cpu_ms": round(went.processor * 1000 / len(went.heard.taken), 3),
        "statements": round(went.statements),
        "sql_floor_rate": None,
        "framework_floor_rate": None,
    }


def _one_act_of_each_unit(acts: Sequence[Callable[[], Request]], visitor: Visitor) -> dict[int, "_Unit"]:
    """Let every act be done once, which tells where its dossier lies."""
    units: dict[int, _Unit] = {}
    for act in acts:
        request = act()
        visitor.ask(request.as_bytes(), status=request.status)
        holder = Dossier.objects.values_list("holder_id", flat=True).get(code=resolve(request.path).kwargs["code"])
        units.setdefault(holder, _Unit(act))
    return units


@dataclass
class _Unit:
    """Where something happens: what, and when it was sent off and was answered."""

    act: Callable[[], Request]
    done: list[tuple[float, float]] = field(default_factory=list)


class _Page(asyncio.Protocol):
    """An open page that listens at one unit."""

    def __init__(self, unit: int) -> None:
        self.unit = unit
        self.heard: list[float] = []
        self.listens: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport
        shown = passes.make([passes.desk_of(self.unit)], since=time.time(), secret=settings.SECRET_KEY)
        transport.write(Request(f"/nghe/?ve={shown}").as_bytes())

    def data_received(self, data: bytes) -> None:
        self.heard += [time.perf_counter()] * data.count(b"data: ")
        if b"retry: " in data and not self.listens.done():
            self.listens.set_result(None)

    def connection_lost(self, trouble: Exception | None) -> None:
        if not self.listens.done():
            self.listens.set_exception(BadAnswer("A page was not let in to listen."))

    def leave(self) -> None:
        self._transport.close()

    def delays(self, done: Sequence[tuple[float, float]]) -> Iterator[float]:
        """Yield how long after it was sent off this page heard of each act."""
        waiting = list(done)
        for moment in self.heard:
            told = [sent for sent, answered in waiting if answered <= moment]
            if told:
                yield moment - told[0]
            del waiting[: len(told)]
        if waiting:
            raise BadAnswer(f"A page that listens did not hear of {len(waiting)} of {len(done)} acts.")


class _Went(NamedTuple):
    """How it went: the delays, the seconds of processor of the process, and its statements in a second."""

    heard: Timed
    processor: float
    statements: float


class _Crowd:
    """All pages together, spread over the units."""

    def __init__(self, units: Mapping[int, _Unit], visitor: Visitor, live: tuple[int, int]) -> None:
        self._units, self._visitor = units, visitor
        self._port, self._process = live
        self._pages: list[_Page] = []

    async def hear(self, *, rounds: int) -> _Went:
        """Let so many acts be done in every unit, and wait until all pages have heard of them."""
        await self._come()
        before, looks, began = processor_time(self._process), self._looks(), time.perf_counter()
        await asyncio.to_thread(self._act, rounds)
        await self._until_all_have_heard()
        spent = processor_time(self._process) - before
        statements = (self._looks() - looks) / (time.perf_counter() - began)
        delays = sorted(delay for page in self._pages for delay in page.delays(self._units[page.unit].done))
        ended = max(moment for page in self._pages for moment in page.heard)
        for page in self._pages:
            page.leave()
        return _Went(Timed(len(delays) / (ended - began), delays), spent, statements)

    def _looks(self) -> int:
        """Return how often the process has asked the diary so far: one statement each time."""
        with urlopen(f"http://{HOST}:{self._port}/metrics", timeout=PATIENCE) as answer:
            said = dict(line.rsplit(" ", 1) for line in answer.read().decode().splitlines())
        return int(said["motcua_live_looks_total"])

    async def _come(self) -> None:
        loop, units = asyncio.get_running_loop(), cycle(self._units)
        while len(self._pages) < LISTENERS:
            coming = [partial(_Page, next(units)) for _ in range(min(_AT_ONCE, LISTENERS - len(self._pages)))]
            come = await asyncio.gather(*(loop.create_connection(page, HOST, self._port) for page in coming))
            self._pages += [page for _transport, page in come]
            await asyncio.wait_for(asyncio.gather(*(page.listens for _transport, page in come)), PATIENCE)
        await asyncio.sleep(BETWEEN_ACTS)  # what happened just before is told, and forgotten
        for page in self._pages:
            page.heard.clear()

    def _act(self, rounds: int) -> None:
        turns = [unit for _round in range(rounds) for unit in self._units.values()]
        began = time.perf_counter()
        for n, unit in enumerate(turns):
            time.sleep(max(0.0, began + n * BETWEEN_ACTS / len(self._units) - time.perf_counter()))
            request, sent = unit.act(), time.perf_counter()
            self._visitor.ask(request.as_bytes(), status=request.status)
            unit.done.append((sent, time.perf_counter()))

    async def _until_all_have_heard(self) -> None:
        give_up_at = time.perf_counter() + 3 * BETWEEN_ACTS
        while time.perf_counter() < give_up_at:
            if all(page.heard and page.heard[-1] > self._units[page.unit].done[-1][1] for page in self._pages):
                return
            await asyncio.sleep(0.05)
