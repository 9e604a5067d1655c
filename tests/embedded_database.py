"""Gives every test run a PostgreSQL of its own. Loaded before Django (pyproject: `-p tests.embedded_database`).

The first test that needs a database starts the server; pure tests never pay for it. With xdist the server belongs to
the controller, so it starts at once there. MOTCUA_TEST_DATABASE_URL names another server to use instead.
"""

import atexit
import os
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from motcua.operations.postgres import Cluster

FOLDER = "MOTCUA_TEST_FOLDER"  # how the controller tells its workers where the run's own files are
PREFIX = "motcua-tests-"

_cluster: Cluster | None = None


def ensure_running() -> None:
    """Start this run's server, unless another process or another server serves this run."""
    if _cluster is not None and not _cluster.is_alive:
        _cluster.start()
        _cluster.create_database("motcua")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Say where the database will be, before pytest-django reads the settings."""
    global _cluster
    if url := os.environ.get("MOTCUA_TEST_DATABASE_URL"):
        os.environ["MOTCUA_DATABASE_URL"] = url
    elif "PYTEST_XDIST_WORKER" not in os.environ:
        _sweep()
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        folder.chmod(0o711)  # the server's own user must be able to pass
        os.environ[FOLDER] = str(folder)
        _cluster = Cluster(folder, durable=False)
        atexit.register(_cluster.remove)
        os.environ["MOTCUA_DATABASE_URL"] = _cluster.url("motcua")
    return (yield)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    ensure_running()


def _sweep() -> None:
    """Remove what test runs that were killed left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            os.kill(int(folder.name.removeprefix(PREFIX).partition("-")[0]), 0)
        except ProcessLookupError:
            Cluster(folder).remove()
        except (PermissionError, ValueError):  # somebody else's
            continue
