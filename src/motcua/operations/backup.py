"""Backup and restore: the database, the files beside it and the keys, proved equal by the diary. No Django here.

A backup is one folder, mode 700: `database/` (pg_dump's directory format), `files.tar`, `keys.json`, and
`manifest.json`, written last, without which it is none. The dump and the proof read one snapshot, so they see the same
moment; files are copied after it and are only ever added, so no row lacks its file.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from motcua.operations.postgres import programs_folder

Tell = Callable[[str], object]

#: What a house keeps beside its database, as it lies in MOTCUA_VAR
FILES = ("files", "signing", "state.json", "secrets.json", "accounts.json")
KEYS = ("MOTCUA_SECRET_KEY", "MOTCUA_TRACKING_KEY")
DRILL = "motcua_drill"
#: The diary as a whole: the head of every dossier's chain, and every seal
_HEADS = "SELECT id, diary_length, diary_head FROM dossiers_dossier ORDER BY id"
_SEALS = "SELECT number, hash, leaves FROM dossiers_seal ORDER BY number"


class BackupFailed(Exception):
    """A backup could not be made or restored; the message says why in one line. Nothing was half done."""


@dataclass(frozen=True)
class Proof:
    """What two databases have in common that hold the same: how many rows in each table, and the diary's digest."""

    rows: Mapping[str, int]
    diary: str

    @classmethod
    def of(cls, connection: psycopg.Connection[Any]) -> Self:
        """Read it in the connection's own snapshot. :raises BackupFailed: this is no database of the house"""
        names = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        if "dossiers_seal" not in names:
            raise BackupFailed("this database is not Motcua's, or it is empty")
        rows = {name: _count(connection, name) for name in sorted(names)}
        digest = hashlib.sha256()
        for question in (_HEADS, _SEALS):
            with connection.cursor().copy(f"COPY ({question}) TO STDOUT (FORMAT binary)") as stream:
                for chunk in stream:
                    digest.update(chunk)
        return cls(rows, digest.hexdigest())

    def differences(self, other: "Proof") -> list[str]:
        """Return in words what is not the same; nothing when all is."""
        tables = sorted(set(self.rows) | set(other.rows))
        found = [
            f"{table}: {self.rows.get(table)} rows, not {other.rows.get(table)}"
            for table in tables
            if self.rows.get(table) != other.rows.get(table)
        ]
        return found + (["the diary is another one"] if self.diary != other.diary else [])


@dataclass(frozen=True)
class Manifest:
    """What stands in manifest.json: when, of what, and the checksums of every file of the backup."""

    made_at: str
    postgresql: int
    proof: Proof
    files: int
    sha256: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path, *, with_sums: bool = True) -> Self:
        """:raises BackupFailed: there is no backup in this folder, or, `with_sums`, a file of it is damaged"""
        try:
            said = json.loads((folder / "manifest.json").read_text())
            manifest = cls(**said | {"proof": Proof(**said["proof"])})
        except (OSError, ValueError, TypeError, KeyError) as problem:
            raise BackupFailed(f"{folder} holds no finished backup ({type(problem).__name__})") from problem
        for name, digest in manifest.sha256.items() if with_sums else ():
            file = folder / name
            if not file.is_file() or _sha256(file) != digest:
                raise BackupFailed(f"{name} of this backup is missing or damaged: take another one")
        return manifest


def make(url: str, *, into: Path, var: Path, keys: Mapping[str, str], tell: Tell) -> Path:
    """Back everything up into a new folder under `into`; return it.

    :raises BackupFailed: the folder cannot be written or the database cannot be read; nothing is left behind
    """
    name = f"motcua-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    target, making = into / name, into / f"{name}.making"
    try:
        making.mkdir(parents=True, mode=0o700)
    except OSError as problem:
        raise BackupFailed(f"{into} cannot be written: {problem.strerror}") from problem
    try:
        with closing(_connect(url)) as connection:
            connection.isolation_level, connection.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
            snapshot = _one(connection, "SELECT pg_export_snapshot()")
            tell("Dumping the database …")
            dump = ["--format=directory", "--jobs=2", "--compress=gzip:1", f"--snapshot={snapshot}"]
            _run("pg_dump", url, *dump, f"--file={making / 'database'}")
            tell("Counting what it holds …")
            proof = Proof.of(connection)
            version = connection.info.server_version
        tell("Copying the files …")
        files = _pack(var, making / "files.tar")
        _write_private(making / "keys.json", {name: keys[name] for name in KEYS if keys.get(name)})
        sums = {str(f.relative_to(making)): _sha256(f) for f in sorted(making.rglob("*")) if f.is_file()}
        manifest = Manifest(datetime.now(UTC).isoformat(), version, proof, files, sums)
        _write_private(making / "manifest.json", asdict(manifest))
        making.rename(target)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return target


def restore(backup: Path, url: str, *, var: Path, keys: Mapping[str, str], tell: Tell) -> Manifest:
    """Put a backup into an empty database and its files into `var`; return what was put back, proved equal.

    :raises BackupFailed: the backup is damaged, the database is not empty, the keys are others, or what came out is
        not what went in
    """
    manifest = Manifest.read(backup)
    kept = json.loads((backup / "keys.json").read_text())
    tracking = "MOTCUA_TRACKING_KEY"
    if keys.get(tracking, kept.get(tracking)) != kept.get(tracking):
        raise BackupFailed(f"{tracking} is not the one of this backup: receipts already printed would stop working")
    load(backup, url, manifest, tell=tell)
    tell("Counting values, so that the first pages are fast …")
    with closing(_connect(url)) as connection:
        connection.autocommit = True
        connection.execute("ANALYZE")
    tell("Putting the files back …")
    with tarfile.open(backup / "files.tar") as tar:
        tar.extractall(var, filter="data")
    return manifest


def drill(backup: Path, url: str, *, tell: Tell) -> Manifest:
    """Restore a backup on the side, prove it equal, and take it away again; the house goes on meanwhile.

    :param url: the house's database; the drill makes one of its own beside it, on the same server
    """
    manifest = Manifest.read(backup)
    with closing(_connect(url)) as connection:
        connection.autocommit = True
        _drop(connection, DRILL)
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(DRILL)))
        try:
            load(backup, make_conninfo(url, dbname=DRILL), manifest, tell=tell)
        finally:
            _drop(connection, DRILL)
    return manifest


def load(backup: Path, url: str, manifest: Manifest, *, tell: Tell) -> None:
    """Fill an empty database from a backup and compare. :raises BackupFailed: not empty, or not equal"""
    with closing(_connect(url)) as connection:
        if _one(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"):
            raise BackupFailed("the database is not empty: restore into a new one, so that nothing is lost")
    tell("Restoring the database …")
    _run("pg_restore", url, "--jobs=2", "--no-owner", "--exit-on-error", str(backup / "database"))
    tell("Comparing …")
    with closing(_connect(url)) as connection:
        found = manifest.proof.differences(Proof.of(connection))
    if found:
        raise BackupFailed("what was restored is not what was backed up: " + "; ".join(found))


def _count(connection: psycopg.Connection[Any], table: str) -> int:
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
    return int(connection.execute(query).fetchall()[0][0])


def _one(connection: psycopg.Connection[Any], query: str) -> Any:
    return connection.execute(query).fetchall()[0][0]


def _connect(url: str) -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(url, connect_timeout=10)
    except psycopg.OperationalError as problem:
        raise BackupFailed(f"the database does not answer: {str(problem).splitlines()[0]}") from problem


def _drop(connection: psycopg.Connection[Any], name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(program: str, url: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on this database; the password stays out of the list of processes."""
    known: dict[str, Any] = dict(conninfo_to_dict(url))
    password = known.pop("password", None)
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    command = [str(programs_folder() / program), f"--dbname={make_conninfo(**known)}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise BackupFailed(f"{program}: {said[-1]}")


def _pack(var: Path, target: Path) -> int:
    """Write what lies beside the database into one archive; return how many files."""
    count = 0

    def counted(member: tarfile.TarInfo) -> tarfile.TarInfo:
        nonlocal count
        count += member.isfile()
        return member

    with target.open("xb") as file, tarfile.open(fileobj=file, mode="w") as tar:
        for name in FILES:
            if (var / name).exists():
                tar.add(var / name, arcname=name, filter=counted)
    return count


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_private(file: Path, content: object) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        json.dump(content, stream, indent=1)
