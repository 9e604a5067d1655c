"""The supervisor: what dies is started again, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from motcua.operations import supervisor
from motcua.operations.postgres import ClusterFailed
from motcua.operations.supervisor import Service, Supervisor
from tests.operations.test_postgres import is_running, until

SRC = Path(supervisor.__file__).parents[2]
SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
]
PARENT = [
    sys.executable,
    "-c",
    "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    "print(child.pid, flush=True); time.sleep(60)",
]


class SteadyCluster:
    """A database that runs, or that has died and starts, or that does not."""

    name = "database"

    def __init__(self):
        self.is_alive, self.starts, self.problem = True, 0, None

    def start(self):
        self.starts += 1
        if self.problem:
            raise self.problem
        self.is_alive = True


@pytest.fixture
def said():
    return []


@pytest.fixture
def keep(tmp_path, said, monkeypatch):
    """Supervise these commands; whatever happens, none outlives the test."""
    monkeypatch.setattr(supervisor, "SHORTEST_PAUSE", 0.05)
    started = []

    def _keep(*commands, cluster=None):
        services = [
            Service(f"service {n}", command, environment={}, log=tmp_path / f"{n}.log")
            for n, command in enumerate(commands)
        ]
        started.extend(services)
        watcher = Supervisor(cluster or SteadyCluster(), services, say=said.append)
        watcher.start()
        assert until(lambda: all(service.log.read_text() for service in services))
        return watcher, services

    yield _keep
    for service in started:
        service.kill()


def look_until(watcher, condition):
    def looked():
        watcher.look()
        return condition()

    return until(looked)


def test_a_service_that_dies_is_started_again(keep, said):
    watcher, [service] = keep(SLEEP)
    first = service.pid

    os.kill(first, signal.SIGKILL)

    assert look_until(watcher, lambda: service.is_alive and service.pid != first)
    assert said == ["service 0 stopped; starting it again in 0.05 s."]


def test_the_children_of_a_leader_that_died_are_ended_before_it_starts_again(keep):
    watcher, [service] = keep(PARENT)
    child = int(service.log.read_text())

    os.kill(service.pid, signal.SIGKILL)

    assert look_until(watcher, lambda: len(service.log.read_text().split()) == 2)
    assert not is_running(child)


def test_a_service_that_goes_on_dying_is_started_more_and_more_rarely(keep, said):
    watcher, _services = keep([sys.executable, "-c", "print('dead', flush=True)"])

    assert look_until(watcher, lambda: len(said) == 3)
    assert [line.split()[-2] for line in said] == ["0.05", "0.1", "0.2"]


def test_the_database_is_started_again_too(keep):
    cluster = SteadyCluster()
    watcher, _services = keep(SLEEP, cluster=cluster)

    cluster.is_alive = False

    assert look_until(watcher, lambda: cluster.starts == 1)


def test_a_database_that_cannot_be_started_is_told_and_tried_again(keep, said):
    cluster = SteadyCluster()
    watcher, _services = keep(SLEEP, cluster=cluster)

    cluster.is_alive, cluster.problem = False, ClusterFailed("the disk is full")

    assert look_until(watcher, lambda: cluster.starts == 2)
    assert "database cannot be started: the disk is full" in said


def test_stopping_ends_the_polite_and_the_deaf_and_their_children(keep, monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_WITHIN", 0.5)
    watcher, services = keep(SLEEP, DEAF, PARENT)
    child = int(services[2].log.read_text())
    began = time.monotonic()

    watcher.stop()

    assert not any(service.is_alive for service in services)
    assert until(lambda: not is_running(child))
    assert time.monotonic() - began < 5


def test_when_the_supervisor_is_killed_hard_its_services_end(tmp_path):
    program = textwrap.dedent(f"""
        import sys, time
        sys.path.insert(0, {str(SRC)!r})
        from pathlib import Path
        from motcua.operations.supervisor import Service
        service = Service("sleeper", {SLEEP!r}, environment={{}}, log=Path({str(tmp_path / "log")!r}))
        service.start()
        print(service.pid, flush=True)
        time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as starter:
        pid = int(starter.stdout.readline())
        starter.kill()

    assert until(lambda: not is_running(pid))
