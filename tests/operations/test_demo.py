"""./motcua demo, as somebody types it: it serves, heals, stops, and goes on where it was."""

import contextlib
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from motcua.operations.accounts_table import accounts_table
from motcua.operations.demo import DemoFailed, _next_state
from motcua.operations.demonstration_folder import DemonstrationFolder, State
from tests.operations.test_postgres import until

ROOT = Path(__file__).parents[2]
LAST_STOP = "2018-10-23T09:30:00+07:00"


class Demonstration:
    """A demonstration with an empty province, in a folder and on a port of its own."""

    def __init__(self) -> None:
        self.var = Path(tempfile.mkdtemp(prefix="motcua-demo-"))
        self.var.chmod(0o711)
        self.folder = DemonstrationFolder(self.var / "demo")
        self.folder.make()
        self.folder.write(State(profile="ca-mau-2018", is_loaded=True, reached=LAST_STOP))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen | None = None

    def command(self, *arguments: str) -> subprocess.Popen:
        environment = {name: value for name, value in os.environ.items() if name != "MOTCUA_DATABASE_URL"}
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "motcua.cli", *arguments],
            env={**environment, "PYTHONPATH": str(ROOT / "src"), "MOTCUA_VAR": str(self.var)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def start(self) -> list[str]:
        """Start it; return what it said until it was ready."""
        self.process = self.command("demo", "--port", str(self.port))
        said = []
        for line in self.process.stdout:
            said.append(line.rstrip("\n"))
            if "is ready at" in line:
                return said
        pytest.fail("\n".join(said))

    def health(self) -> dict[str, str]:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/api/v1/health", timeout=10) as answer:
                return json.load(answer)
        except HTTPError as refusal:
            return json.load(refusal)
        except OSError:
            return {}

    def stop(self) -> tuple[int, float]:
        """Ask it to stop; return its exit status and how many seconds it took."""
        began = time.monotonic()
        self.process.terminate()
        self.process.communicate(timeout=60)
        return self.process.returncode, time.monotonic() - began

    def processes(self) -> list[int]:
        """Return every process that belongs to this demonstration."""
        ours = []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if str(self.var).encode() in (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes():
                    ours.append(int(entry.name))
        return [pid for pid in ours if pid != os.getpid()]

    def child(self, name: str) -> int:
        """Return the process of this name that the supervisor started itself."""
        for pid in self.processes():
            with contextlib.suppress(OSError):
                parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
                if parent == self.process.pid and name in Path(f"/proc/{pid}/cmdline").read_text():
                    return pid
        raise LookupError(name)


@pytest.fixture(scope="module")
def demonstration():
    demonstration = Demonstration()
    yield demonstration
    if demonstration.process and demonstration.process.poll() is None:
        demonstration.stop()
    demonstration.folder.cluster.remove()
    shutil.rmtree(demonstration.var)


def heals(demonstration, name):
    dead = demonstration.child(name)
    os.kill(dead, signal.SIGKILL)
    return until(lambda: demonstration.health() and name_is_back(demonstration, name, dead), within=60)


def name_is_back(demonstration, name, dead):
    try:
        return demonstration.child(name) != dead
    except LookupError:
        return False


@pytest.mark.faults
def test_a_demonstration_serves_heals_stops_and_goes_on_where_it_was(demonstration):
    said = demonstration.start()
    assert f"Motcua is ready at http://127.0.0.1:{demonstration.port}/" in said
    assert demonstration.health()["time"] >= LAST_STOP

    second = demonstration.command("demo", "--port", str(demonstration.port))
    answer, _ = second.communicate(timeout=60)
    assert (second.returncode, answer.count("\n")) == (1, 1)
    assert "runs already" in answer

    script = "from motcua.lib import clock; from motcua.jobs.models import Heartbeat as h; "
    script += "from django.conf import settings; from urllib.request import urlopen; "
    script += "print(clock.now(), urlopen(f'{settings.LIVE_URL}health').status, h.objects.count())"
    asked, _ = demonstration.command("manage", "shell", "--no-imports", "-c", script).communicate(timeout=60)
    assert asked.startswith("2018-10-23 09:3")
    assert asked.endswith(" 200 1\n")  # commands know where pages listen

    for name in ("postgres", "motcua.wsgi", "motcua.live", "work"):
        assert heals(demonstration, name), f"{name} did not come back"

    status, seconds = demonstration.stop()
    assert status == 0
    assert seconds < 10
    assert until(lambda: demonstration.processes() == [])
    assert not demonstration.folder.cluster.sockets.exists()

    assert demonstration.folder.read().live_port == 0
    reached = demonstration.folder.read().reached
    assert reached > LAST_STOP
    demonstration.start()
    assert demonstration.health()["time"] >= reached

    demonstration.process.kill()  # the supervisor itself, with no chance to tidy up
    demonstration.process.communicate(timeout=60)
    assert until(lambda: demonstration.processes() == [], within=30)


def test_a_busy_port_is_one_clear_sentence(demonstration):
    other = Demonstration()
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", other.port))
        busy.listen()
        refused = other.command("demo", "--port", str(other.port))
        said, _ = refused.communicate(timeout=60)
    shutil.rmtree(other.var)

    assert refused.returncode == 1
    assert said.startswith(f"motcua: Port {other.port} cannot be used")
    assert said.rstrip().endswith(f"--port {other.port + 1}")
    assert said.count("\n") == 1


def options(**given) -> Namespace:
    return Namespace(**{"profile": None, "clock": None, "port": 8000, **given})


def test_the_province_of_2018_wakes_on_its_monday_morning():
    state = _next_state(State(), options())

    assert state.profile == "ca-mau-2018"
    assert state.clock.startswith("2018-10-22T07:00:00+07:00@")


def test_the_province_of_2025_lives_in_real_time():
    state = _next_state(State(), options(profile="ca-mau-2025"))

    assert (state.clock, state.reached) == ("", "real")


def test_a_demonstration_once_put_on_real_time_stays_there():
    first = _next_state(State(), options(clock="real"))
    first.is_loaded = True

    assert _next_state(first, options()).clock == ""


def test_half_a_province_is_begun_anew():
    half = State(profile="ca-mau-2018", is_loaded=False, reached="2018-10-22T08:00:00+07:00")

    state = _next_state(half, options(profile="ca-mau-2025"))

    assert (state.profile, state.is_loaded) == ("ca-mau-2025", False)


def test_another_province_does_not_replace_the_one_that_is_there_unasked():
    there = State(profile="ca-mau-2018", is_loaded=True)

    with pytest.raises(DemoFailed, match="--fresh"):
        _next_state(there, options(profile="ca-mau-2025"))


def test_the_accounts_are_shown_one_for_each_role(tmp_path):
    file = tmp_path / "accounts.json"
    people = [("counter", "lan"), ("counter", "hang"), ("leader", "hai")]
    accounts = [
        {"role": role, "username": name, "password": "x", "agency": "Trung tâm", "token": "t"} for role, name in people
    ]
    file.write_text(json.dumps(accounts))

    table = accounts_table(file)

    assert "lan" in table
    assert "hai" in table
    assert "hang" not in table
    assert f"All 3 accounts, with their API tokens: {file}" in table


def test_what_the_folder_keeps_is_private(demonstration):
    demonstration.folder.environment(State())

    for name in ("state.json", "secrets.json"):
        assert stat.S_IMODE((demonstration.folder.path / name).stat().st_mode) == 0o600
    assert datetime.fromisoformat(demonstration.folder.read().reached)
