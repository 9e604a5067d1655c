"""The folder of the demonstration, var/demo: its database, its keys, its clock. No Django here."""

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from motcua.lib.clock import VIETNAM, setting_for
from motcua.operations.postgres import Cluster

ROOT = Path(__file__).resolve().parents[3]
DATABASE = "motcua"
FIRST_MORNING = {"ca-mau-2018": "2018-10-22T07:00", "ca-mau-2025": "real"}
REAL = "real"
#: For glibc, which otherwise keeps an arena for each thread and gives little back: a web server holds a seventh less so
MEMORY = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072"}


@dataclass
class State:
    """What a later start and the other commands must know. Written to state.json."""

    profile: str = ""
    is_loaded: bool = False  # false while a province is being loaded: half of one is thrown away
    port: int = 8000
    live_port: int = 0  # where pages listen while the demonstration runs; 0 when it does not
    clock: str = ""  # the value of MOTCUA_CLOCK while the demonstration runs; empty for real time
    reached: str = ""  # the demonstration's time has not come further than this


class DemonstrationFolder:
    """Everything one demonstration keeps. `path` may be moved while it does not run."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or Path(os.environ.get("MOTCUA_VAR", ROOT / "var")) / "demo"
        self.cluster = Cluster(self.path / "database")

    def read(self) -> State:
        """Return what the last start left, or a new state."""
        try:
            return State(**json.loads((self.path / "state.json").read_text()))
        except FileNotFoundError:
            return State()

    def write(self, state: State) -> None:
        self._write_private("state.json", asdict(state))

    def make(self) -> None:
        """Create the folder and what the web server expects in it."""
        (self.path / "mail").mkdir(parents=True, exist_ok=True)
        (self.path / "static").mkdir(exist_ok=True)  # settings look whether it is there

    def clear(self) -> None:
        """Delete the data, but not the keys: codes on receipts already printed must stay true."""
        self.cluster.remove()
        for name in ("state.json", "accounts.json"):
            (self.path / name).unlink(missing_ok=True)
        for name in ("mail", "files"):
            shutil.rmtree(self.path / name, ignore_errors=True)
        self.make()

    def environment(self, state: State) -> dict[str, str]:
        """Return the variables of settings.py under which a process belongs to this demonstration."""
        return {
            "MOTCUA_DATABASE_URL": self.cluster.url(DATABASE),
            "MOTCUA_VAR": str(self.path),
            "MOTCUA_CLOCK": state.clock,
            "MOTCUA_PUBLIC_URL": f"http://127.0.0.1:{state.port}",
            "MOTCUA_EMAIL_URL": f"file://{self.path / 'mail'}",
            "MOTCUA_SIGNING": "soft",
            # no proxy here makes two origins one
            "MOTCUA_LIVE_URL": f"http://127.0.0.1:{state.live_port}/nghe/" if state.live_port else "",
            **MEMORY,
            **self._secrets(),
        }

    def _secrets(self) -> dict[str, str]:
        """Return the keys of this installation, drawn once."""
        try:
            return dict(json.loads((self.path / "secrets.json").read_text()))
        except FileNotFoundError:
            keys = {name: secrets.token_urlsafe(48) for name in ("MOTCUA_SECRET_KEY", "MOTCUA_TRACKING_KEY")}
            self._write_private("secrets.json", keys)
            return keys

    def _write_private(self, name: str, content: object) -> None:
        """Replace a file at once, readable by its owner alone."""
        new = self.path / f"{name}.new"
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(content, file, indent=1)
        new.replace(self.path / name)

    @contextmanager
    def owned(self, by: str, *, wait: bool) -> Iterator[str | None]:
        """Own the cluster: only the owner starts and stops it. Yield None, or who owns it already.

        The lock is the kernel's, so it ends with its process, however that ends.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "owner").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                lock.seek(0)
                yield lock.read().strip() or "command"
                return
            lock.truncate(0)
            lock.write(by)
            lock.flush()
            yield None

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Say that a command uses the database, so that the command that started it waits before it stops it."""
        with (self.path / "users").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            yield

    @contextmanager
    def unused(self) -> Iterator[None]:
        """Wait until no command uses the database, and keep it so."""
        with (self.path / "users").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def clock_setting(wanted: str | None, state: State) -> str:
    """Return MOTCUA_CLOCK for a start now: what was asked for, else where this demonstration had come to.

    :raises ValueError: when `wanted` is no moment
    """
    start = wanted or state.reached or FIRST_MORNING[state.profile]
    if start == REAL:
        return ""
    moment = datetime.fromisoformat(start)
    return setting_for(moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM), at_epoch=time.time())
