"""Lets clients act for some seconds, each as fast as it is answered, and says how long it took them."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Act = Callable[[], object]
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Timed:
    """What came of it: acts a second, and how long one took, in seconds, the quickest first."""

    rate: float
    taken: Sequence[float]

    def percentile(self, of_a_hundred: int) -> float:
        """Return the time in seconds within which so many of a hundred acts were done."""
        return self.taken[min(len(self.taken) - 1, len(self.taken) * of_a_hundred // 100)]

    def figures(self) -> dict[str, float]:
        """Return what a row of the result says of it."""
        times = {f"p{n}_ms": round(self.percentile(n) * 1000, 2) for n in (50, 95, 99)}
        return {"rate": round(self.rate, 2), **times}


def timed(acts: Sequence[Act], *, seconds: float) -> Timed:
    """Let every client act again and again, side by side; each at least once.

    :param acts: what one client does each time, one for each client
    :raises Exception: what one of them raised
    """
    taken: list[list[float]] = [[] for _ in acts]
    troubles: list[Exception] = []
    ready = threading.Barrier(len(acts))

    def go_on(act: Act, mine: list[float]) -> None:
        ready.wait()
        stop_at = time.perf_counter() + seconds
        now = time.perf_counter()
        try:
            while now < stop_at or not mine:
                act()
                before, now = now, time.perf_counter()
                mine.append(now - before)
        except Exception as trouble:
            troubles.append(trouble)

    threads = [
        threading.Thread(target=go_on, args=(act, mine), daemon=True) for act, mine in zip(acts, taken, strict=True)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]
    spent = time.perf_counter() - began
    every = sorted(time_ for mine in taken for time_ in mine)
    return Timed(len(every) / spent, every)


def processor_time(*roots: int) -> float:
    """Return how many seconds of processor these processes and all that descend from them have used so far."""
    found = _processes()
    ours = _family(roots, found)
    return sum(seconds for pid, (_parent, seconds) in found.items() if pid in ours)


def family(*roots: int) -> set[int]:
    """Return the numbers of these processes and of all that descend from them."""
    return _family(roots, _processes())


def _family(roots: Sequence[int], found: dict[int, tuple[int, float]]) -> set[int]:
    parents = {pid: parent for pid, (parent, _seconds) in found.items()}
    return {pid for pid in parents if _descends(pid, roots, parents)}


def _processes() -> dict[int, tuple[int, float]]:
    """Return the parent of every process, and the seconds of processor that it has used."""
    found: dict[int, tuple[int, float]] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        found[int(entry.name)] = int(fields[1]), (int(fields[11]) + int(fields[12])) / _TICKS
    return found


def _descends(pid: int, roots: Sequence[int], parents: dict[int, int]) -> bool:
    while pid not in roots:
        if pid not in parents:
            return False
        pid = parents[pid]
    return True
