"""`motcua bench run`: measure every operation at every size, each beside what the machine could do at best."""

import json
import os
import platform
import shutil
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motcua.bench.ground import Ground
from motcua.bench.growing.filling import django_on, fill
from motcua.bench.measuring.memory import memory_of
from motcua.bench.measuring.recording import RECORDINGS
from motcua.operations.demonstration_folder import ROOT

if TYPE_CHECKING:  # they want Django, which each size sets up for its own database
    from motcua.bench.measuring.operations import Operation
    from motcua.bench.measuring.rows import Bench

Tell = Callable[[str], None]
Row = dict[str, Any]
WORKS_FOR = 10.0  # seconds that the worker has for what was measured, before its memory is looked at


def run(ground: Ground, *, sizes: Sequence[int], seconds: float, seed: int, tell: Tell) -> dict[str, Any]:
    """Measure at every size; return the raw result.

    All sizes are served at once, and each part of an operation is measured at one after the other: a machine is not
    the same from one minute to the next, and what is compared should have had the same.
    """
    databases = [fill(ground, dossiers=dossiers, seed=seed, fresh=False, tell=tell) for dossiers in sizes]
    for database in databases:
        ground.forget_grown(database)  # the floors write what no verb would
    shutil.rmtree(ground.folder.path / RECORDINGS, ignore_errors=True)
    largest = max(sizes)
    begin = {
        dossiers: partial(_served, ground, dossiers, database, seconds, tell)
        for dossiers, database in zip(sizes, databases, strict=True)
    }
    with begin[largest]() as most:
        with ExitStack() as servers:
            served = [most if n == largest else servers.enter_context(begin[n]()) for n in sizes]
            for place in range(len(most.operations)):
                _measure_in_turn(ground, served, place, tell)
        most.memory = _memory(ground, most)  # beside no other server, with which it would share its pages
    return {"commit": _commit(), "machine": _machine(ground), "sizes": [size.result() for size in served]}


def write(result: dict[str, Any], file: Path) -> None:
    file.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")


@dataclass
class _Served:
    """One size under measurement."""

    dossiers: int
    database: str
    operations: "Sequence[Operation]"
    bench: "Bench"
    server: int
    profiles: Sequence[Row]
    listeners: Row
    rows: list[Row] = field(default_factory=list)
    memory: Row | None = None

    def result(self) -> Row:
        found = {"dossiers": self.dossiers, "operations": [*self.rows, self.listeners], "profiles": self.profiles}
        return found | ({"memory": self.memory} if self.memory else {})


@contextmanager
def _served(ground: Ground, dossiers: int, database: str, seconds: float, tell: Tell) -> Iterator[_Served]:
    """Serve a size, with what is looked at before its operations are measured."""
    tell(f"{dossiers:,} dossiers: letting the database come to rest …")
    with django_on(ground, database):
        from django.db import connection

        from motcua.bench.growing.bare_tables import analyse
        from motcua.bench.growing.telling import TABLES
        from motcua.bench.measuring.listening import row_of_listeners
        from motcua.bench.measuring.operations import ACT, all_operations
        from motcua.bench.measuring.profiling import profiles
        from motcua.bench.measuring.rows import Bench
        from motcua.bench.measuring.server import listened_to, serving

        analyse(ground.url(database), TABLES, tidy=True)
        with connection.cursor() as cursor:  # the small tables, too: autovacuum came by in one size and not in another
            cursor.execute("ANALYZE")
        operations = all_operations()
        [acts] = [operation.ways for operation in operations if operation.name == ACT]
        with serving(ground, database) as (port, server):
            tell("Looking where the time goes …")
            found = profiles(operations, seconds=seconds)
            assert ground.folder.cluster.pid is not None
            bench = Bench(port, seconds=seconds, processes=(server, ground.folder.cluster.pid))
            with listened_to(ground, database) as live:  # before the floors: from what they write no act goes on
                listeners = row_of_listeners(acts, web=port, live=live, seconds=seconds)
            tell(_line(listeners))
            yield _Served(dossiers, database, operations, bench, server, found, listeners)


def _measure_in_turn(ground: Ground, served: Sequence[_Served], place: int, tell: Tell) -> None:
    """Measure one operation at all sizes, each part of it at one right after the other."""
    waiting = deque((size, size.bench.rows_of(size.operations[place])) for size in served)
    while waiting:
        size, parts = waiting.popleft()
        with django_on(ground, size.database):
            try:
                next(parts)
            except StopIteration as done:
                size.rows += done.value
                for row in done.value:
                    tell(f"{size.dossiers:>9,} {_line(row)}")
            else:
                waiting.append((size, parts))


def _memory(ground: Ground, size: _Served) -> Row:
    """Return what the web server holds after all that was asked of it, and the worker once it has worked."""
    from motcua.bench.measuring.server import working

    with working(ground, size.database) as worker:
        time.sleep(WORKS_FOR)
        return {"web": memory_of(size.server), "worker": memory_of(worker)}


def _line(row: Row) -> str:
    return (
        f"  {row['name']:<38} {row['clients']:>2}  {row['rate']:>8.1f}/s  p50 {row['p50_ms']:>7.1f}  "
        f"p95 {row['p95_ms']:>7.1f} ms  cpu {row['cpu_ms']:>6.1f} ms  {row['statements']:>3} statements  "
        f"floors {_floor(row['sql_floor_rate'])} {_floor(row['framework_floor_rate'])}/s"
    )


def _floor(rate: float | None) -> str:
    """Return a floor's rate; where nothing but the machine is below, there is none."""
    return f"{'–':>8}" if rate is None else f"{rate:>8.1f}"


def _commit() -> str:
    """Return which version was measured, and whether anything was changed in it."""
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    said = subprocess.run(git, capture_output=True, text=True, check=False)
    return said.stdout.strip() or "unknown"


def _machine(ground: Ground) -> dict[str, Any]:
    """Return what the figures depend on."""
    cpu = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if "model name" in line
    ]
    return {
        "processor": cpu[0] if cpu else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "postgresql": ground.server_version(),
    }
