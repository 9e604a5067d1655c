"""Three PostgreSQL nodes under Patroni, on loopback: the leader dies under load and nothing acknowledged is lost.

Needs Debian's Patroni and etcd (`apt-get install patroni python3-etcd etcd-server`), which the launcher does not
install: on a machine with systemd they would start services nobody asked for.
"""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from motcua.lib.clock import setting_for
from motcua.operations.postgres import _Programs
from tests.factories import MONDAY_9AM
from tests.faults.test_faults import CLIENTS, Ledger
from tests.journeys.running_system import RunningSystem
from tests.journeys.running_system import _free_port as free_port

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(
        not (shutil.which("etcd") and shutil.which("patroni")),
        reason="no cluster to kill: apt-get install patroni python3-etcd etcd-server",
    ),
]

ROOT = Path(__file__).parents[2]
TEMPLATE = (ROOT / "deploy" / "patroni" / "patroni.yml").read_text()
HOST, NODES = "127.0.0.1", 3
SECONDS = float(os.environ.get("MOTCUA_FAULTS", "3"))
PATIENCE = 120.0


class Node:
    """One PostgreSQL under its Patroni."""

    def __init__(self, place: Path, name: str, programs: _Programs, *, etcd: str, words: dict[str, str]) -> None:
        self.name, self.port, self.api_port = name, free_port(), free_port()
        self._programs, self.place, self.password = programs, place / name, words["superuser_password"]
        programs.make_private(self.place)
        (self.place / "patroni.yml").write_text(
            TEMPLATE.format(
                name=name,
                address=HOST,
                api_port=self.api_port,
                port=self.port,
                etcd=etcd,
                data=self.place / "data",
                programs=programs.folder,
                sockets=self.place,
                network="127.0.0.1/32",
                **words,
            )
        )
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.place / "log").open("ab") as log:
            self.process = subprocess.Popen(
                ["patroni", str(self.place / "patroni.yml")],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._programs.identity(),
            )

    def role(self) -> str:
        """Return leader, sync_standby, replica … or nothing while it does not answer."""
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.api_port}/cluster", timeout=2) as answer:
                members = json.load(answer)["members"]
        except (OSError, ValueError):
            return ""
        mine = next((m for m in members if m["name"] == self.name), {"state": "", "role": ""})
        return mine["role"] if mine["state"] in ("running", "streaming") else ""

    def die(self) -> None:
        """kill -9: Patroni and every process of its PostgreSQL at one moment."""
        assert self.process is not None
        doomed = [self.process.pid]
        with suppress(OSError):
            postmaster = (self.place / "data" / "postmaster.pid").read_text().splitlines()[0]
            children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
            doomed += map(int, [postmaster, *children])
        for pid in doomed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def nodes() -> Iterator[list[Node]]:
    place = Path(tempfile.mkdtemp(prefix="motcua-nodes-"))
    place.chmod(0o755)
    client, peer = free_port(), free_port()
    etcd = subprocess.Popen(
        ["etcd", "--name=one", f"--data-dir={place / 'etcd'}", f"--listen-client-urls=http://{HOST}:{client}",
         f"--advertise-client-urls=http://{HOST}:{client}", f"--listen-peer-urls=http://{HOST}:{peer}",
         f"--initial-advertise-peer-urls=http://{HOST}:{peer}", f"--initial-cluster=one=http://{HOST}:{peer}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    programs = _Programs.find()
    names = ("superuser_password", "replication_password", "rewind_password")
    words = {name: secrets.token_hex(16) for name in names}
    made = [Node(place, f"node{n}", programs, etcd=f"{HOST}:{client}", words=words) for n in range(NODES)]
    try:
        for node in made:
            node.start()
        wait_until(lambda: [n.role() for n in made].count("leader") == 1 and all(n.role() for n in made))
        wait_until(lambda: "sync_standby" in [n.role() for n in made])
        yield made
    finally:
        for node in made:
            node.die()
        etcd.kill()
        etcd.wait()
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def system(nodes: list[Node]) -> Iterator[RunningSystem]:
    """A province in the cluster, and a web server that knows all three nodes."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-var-"))
    (folder / "demo").mkdir()
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "motcua.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "MOTCUA_DATABASE_URL": address(nodes, "motcua"),
        "MOTCUA_VAR": str(folder / "demo"),
        "MOTCUA_CLOCK": setting_for(MONDAY_9AM, at_epoch=time.time()),
    }
    with psycopg.connect(address(nodes, "postgres"), autocommit=True) as there:
        there.execute("CREATE DATABASE motcua")
    python = [sys.executable, "-P", "-m"]
    prepare = [*python, "django", "prepare", "--only-database", "--load=ca-mau-2018", "--without-dossiers"]
    subprocess.run(prepare, env=environment, check=True, capture_output=True, timeout=PATIENCE)
    web = [*python, "granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "8", "--no-ws"]
    server = subprocess.Popen(
        [*web, "motcua.wsgi:application"], env=environment | {"MOTCUA_POOL": "10"}, start_new_session=True
    )
    try:
        yield RunningSystem(server, port, folder)  # type: ignore[arg-type]
    finally:
        os.killpg(server.pid, signal.SIGKILL)  # asked politely it waits for requests, and they for a lost standby
        server.wait()
        shutil.rmtree(folder)


def address(nodes: list[Node], name: str) -> str:
    """Return the address of whichever node takes writes."""
    hosts = ",".join(f"{HOST}:{node.port}" for node in nodes)
    return f"postgresql://postgres:{nodes[0].password}@{hosts}/{name}?target_session_attrs=read-write&connect_timeout=5"


def test_the_leader_dies_and_nothing_acknowledged_is_lost(nodes: list[Node], system: RunningSystem):
    ledger = Ledger(system)
    leader = next(node for node in nodes if node.role() == "leader")
    others = [node for node in nodes if node is not leader]
    with ledger.filling():
        wait_until(lambda: len(ledger.received) > CLIENTS)
        time.sleep(SECONDS)
        leader.die()
        wait_until(lambda: [node.role() for node in others].count("leader") == 1)
        promoted = len(ledger.received)
        wait_until(lambda: len(ledger.received) > promoted + CLIENTS)

    with psycopg.connect(address(others, "motcua")) as there:
        rows = there.execute("SELECT note, code FROM dossiers_dossier").fetchall()
        taken = there.execute(
            "SELECT d.code FROM dossiers_event e JOIN dossiers_dossier d ON d.id = e.dossier_id"
            " WHERE e.verb = 'take-over'"
        ).fetchall()
    assert len(rows) == len(dict(rows)) == len({code for _note, code in rows}), "one reception was done twice"
    assert ledger.received.items() <= dict(rows).items(), "an acknowledged reception is lost"
    assert ledger.taken_over <= {code for (code,) in taken}, "an acknowledged act is lost"

    leader.start()  # and it comes back, as a follower
    wait_until(lambda: leader.role() in ("replica", "sync_standby"))


def wait_until(is_so: Any) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < give_up_at, "waited in vain"
        time.sleep(0.3)
