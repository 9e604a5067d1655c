"""The listening process as operators start it, and a page that listens to it, down to the bytes."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from motcua.lib.ports import free_port
from motcua.live import passes
from motcua.live.command import command

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
PAGES = "http://127.0.0.1:8000"
SECRET = "a key of tests"
READY_WITHIN = 30.0  # seconds
SOON = 6.0  # seconds within which a page hears, on a machine that does other things too
QUIET = 2.5  # seconds in which it would have heard


class Process:
    """A listening process that runs."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process, self.port = process, port
        self.pages: list[Page] = []

    def get(self, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """Return status, body and headers of an answer that ends."""
        asking = HTTPConnection(HOST, self.port, timeout=5)
        try:
            asking.request("GET", path, headers=headers)
            answer = asking.getresponse()
            return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
        finally:
            asking.close()

    def figures(self) -> dict[str, float]:
        lines = self.get("/metrics")[1].decode().splitlines()
        return {line.split()[0]: float(line.split()[1]) for line in lines if not line.startswith("#")}

    def listening(self) -> int:
        return int(self.figures()["motcua_live_listeners"])


class Page:
    """A page that listens at these places from now on."""

    def __init__(self, process: Process, *places: str, since: float | None = None) -> None:
        shown = passes.make(places, since=time.time() if since is None else since, secret=SECRET)
        self._line = socket.create_connection((HOST, process.port), timeout=10)
        process.pages.append(self)
        self._line.sendall(f"GET /nghe/?ve={shown} HTTP/1.1\r\nHost: {HOST}\r\nOrigin: {PAGES}\r\n\r\n".encode())
        self._said = b""
        while b"retry: " not in self._said:
            self._said += self._line.recv(4096)

    def heard(self, *, within: float = SOON) -> list[str]:
        """Return the places of the next message; none when there is none so soon."""
        give_up_at = time.monotonic() + within
        while not (found := re.search(rb"data: ([^\n]*)\n\n", self._said)):
            self._line.settimeout(max(0.01, give_up_at - time.monotonic()))
            try:
                more = self._line.recv(4096)
            except TimeoutError:
                return []
            self._said += more
            assert more and not self._said.endswith(b"\r\n0\r\n\r\n"), "the stream has ended"
        self._said = self._said[found.end() :]
        return found[1].decode().split()

    def leave(self) -> None:
        self._line.close()


def database() -> str:
    """Return where the tests' database is."""
    said = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    return make_conninfo(**{name: str(said[name]) for name in names if said.get(name)})


@contextmanager
def listening_process(url: str, **more: str) -> Iterator[Process]:
    """Start the process on this database; the rest are its variables."""
    port = free_port(HOST)
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("MOTCUA_", "DJANGO_", "PYTEST_"))}
    said = {"MOTCUA_DATABASE_URL": url, "MOTCUA_SECRET_KEY": SECRET, "MOTCUA_PUBLIC_URL": PAGES, **more}
    process = subprocess.Popen(
        command(port=port),
        env={**ours, **said, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    running = Process(process, port)
    try:
        wait_until(lambda: answers(running), within=READY_WITHIN)
        yield running
    finally:
        for page in running.pages:
            page.leave()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(process: Process) -> bool:
    try:
        return process.get("/nghe/health")[0] == 200
    except OSError:
        return False


def wait_until(is_so, *, within: float = 10.0) -> None:
    give_up_at = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < give_up_at, "waited in vain"
        time.sleep(0.05)


def take_connections() -> int:
    """End the process's connections to the tests' database; return how many it had."""
    with psycopg.connect(database(), autocommit=True) as there:
        rows = there.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'motcua-live' AND datname = current_database()"
        )
        return len(rows.fetchall())


def all_hear(pages: Iterable[Page], *, within: float = SOON) -> list[list[str]]:
    give_up_at = time.monotonic() + within
    return [page.heard(within=max(0.01, give_up_at - time.monotonic())) for page in pages]
