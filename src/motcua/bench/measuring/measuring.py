"""`motcua bench run`: measure every operation at every size, each beside what the machine could do at best."""

import json
import os
import platform
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from motcua.bench.ground import Ground
from motcua.bench.growing.filling import django_on, fill
from motcua.bench.measuring.memory import memory_of
from motcua.operations.demonstration_folder import ROOT

Tell = Callable[[str], None]
Row = dict[str, Any]
WORKS_FOR = 10.0  # seconds that the worker has for what was measured, before its memory is looked at


def run(ground: Ground, *, sizes: Sequence[int], seconds: float, seed: int, tell: Tell) -> dict[str, Any]:
    """Measure at every size; return the raw result."""
    measured = []
    for dossiers in sizes:
        database = fill(ground, dossiers=dossiers, seed=seed, fresh=False, tell=tell)
        ground.forget_grown(database)  # the floors write what no verb would
        measured.append({"dossiers": dossiers, **_at_size(ground, database, seconds, tell)})
    return {"commit": _commit(), "machine": _machine(ground), "sizes": measured}


def write(result: dict[str, Any], file: Path) -> None:
    file.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")


def _at_size(ground: Ground, database: str, seconds: float, tell: Tell) -> dict[str, Any]:
    tell("Letting the database come to rest …")
    shutil.rmtree(ground.folder.path / "recordings", ignore_errors=True)
    with django_on(ground, database):
        from motcua.bench.growing.bare_tables import analyse
        from motcua.bench.growing.telling import TABLES
        from motcua.bench.measuring.listening import row_of_listeners
        from motcua.bench.measuring.operations import ACT, all_operations
        from motcua.bench.measuring.profiling import profiles
        from motcua.bench.measuring.rows import Bench
        from motcua.bench.measuring.server import listened_to, serving, working

        analyse(ground.url(database), TABLES, tidy=True)
        operations = all_operations()
        [acts] = [operation.ways for operation in operations if operation.name == ACT]
        rows: list[Row] = []
        with serving(ground, database) as (port, server):
            tell("Looking where the time goes …")
            found = profiles(operations, seconds=seconds)
            assert ground.folder.cluster.pid is not None
            bench = Bench(port, seconds=seconds, processes=(server, ground.folder.cluster.pid))
            with listened_to(ground, database) as live:  # before the floors: from what they write no act goes on
                listeners = row_of_listeners(acts, web=port, live=live, seconds=seconds)
            tell(_line(listeners))
            for operation in operations:
                for row in bench.rows_of(operation):
                    tell(_line(row))
                    rows.append(row)
            with working(ground, database) as worker:
                time.sleep(WORKS_FOR)
                memory = {"web": memory_of(server), "worker": memory_of(worker)}
    return {"operations": [*rows, listeners], "profiles": found, "memory": memory}


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
