"""Keeps the demonstration's processes running, and leaves none behind. No Django here.

Every child leads a process group of its own, so that its children can be ended with it; and the kernel ends it
when the supervisor dies, even of kill -9. Call from the main thread only: the kernel watches the thread that forked.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Protocol

from motcua.operations.postgres import ClusterFailed, die_with_parent

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 10.0  # seconds before what died is started again
STEADY_AFTER = 30.0  # seconds after which a process counts as well
STOP_WITHIN = 5.0  # seconds that the children have to end by themselves


class Child(Protocol):
    """What the supervisor can keep running."""

    name: str

    @property
    def is_alive(self) -> bool: ...
    def start(self) -> None: ...


class Service:
    """One program that should always run. Its output goes to a log file, which each start of the supervisor empties."""

    def __init__(self, name: str, command: list[str], *, environment: dict[str, str], log: Path) -> None:
        self.name, self.log = name, log
        self._command, self._environment = command, environment
        self._process: subprocess.Popen[bytes] | None = None
        log.write_bytes(b"")

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        self.kill()  # children of a leader that died would go on, and hold its port
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self._environment},
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops all in order
                preexec_fn=partial(die_with_parent, signal.SIGTERM),
            )

    def ask_to_stop(self) -> None:
        if self.is_alive and self._process:
            self._process.terminate()

    def kill(self) -> None:
        """End the program and all its children at once."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def last_words(self) -> str:
        """Return the last line it wrote."""
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


class Supervisor:
    """Watches a cluster and services; `look` is one glance, cheap enough for five times a second."""

    def __init__(self, cluster: Child, services: list[Service], *, say: Callable[[str], None]) -> None:
        self._cluster, self._services, self._say = cluster, services, say
        self._watched = {child.name: _Watched(child) for child in (cluster, *services)}

    def start(self) -> None:
        """Start the services; the cluster runs already."""
        for service in self._services:
            self._watched[service.name].start()

    def look(self) -> None:
        """Start again what has died, after a pause that grows while it goes on dying."""
        for watched in self._watched.values():
            if watched.child.is_alive:
                continue
            if watched.start_at is None:
                pause = watched.take_pause()
                self._say(f"{watched.child.name} stopped; starting it again in {pause:g} s.")
            elif time.monotonic() >= watched.start_at:
                self._start_again(watched)

    def stop(self) -> None:
        """End the services, politely at first."""
        for service in self._services:
            service.ask_to_stop()
        give_up_at = time.monotonic() + STOP_WITHIN
        while any(service.is_alive for service in self._services) and time.monotonic() < give_up_at:
            time.sleep(0.02)
        for service in self._services:
            service.kill()

    def _start_again(self, watched: "_Watched") -> None:
        try:
            watched.start()
        except (ClusterFailed, OSError) as problem:
            self._say(f"{watched.child.name} cannot be started: {problem}")
            watched.take_pause()


class _Watched:
    """A child, when it was last started and when it may be started again."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.start_at: float | None = None
        self._started_at = time.monotonic()
        self._pause = SHORTEST_PAUSE

    def start(self) -> None:
        self.child.start()
        self._started_at, self.start_at = time.monotonic(), None

    def take_pause(self) -> float:
        """Decide when it may start again; return in how many seconds."""
        if time.monotonic() - self._started_at > STEADY_AFTER:
            self._pause = SHORTEST_PAUSE
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        self.start_at = time.monotonic() + pause
        return pause
