"""Faults under load: whatever dies, nothing that was acknowledged is lost, and nothing happens twice.

Four clients receive dossiers and take them over without a pause, remember every acknowledgement, and send again what
got no answer. The short form gives each fault a few seconds of load; the long one as many as MOTCUA_FAULTS says:

    MOTCUA_FAULTS=60 ./motcua test tests/faults
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from motcua.operations.demonstration_folder import DATABASE, DemonstrationFolder
from tests.journeys.running_system import RunningSystem, running_system

pytestmark = pytest.mark.faults

CENTRE, POWER = "Trung tâm Giải quyết thủ tục hành chính tỉnh Cà Mau", "Công ty Điện lực Cà Mau"
PROCEDURE = "DL.000001"
CLIENTS = 4
SECONDS = float(os.environ.get("MOTCUA_FAULTS", "3"))
ROOM = 900  # megabytes for everything, so that a disk can be filled
CALM = 90  # seconds in which whatever died must answer again


class Ledger:
    """What the clients were told, and what they must therefore find again."""

    def __init__(self, system: RunningSystem) -> None:
        self.system = system
        self.desk, self.specialist = system.token("counter", CENTRE), system.token("specialist", POWER)
        self.received: dict[str, str] = {}  # our mark → the dossier's code
        self.taken_over: set[str] = set()
        self.problems: list[str] = []
        self._lock, self._ended = threading.Lock(), threading.Event()

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Let the clients work while the block runs, and for the time of the test's form after it."""
        self._ended.clear()
        clients = [threading.Thread(target=self._work) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        try:
            yield
            time.sleep(SECONDS)
        finally:
            self._ended.set()
            for client in clients:
                client.join()
        assert not self.problems, self.problems[:3]
        assert set(self.system.troubles) <= {503}, "whoever waits for the database is told so, and never of a crash"

    def _work(self) -> None:
        try:
            while not self._ended.is_set():
                code = self.receive()
                self.take_over(code)
        except Exception as problem:
            self.problems.append(repr(problem))

    def receive(self) -> str:
        """Receive one dossier; under one key, however often it must be sent."""
        mark = uuid4().hex
        body = {
            "procedure": PROCEDURE,
            "channel": "counter",
            "result_channel": "counter",
            "applicant": {"kind": "person", "name": "Trần Thị Bé Ba", "id_number": "381000123"},
            "components": [{"code": code, "originals": 1} for code in self._papers()],
            "note": mark,
        }
        status, said = self.system.call("POST", "/api/v1/dossiers", body, token=self.desk, key=mark, patience=CALM)
        assert status == 201, (status, said)
        with self._lock:
            self.received[mark] = said["code"]
        return str(said["code"])

    def take_over(self, code: str) -> None:
        path = f"/api/v1/dossiers/{code}/actions/take-over"
        status, said = self.system.call("POST", path, {}, token=self.specialist, key=f"t{code}", patience=CALM)
        assert status == 200, (status, said)
        with self._lock:
            self.taken_over.add(code)

    def _papers(self) -> list[str]:
        if not hasattr(self, "_known"):
            _status, version = self.system.call("GET", f"/api/v1/procedures/{PROCEDURE}", patience=CALM)
            self._known = [paper["code"] for paper in version["components"]]
        return self._known

    def check(self) -> None:
        """Compare with the database itself: nothing lost, nothing twice, the diary whole, every follower told."""
        self.system.wait_until(self._is_calm, patience=CALM)
        with database(self.system) as there:
            rows = there.execute("SELECT note, code FROM dossiers_dossier WHERE note <> ''").fetchall()
            kept = dict(rows)
            assert len(rows) == len(kept), "one reception was done twice"
            assert len(set(kept.values())) == len(kept), "a code was given twice"
            assert self.received.items() <= kept.items(), "an acknowledged reception is lost"
            verbs = there.execute(
                "SELECT d.code, e.verb FROM dossiers_event e JOIN dossiers_dossier d ON d.id = e.dossier_id"
            ).fetchall()
            assert len(verbs) == len(set(verbs)), "a verb was done twice"
            taken = {code for code, verb in verbs if verb == "take-over"}
            assert self.taken_over <= taken, "an acknowledged act is lost"
            pending = there.execute("SELECT count(*) FROM dossiers_pendingfollowup").fetchone()
            assert pending == (0,), "a follower was not told"
            sealed = there.execute("SELECT count(*), count(DISTINCT event_id) FROM dossiers_sealedline").fetchone()
            assert sealed == (len(verbs), len(verbs)), "a line was sealed twice or not at all"
        assert "the diary is whole" in self.system.command("verify").stdout

    def _is_calm(self) -> bool:
        try:
            with database(self.system) as there:
                return there.execute("SELECT count(*) FROM dossiers_pendingfollowup").fetchone() == (0,)
        except psycopg.OperationalError:
            return False


@contextmanager
def database(system: RunningSystem) -> Iterator[psycopg.Connection[Any]]:
    address = DemonstrationFolder(system.demo).cluster.url(DATABASE)
    with psycopg.connect(address, autocommit=True, connect_timeout=5) as there:
        yield there


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A disk of its own for everything, where this user may mount one."""
    place = Path(tempfile.mkdtemp(prefix="motcua-faults-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}m,mode=755", "tmpfs", str(place)], capture_output=True, check=False
    )
    place.chmod(0o755)
    yield place
    if mounted.returncode == 0:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="module")
def system(folder: Path) -> Iterator[RunningSystem]:
    with running_system(folder, "--without-dossiers") as system:
        yield system


@pytest.fixture
def ledger(system: RunningSystem) -> Ledger:
    return Ledger(system)


def end(system: RunningSystem, words: str, how: signal.Signals) -> None:
    pids = system.pids(words)
    assert pids, f"no process called {words}"
    os.kill(pids[0], how)


@pytest.mark.parametrize("words", ["granian", "django work", "postgres -D"], ids=["web", "worker", "database"])
def test_a_server_is_killed(ledger: Ledger, system: RunningSystem, words: str):
    with ledger.filling():
        time.sleep(SECONDS)
        end(system, words, signal.SIGKILL)

    ledger.check()


def test_the_database_is_restarted(ledger: Ledger, system: RunningSystem):
    with ledger.filling():
        time.sleep(SECONDS)
        end(system, "postgres -D", signal.SIGINT)

    ledger.check()


def test_every_connection_is_taken(ledger: Ledger, system: RunningSystem):
    with ledger.filling(), ExitStack() as held:
        address = DemonstrationFolder(system.demo).cluster.url(DATABASE)
        with pytest.raises(psycopg.OperationalError, match=r"too many clients|remaining connection slots"):
            while True:
                held.enter_context(psycopg.connect(address, connect_timeout=5))
        end(system, "granian", signal.SIGKILL)  # the new one finds no connection, and waits
        time.sleep(SECONDS)

    ledger.check()


def test_many_slow_clients_do_not_stop_the_others(ledger: Ledger, system: RunningSystem):
    with ledger.filling(), ExitStack() as slow:
        lines = [slow.enter_context(socket.create_connection(("127.0.0.1", system.port))) for _ in range(200)]
        for line in lines:
            line.sendall(b"POST /api/v1/dossiers HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\n{")
        before = len(ledger.received)
        system.wait_until(lambda: len(ledger.received) > before, patience=CALM)

    ledger.check()


def test_two_workers_share_the_followers(ledger: Ledger, system: RunningSystem):
    folder = DemonstrationFolder(system.demo)
    environment = {**os.environ, **folder.environment(folder.read()), "DJANGO_SETTINGS_MODULE": "motcua.settings"}
    second = subprocess.Popen([sys.executable, "-m", "django", "work"], env=environment)
    try:
        with ledger.filling():
            time.sleep(2 * SECONDS)
        ledger.check()
        assert second.poll() is None
    finally:
        second.kill()
        second.wait()


def test_the_disk_is_full(ledger: Ledger, system: RunningSystem, folder: Path):
    if not folder.is_mount():
        pytest.skip("this user may not mount a disk of its own, so none can be filled")
    ballast = folder / "ballast"
    with ledger.filling():
        time.sleep(SECONDS)
        try:
            fill(ballast)
            system.wait_until(lambda: stands_still(ledger), patience=CALM)
        finally:
            ballast.unlink()
        system.wait_until(lambda: not stands_still(ledger), patience=CALM)

    ledger.check()


def stands_still(ledger: Ledger) -> bool:
    before = len(ledger.received), len(ledger.taken_over)
    time.sleep(2)
    return before == (len(ledger.received), len(ledger.taken_over))


def fill(ballast: Path) -> None:
    """Write until nothing more fits: first by megabytes, then by bytes."""
    with ballast.open("wb", buffering=0) as file:
        for piece in (2**20, 2**12, 1):
            with suppress(OSError):
                while True:
                    file.write(bytes(piece))


def test_the_power_goes_and_the_clock_is_behind_when_it_comes_back(folder: Path):
    place = folder / "power"
    place.mkdir(exist_ok=True)
    with running_system(place, "--without-dossiers") as system:
        before = Ledger(system)
        with before.filling():
            pass
        for pid in reversed(system.pids("")):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        system.process.wait()

    with running_system(place, "--clock", "2018-10-22T06:00") as system:
        after = Ledger(system)
        after.received, after.taken_over = before.received, before.taken_over
        code = min(set(after.received.values()) - after.taken_over, default=None) or after.receive()
        if code not in after.taken_over:
            after.take_over(code)
        with after.filling():
            pass
        after.check()
        with database(system) as there:
            backwards = there.execute(
                "SELECT count(*) FROM dossiers_event later JOIN dossiers_event earlier"
                " ON earlier.dossier_id = later.dossier_id AND earlier.seq = later.seq - 1 AND later.at < earlier.at"
            ).fetchone()
        assert backwards == (0,), "the diary goes back in time"
