"""Where provinces are grown: a database server of our own under var/bench, with one database for each size."""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from motcua.lib.clock import VIETNAM
from motcua.operations.demonstration_folder import ROOT, DemonstrationFolder, State
from motcua.operations.postgres import ClusterFailed

PROFILE = "ca-mau-2018"
#: The Monday morning on which every province is looked at: five years after its catalogue began
UNTIL = datetime(2023, 10, 23, 9, 0, tzinfo=VIETNAM)
#: The same everywhere, so that quick codes follow from the seed: nobody holds a receipt of these dossiers
TRACKING_KEY = "of-provinces-that-nobody-lives-in"
_MEMORY = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20  # MB
#: As deploy/postgresql/server.conf sets a server up; the two about the log keep a large load from waiting for it
SERVER = {
    "shared_buffers": f"{min(_MEMORY // 4, 16_384)}MB",
    "effective_cache_size": f"{_MEMORY // 2}MB",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
    "max_wal_size": "16GB",
    "checkpoint_timeout": "30min",
}


@dataclass(frozen=True)
class Grown:
    """What a filled database says of itself, in its comment."""

    dossiers: int
    seed: int
    made_of: str  # a digest of everything that its content depends on


class Ground:
    """The folder and its server. Everything it holds can be grown again."""

    def __init__(self) -> None:
        var = Path(os.environ.get("MOTCUA_VAR", ROOT / "var"))
        self.folder = DemonstrationFolder(var / "bench")
        self.made_of = _made_of()
        self.province = f"province_{self.made_of}"

    @contextmanager
    def open(self) -> Iterator[None]:
        """Start the server, and stop it afterwards. :raises ClusterFailed: another command uses it, or it fails"""
        self.folder.make()
        with self.folder.owned("bench", wait=False) as owner:
            if owner is not None:
                raise ClusterFailed("Another benchmark runs in this folder. Wait for it, or set MOTCUA_VAR.")
            with self.folder.cluster as cluster:
                if self._set_up_server():
                    cluster.stop(within=60)
                    cluster.start()
                yield

    def url(self, database: str) -> str:
        return self.folder.cluster.url(database)

    def environment(self, database: str, *, clock: str = "", port: int = 8000) -> dict[str, str]:
        """Return the variables under which a process of the product belongs to this database."""
        ours = self.folder.environment(State(profile=PROFILE, is_loaded=True, port=port, clock=clock))
        return {**ours, "MOTCUA_DATABASE_URL": self.url(database), "MOTCUA_TRACKING_KEY": TRACKING_KEY}

    def database_of(self, dossiers: int, seed: int) -> str:
        return f"dossiers_{dossiers}_{seed}"

    def grown(self, database: str) -> Grown | None:
        """Return what this database was filled with; None where it is not there, or was not filled to its end."""
        with self._admin() as connection:
            said = connection.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [database]
            ).fetchone()
        return Grown(**json.loads(said[0])) if said and said[0] else None

    def say_grown(self, database: str, grown: Grown) -> None:
        """Let a database say that it is filled to its end."""
        with self._admin() as connection:
            text = json.dumps(asdict(grown))
            connection.execute(
                sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(database), sql.Literal(text))
            )

    def forget_grown(self, database: str) -> None:
        """Let a database no longer pass for what was grown: it is grown anew before anybody relies on it."""
        with self._admin() as connection:
            connection.execute(sql.SQL("COMMENT ON DATABASE {} IS NULL").format(sql.Identifier(database)))

    def server_version(self) -> str:
        with self._admin() as connection:
            return str(connection.info.parameter_status("server_version"))

    def copy_province(self, database: str) -> None:
        """Make a database that holds the province and no dossier, in place of one of the same name."""
        self.folder.cluster.drop_database(database)
        with self._admin() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(database), sql.Identifier(self.province)
                )
            )

    def drop_outdated(self) -> None:
        """Drop what was grown by another version of the program."""
        with self._admin() as connection:
            rows = connection.execute("SELECT datname FROM pg_database WHERE datname ~ '^(province|dossiers)_'")
            names = [name for (name,) in rows.fetchall()]
        for name in names:
            grown = self.grown(name)
            if grown is None or grown.made_of != self.made_of:
                self.folder.cluster.drop_database(name)

    def _admin(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.url("postgres"), autocommit=True)

    def _set_up_server(self) -> bool:
        """Write the server's settings down; tell whether it must start again to take them."""
        with self._admin() as connection:
            rows = connection.execute(
                "SELECT name, setting FROM pg_file_settings WHERE sourcefile LIKE '%%postgresql.auto.conf'"
            )
            if dict(rows.fetchall()) == SERVER:
                return False
            for name, value in SERVER.items():
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        return True


def _made_of() -> str:
    """Return a digest of all that a province depends on: migrations, the demonstration's files, this room."""
    house = ROOT / "src" / "motcua"
    digest = hashlib.sha256()
    for path in [
        *sorted(house.glob("*/migrations/*.py")),
        *sorted((house / "demonstration" / "data").rglob("*.yaml")),
        *sorted((house / "bench" / "growing").glob("*.py")),
    ]:
        digest.update(f"{path.name} ".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
