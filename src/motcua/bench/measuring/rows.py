"""The rows of the result: an operation with so many clients, and the two floors beside it."""

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

from motcua.bench.measuring.floors import BareConnection, wants_values_inside
from motcua.bench.measuring.loopback import Request, Visitor
from motcua.bench.measuring.operations import Operation
from motcua.bench.measuring.recording import read
from motcua.bench.measuring.replaying import Replay
from motcua.bench.measuring.timing import Timed, processor_time, timed

WARM_UP = 0.15  # of the time of a row, before it is measured
#: Until so many acts went before, it warms up longer, by the time of a row at most: each of the web server's dozen
#: connections plans a statement anew five times, which one that has served for an hour has long done
ENOUGH = 100

Done = TypeVar("Done")
#: Work that lets others have their turn wherever it yields
InParts = Generator[None, None, Done]


class _Client(Protocol):
    """Somebody who acts again and again."""

    def act(self) -> object: ...
    def close(self) -> None: ...


class _Browser:
    """Asks the server, one request after the other."""

    def __init__(self, port: int, requests: Iterator[Callable[[], Request]]) -> None:
        self._visitor, self._requests = Visitor(port), requests
        self.close = self._visitor.close

    def act(self) -> None:
        request = next(self._requests)()
        self._visitor.ask(request.as_bytes(), status=request.status)


class _Program:
    """Sends the statements of requests to the database itself."""

    def __init__(self, replays: Iterator[Replay], inside: Collection[str]) -> None:
        self._connection, self._replays = BareConnection(inside), replays
        self.close = self._connection.close

    def act(self) -> None:
        self._connection.send(next(self._replays))


class Bench:
    """Measures operations on one server."""

    def __init__(self, port: int, *, seconds: float, processes: Sequence[int]) -> None:
        self.port, self.seconds, self.processes = port, seconds, processes

    def rows_of(self, operation: Operation) -> InParts[list[dict[str, Any]]]:
        """Measure in parts, and yield after each; return a row for each number of clients.

        The floors come last: what they write no page could go on from.
        """
        real = yield from self._for_each(operation, partial(self._browsers, operation))
        replays = self._recorded(operation)
        bare_views = yield from self._for_each(operation, partial(self._bare_browsers, operation))
        bare_sql = yield from self._for_each(operation, partial(self._programs, operation, replays))
        return [
            {
                "name": operation.name,
                "clients": clients,
                **measured.figures(),
                "cpu_ms": round(spent * 1000 / len(measured.taken), 2),
                "statements": round(sum(len(replay.statements) for replay in replays) / len(replays)),
                "sql_floor_rate": round(bare_sql[place][0].rate, 2),
                "framework_floor_rate": round(bare_views[place][0].rate, 2),
            }
            for place, clients in enumerate(operation.clients)
            for measured, spent in [real[place]]
        ]

    def _for_each(
        self, operation: Operation, so_many: Callable[[int], Sequence[_Client]]
    ) -> InParts[list[tuple[Timed, float]]]:
        """Measure with each number of clients, and yield after each."""
        found = []
        for clients in operation.clients:
            found.append(self._timed(so_many(clients)))
            yield
        return found

    def _recorded(self, operation: Operation) -> list[Replay]:
        """Let every way of the operation be written down."""
        visitor = Visitor(self.port)
        for n, way in enumerate(operation.ways):
            request = way()
            visitor.ask(request.as_bytes(X_Bench_Record=operation.record_of(n)), status=request.status)
        visitor.close()
        return [Replay(read(operation.record_of(n))) for n in range(len(operation.ways))]

    def _browsers(self, operation: Operation, clients: int) -> list[_Client]:
        return [
            _Browser(self.port, (operation.ways[n] for n in operation.turns_of(client, clients=clients)))
            for client in range(clients)
        ]

    def _bare_browsers(self, operation: Operation, clients: int) -> list[_Client]:
        asked = [Request(f"/bench/{operation.record_of(n)}/") for n in range(len(operation.ways))]
        return [
            _Browser(self.port, (_again(asked[n]) for n in operation.turns_of(client, clients=clients)))
            for client in range(clients)
        ]

    def _programs(self, operation: Operation, replays: Sequence[Replay], clients: int) -> list[_Client]:
        inside = wants_values_inside(replays)
        return [
            _Program((replays[n] for n in operation.turns_of(client, clients=clients)), inside)
            for client in range(clients)
        ]

    def _timed(self, clients: Sequence[_Client]) -> tuple[Timed, float]:
        """Let them warm up and then act; return how it went, and the seconds of processor the servers used."""
        acts = [client.act for client in clients]
        try:
            first = timed(acts, seconds=self.seconds * WARM_UP)
            if len(first.taken) < ENOUGH:
                timed(acts, seconds=min(self.seconds, (ENOUGH - len(first.taken)) / first.rate))
            before = processor_time(*self.processes)
            measured = timed(acts, seconds=self.seconds)
            return measured, processor_time(*self.processes) - before
        finally:
            for client in clients:
                client.close()


def _again(request: Request) -> Callable[[], Request]:
    return lambda: request
