"""`./motcua demo`: one command shows the whole system, and one Ctrl-C takes it away again. No Django here."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from functools import partial
from http.client import HTTPConnection, HTTPException
from types import FrameType
from typing import NoReturn

from motcua.lib import clock
from motcua.lib.ports import free_port
from motcua.live.command import command as live_command
from motcua.operations.accounts_table import accounts_table
from motcua.operations.demonstration_folder import (
    DATABASE,
    FIRST_MORNING,
    REAL,
    ROOT,
    DemonstrationFolder,
    State,
    clock_setting,
)
from motcua.operations.postgres import ClusterFailed, die_with_parent
from motcua.operations.supervisor import Service, Supervisor

HOST = "127.0.0.1"
WEB_WORKERS, WEB_THREADS, WEB_WAITING = 2, 4, 64  # waiting: requests a worker accepts before it lets the rest queue
NOTE_CLOCK_EVERY = 10.0  # seconds
ANSWERS_WITHIN, WELL_WITHIN = 60.0, 20.0  # seconds
WELL = "well"


class DemoFailed(Exception):
    """The demonstration cannot start; the message says why and what to do."""


def main(arguments: list[str]) -> int:
    """Run the demonstration until Ctrl-C or SIGTERM; return the exit status."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:  # the terminal was closed, and not under nohup
        signal.signal(signal.SIGHUP, _interrupt)
    folder = DemonstrationFolder()
    try:
        if os.environ.get("MOTCUA_DATABASE_URL"):
            raise DemoFailed("The demonstration makes a database of its own. Unset MOTCUA_DATABASE_URL to start it.")
        with ExitStack() as stack:
            _own(folder, stack)
            _port_must_be_free(options.port)
            _Demonstration(folder, options).run()
    except (DemoFailed, ClusterFailed) as problem:
        print(f"motcua: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="motcua demo", description="Show the whole system with a province in it.")
    parser.add_argument("--port", type=int, default=8000, help="the port of the web server (default: 8000)")
    parser.add_argument("--profile", choices=sorted(FIRST_MORNING), help="the province to show (default: ca-mau-2018)")
    parser.add_argument("--clock", type=_moment, help='"real", or when the demonstration begins: 2018-10-22T07:00')
    parser.add_argument("--fresh", action="store_true", help="throw away what an earlier demonstration holds")
    parser.add_argument("--without-dossiers", action="store_true", help="a province before its first morning")
    return parser.parse_args(arguments)


def _moment(text: str) -> str:
    try:
        return text if text == REAL else datetime.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is no moment; write "real" or 2018-10-22T07:00') from None


def _own(folder: DemonstrationFolder, stack: ExitStack) -> None:
    owner = stack.enter_context(folder.owned("demo", wait=False))
    if owner == "demo":
        address = f"http://{HOST}:{folder.read().port}/"
        raise DemoFailed(f"The demonstration of this folder runs already, at {address}. Stop it first (Ctrl-C there).")
    if owner is not None:
        _say("Waiting until another motcua command has ended …")
        stack.enter_context(folder.owned("demo", wait=True))


def _port_must_be_free(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except (OSError, OverflowError) as problem:
            raise DemoFailed(f"Port {port} cannot be used ({problem}). Choose another: --port {port + 1}") from None


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    with suppress(OSError):  # the terminal is gone, or the disk of the log is full
        print(line, flush=True)


class _Demonstration:
    """One run: prepare, serve, stop."""

    def __init__(self, folder: DemonstrationFolder, options: argparse.Namespace) -> None:
        self.folder, self.options = folder, options
        self.state = State()
        self.supervisor: Supervisor | None = None

    def run(self) -> None:
        try:
            self._prepare()
            self._serve()
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)  # stopping is short and must come to its end
            self._stop()

    def _prepare(self) -> None:
        if self.options.fresh:
            _say("Removing the old demonstration …")
            self.folder.clear()
        self.folder.make()
        before = self.folder.read()
        self.state = _next_state(before, self.options)
        self.state.live_port = free_port(HOST)
        _say("Starting the database …")
        self.folder.cluster.start()
        if before.profile and not before.is_loaded:  # half a province is none
            self.folder.cluster.drop_database(DATABASE)
        self.folder.cluster.create_database(DATABASE)
        self.folder.write(self.state)
        self._django("prepare", *self._loading())
        self.state.is_loaded = True

    def _loading(self) -> list[str]:
        if self.state.is_loaded:
            return []
        return ["--load", self.state.profile, *(["--without-dossiers"] if self.options.without_dossiers else [])]

    def _serve(self) -> None:
        os.environ["MOTCUA_CLOCK"] = self.state.clock  # so that clock.now() is the demonstration's here too
        self._note_clock(ahead=NOTE_CLOCK_EVERY)
        web, *others = self._services()
        self.supervisor = Supervisor(self.folder.cluster, [web, *others], say=_say)
        self.supervisor.start()
        self._wait_until_ready(web)
        _say(f"Motcua is ready at http://{HOST}:{self.options.port}/")
        _say(accounts_table(self.folder.path / "accounts.json"))
        while True:
            for _ in range(int(NOTE_CLOCK_EVERY / 0.2)):
                self.supervisor.look()
                time.sleep(0.2)
            try:
                self._note_clock(ahead=NOTE_CLOCK_EVERY)
            except OSError as problem:  # a full disk must not take down what still runs
                _say(f"The clock cannot be written down: {problem}")

    def _stop(self) -> None:
        if self.supervisor:
            _say("Stopping …")
            self.supervisor.stop()
            self.state.live_port = 0
            self._note_clock(ahead=0)
        self.folder.cluster.stop()

    def _note_clock(self, *, ahead: float) -> None:
        """Write down a moment which the demonstration has not passed before the next note, even if we are killed."""
        if self.state.clock:
            self.state.reached = (clock.now() + timedelta(seconds=ahead)).isoformat()
        self.folder.write(self.state)

    def _environment(self) -> dict[str, str]:
        django = {"DJANGO_SETTINGS_MODULE": "motcua.settings", "PYTHONPATH": str(ROOT / "src")}
        return {**django, **self.folder.environment(self.state)}

    def _django(self, *arguments: str) -> None:
        """Run one of Django's commands to its end, its lines and progress bars on our terminal."""
        done = subprocess.run(
            [sys.executable, "-P", "-m", "django", *arguments],
            env={**os.environ, **self._environment(), "PYTHONUNBUFFERED": "1"},  # lines come when they are said
            start_new_session=True,  # Ctrl-C reaches us, and we end it
            preexec_fn=partial(die_with_parent, signal.SIGTERM),
            check=False,
        )
        if done.returncode:
            raise DemoFailed(f"`motcua manage {' '.join(arguments)}` failed; see above.")

    def _services(self) -> list[Service]:
        """Return the web server and what runs beside it, none of which it waits for."""
        python, environment, logs = [sys.executable, "-P", "-m"], self._environment(), self.folder.path
        web = [*python, "granian", "--interface", "wsgi", "--host", HOST, "--port", str(self.options.port), "--no-ws"]
        web += ["--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS)]
        web += ["--backpressure", str(WEB_WAITING), "--respawn-failed-workers", "--respawn-interval", "0.5"]
        web += ["--workers-kill-timeout", "3", "motcua.wsgi:application"]
        pooled = {**environment, "MOTCUA_POOL": str(WEB_THREADS + 2)}
        live = live_command(port=self.state.live_port)
        return [
            Service("web", web, environment=pooled, log=logs / "web.log"),
            Service("worker", [*python, "django", "work"], environment=environment, log=logs / "worker.log"),
            Service("live", live, environment=environment, log=logs / "live.log"),
        ]

    def _wait_until_ready(self, web: Service) -> None:
        """Return when the system says that it is well; or soon after it answers, saying what is wrong with it."""
        began = time.monotonic()
        while (health := _health(self.options.port)) != WELL:
            waited = time.monotonic() - began
            if not web.is_alive:
                raise DemoFailed(f"The web server does not start: {web.last_words()} (see {web.log})")
            if not health and waited > ANSWERS_WITHIN:
                raise DemoFailed(f"The web server does not answer after {ANSWERS_WITHIN:g} s (see {web.log})")
            if health and waited > WELL_WITHIN:
                _say(f"The system answers but is not well: {health} (see {web.log.parent})")
                return
            time.sleep(0.3)


def _next_state(before: State, options: argparse.Namespace) -> State:
    """Return how this start begins, after what the last one left.

    :raises DemoFailed: when another province is there
    """
    profile = options.profile or before.profile or "ca-mau-2018"
    if before.is_loaded and profile != before.profile:
        raise DemoFailed(f"This folder holds the province {before.profile}. Add --fresh to replace it with {profile}.")
    state = State(profile=profile, is_loaded=before.is_loaded, port=options.port)
    state.reached = before.reached if before.is_loaded else ""
    state.clock = clock_setting(options.clock, state)
    if not state.clock:
        state.reached = REAL
    return state


def _health(port: int) -> str:
    """Ask the running system how it is: WELL, what is wrong, or nothing when there is no answer yet."""
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/api/v1/health")
        answer = connection.getresponse()
        said = json.loads(answer.read())
    except (OSError, HTTPException):
        return ""
    except ValueError:
        return f"/api/v1/health answers {answer.status}"
    finally:
        connection.close()
    return WELL if answer.status == 200 else str(said.get("detail", said))
