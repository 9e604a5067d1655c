"""Gives every test run a PostgreSQL of its own. Loaded before Django (pyproject: `-p tests.embedded_database`).

The first test that needs a database starts the server; pure tests never pay for it. With xdist the server belongs to
the controller, so it starts at once there. Test databases are copies of one that has been migrated, and that one is
kept between runs, until a migration or a lock changes. MOTCUA_TEST_DATABASE_URL names another server to use instead.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from motcua.operations.postgres import Cluster

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "var" / "tests"
TEMPLATE = "motcua_template"
PREFIX = "motcua-tests-"

_cluster: Cluster | None = None


def ensure_running() -> None:
    """Start this run's server, with a migrated database to copy, unless another process or server serves this run."""
    if _cluster is not None and not _cluster.is_alive:
        kept = _kept_data()
        subprocess.run(["cp", "-a", kept, _cluster.folder / "data"], check=True)  # as the server's user left it
        _cluster.start()


def is_ours() -> bool:
    """Tell whether this run's server is an embedded one, which has the template."""
    return "MOTCUA_TEST_DATABASE_URL" not in os.environ


def _kept_data() -> Path:
    """Return the data folder of a stopped cluster that holds the template, made now if need be."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"cluster-{_what_it_depends_on()}"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one run migrates, the others wait for it
        if not kept.exists():
            for old in KEPT.glob("cluster-*"):
                shutil.rmtree(old)
            _make(kept)
    return kept


def _make(kept: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    folder.chmod(0o711)
    maker = Cluster(folder, durable=False)
    try:
        maker.start()
        for name in ("motcua", TEMPLATE):
            maker.create_database(name)
        address = {"MOTCUA_DATABASE_URL": maker.url(TEMPLATE), "DJANGO_SETTINGS_MODULE": "motcua.settings"}
        subprocess.run(
            [sys.executable, "-P", "-W", "ignore", "-m", "django", "migrate", "--verbosity=0"],
            env={**os.environ, **address, "PYTHONPATH": str(ROOT / "src")},
            check=True,
        )
        maker.stop()
        half = kept.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        subprocess.run(["cp", "-a", folder / "data", half], check=True)
        half.rename(kept)
    finally:
        maker.remove()


def _what_it_depends_on() -> str:
    """Return a digest of all that a migrated database depends on."""
    sources = [*sorted((ROOT / "src" / "motcua").glob("*/migrations/*.py")), *sorted(ROOT.glob("*.lock"))]
    digest = hashlib.sha256(str(os.geteuid()).encode())
    for path in [*sources, ROOT / "src" / "motcua" / "operations" / "postgres.py"]:
        digest.update(f"{path.name} ".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


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
