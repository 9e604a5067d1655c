"""The web server that is measured: started as in production, with one address more."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from motcua.bench.ground import UNTIL, Ground
from motcua.bench.measuring.loopback import HOST, BadAnswer, Request, Visitor
from motcua.lib.clock import setting_for
from motcua.lib.ports import free_port
from motcua.live.command import command as live_command
from motcua.operations.demo import WEB_THREADS, WEB_WAITING, WEB_WORKERS
from motcua.operations.demonstration_folder import ROOT
from motcua.operations.postgres import ClusterFailed, die_with_parent

READY_WITHIN = 60.0  # seconds
HOME = Request("/")


@contextmanager
def serving(ground: Ground, database: str) -> Iterator[tuple[int, int]]:
    """Serve this database; yield the port and the number of the server's first process."""
    port = free_port(HOST)
    settings = {"DJANGO_SETTINGS_MODULE": "motcua.bench.measuring.settings", "MOTCUA_POOL": str(WEB_THREADS + 2)}
    environment = _environment(ground, database, port) | settings
    _collect(environment)
    log = ground.folder.path / f"web-{database}.log"
    with _running(_command(port), environment, log) as process:
        _wait_until_it_answers(process, port, log)
        yield port, process.pid


@contextmanager
def working(ground: Ground, database: str) -> Iterator[int]:
    """Let the worker work; yield the number of its process."""
    environment = _environment(ground, database, port=0) | {"DJANGO_SETTINGS_MODULE": "motcua.settings"}
    command = [sys.executable, "-P", "-m", "django", "work"]
    with _running(command, environment, ground.folder.path / "worker.log") as process:
        yield process.pid


@contextmanager
def listened_to(ground: Ground, database: str) -> Iterator[tuple[int, int]]:
    """Let pages listen to this database; yield the port and the number of the process."""
    port = free_port(HOST)
    environment = _environment(ground, database, port=0)
    log = ground.folder.path / "live.log"
    with _running(live_command(port=port), environment, log) as process:
        _wait_until_it_answers(process, port, log, page=Request("/nghe/health"))
        yield port, process.pid


@contextmanager
def _running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as lines:
        process = subprocess.Popen(
            command,
            env=environment,
            stdout=lines,
            stderr=lines,
            start_new_session=True,
            preexec_fn=partial(die_with_parent, signal.SIGTERM),
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment(ground: Ground, database: str, port: int) -> dict[str, str]:
    return {
        **os.environ,
        **ground.environment(database, clock=setting_for(UNTIL, at_epoch=time.time()), port=port),
        "PYTHONPATH": str(ROOT / "src"),
        "MOTCUA_LOG": "WARNING",
    }


def _command(port: int) -> list[str]:
    """Return what starts the server, as docs/how-to/run-in-production.md has it."""
    granian = [sys.executable, "-P", "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    size = ["--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS), "--backpressure", str(WEB_WAITING)]
    return [*granian, "--no-ws", *size, "motcua.wsgi:application"]


def _collect(environment: dict[str, str]) -> None:
    collect = [sys.executable, "-P", "-m", "django", "collectstatic", "--no-input", "--verbosity=0"]
    done = subprocess.run(collect, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ClusterFailed(f"The static files could not be collected: {done.stderr.strip().splitlines()[-1]}")


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, log: Path, page: Request = HOME) -> None:
    give_up_at = time.monotonic() + READY_WITHIN
    asked = page.as_bytes()
    while time.monotonic() < give_up_at and process.poll() is None:
        try:
            for _worker in range(WEB_WORKERS * 3):  # each has its first request behind it then
                visitor = Visitor(port)
                visitor.ask(asked, status=200)
                visitor.close()
        except (OSError, BadAnswer):
            time.sleep(0.2)
        else:
            return
    raise ClusterFailed(f"The server does not answer; see {log}.")
