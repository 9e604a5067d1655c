"""`motcua bench run`: measure every operation at every size, each beside what the machine could do at best."""

import json
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from motcua.bench.ground import Ground
from motcua.bench.growing.filling import django_on, fill
from motcua.operations.demonstration_folder import ROOT

Tell = Callable[[str], None]
Row = dict[str, Any]
#: What is asked for and not there: no figures are better than made-up ones
NOT_THERE = ("2,000 live listeners (not there: no page listens)",)


def run(ground: Ground, *, sizes: Sequence[int], seconds: float, seed: int, tell: Tell) -> dict[str, Any]:
    """Measure at every size; return the raw result."""
    measured = []
    for dossiers in sizes:
        database = fill(ground, dossiers=dossiers, seed=seed, fresh=False, tell=tell)
        ground.forget_grown(database)  # the floors write what no verb would
        measured.append({"dossiers": dossiers, "operations": list(_at_size(ground, database, seconds, tell))})
    return {"commit": _commit(), "machine": _machine(ground), "sizes": measured}


def write(result: dict[str, Any], file: Path) -> None:
    file.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")


def _at_size(ground: Ground, database: str, seconds: float, tell: Tell) -> Iterator[Row]:
    tell("Letting the database come to rest …")
    shutil.rmtree(ground.folder.path / "recordings", ignore_errors=True)
    with django_on(ground, database):
        from motcua.bench.growing.bare_tables import analyse
        from motcua.bench.growing.telling import TABLES
        from motcua.bench.measuring.operations import all_operations
        from motcua.bench.measuring.rows import Bench
        from motcua.bench.measuring.server import serving

        analyse(ground.url(database), TABLES, tidy=True)
        operations = all_operations()
        with serving(ground, database) as (port, server):
            assert ground.folder.cluster.pid is not None
            bench = Bench(port, seconds=seconds, processes=(server, ground.folder.cluster.pid))
            for operation in operations:
                for row in bench.rows_of(operation):
                    tell(_line(row))
                    yield row
    for name in NOT_THERE:
        yield dict.fromkeys(FIELDS) | {"name": name}


FIELDS = (
    "name", "clients", "rate", "p50_ms", "p95_ms", "p99_ms", "cpu_ms", "statements", "sql_floor_rate",
    "framework_floor_rate",
)  # fmt: skip


def _line(row: Row) -> str:
    return (
        f"  {row['name']:<38} {row['clients']:>2}  {row['rate']:>8.1f}/s  p50 {row['p50_ms']:>7.1f}  "
        f"p95 {row['p95_ms']:>7.1f} ms  cpu {row['cpu_ms']:>6.1f} ms  {row['statements']:>3} statements  "
        f"floors {row['sql_floor_rate']:>8.1f} {row['framework_floor_rate']:>8.1f}/s"
    )


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
