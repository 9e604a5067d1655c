"""A backup comes back whole, says so by the diary's head, and refuses what would lose something."""

import json
import os
import stat
import subprocess
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from motcua.operations import backup, backup_command
from motcua.operations.backup import BackupFailed, Manifest, Proof
from tests.factories import Office, vn

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = {"MOTCUA_SECRET_KEY": "s", "MOTCUA_TRACKING_KEY": "t", "PATH": "never kept"}
SIDE = "motcua_restored"


def url(name: str = "") -> str:
    there = connection.settings_dict
    dbname = name or str(there["NAME"])
    return make_conninfo(
        host=there["HOST"], port=there["PORT"], user=there["USER"], password=there["PASSWORD"], dbname=dbname
    )


@pytest.fixture
def var(tmp_path: Path) -> Path:
    kept = tmp_path / "var"
    (kept / "files" / "2018").mkdir(parents=True)
    (kept / "files" / "2018" / "don.pdf").write_bytes(b"%PDF")
    (kept / "static").mkdir()
    (kept / "static" / "not-kept.css").touch()
    return kept


@pytest.fixture
def made(tmp_path: Path, var: Path) -> Path:
    office = Office()
    dossier = office.decided()
    office.return_result(dossier, at=vn("2018-10-25 09:00"))
    office.receive()
    return backup.make(url(), into=tmp_path / "kept", var=var, keys=KEYS, tell=print)


@pytest.fixture
def side():
    """A new, empty database on the same server."""
    name = f"{SIDE}_{os.getpid()}"
    with psycopg.connect(url(), autocommit=True) as here:
        here.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        here.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield url(name)
        here.execute(f"DROP DATABASE {name} WITH (FORCE)")


def proof(address: str) -> Proof:
    with psycopg.connect(address) as there:
        return Proof.of(there)


def test_what_was_kept_comes_back_equal(made, side, tmp_path):
    elsewhere = tmp_path / "elsewhere"

    manifest = backup.restore(made, side, var=elsewhere, keys=KEYS, tell=print)

    assert proof(side) == proof(url()) == manifest.proof
    assert manifest.proof.rows["dossiers_dossier"] == 2
    assert (elsewhere / "files" / "2018" / "don.pdf").read_bytes() == b"%PDF"
    assert not (elsewhere / "static").exists()
    with psycopg.connect(side) as there, pytest.raises(psycopg.errors.IntegrityError, match="append-only"):
        there.execute("UPDATE dossiers_event SET verb = 'withdraw'")  # what guards the diary came back too


def test_the_database_knows_its_tables_when_the_first_page_is_asked_for(made, side, tmp_path):
    backup.restore(made, side, var=tmp_path / "elsewhere", keys=KEYS, tell=print)

    with psycopg.connect(side) as there:
        said = there.execute("SELECT reltuples FROM pg_class WHERE relname = 'dossiers_dossier'").fetchone()
    assert said == (2,)


def test_nobody_else_reads_it_and_the_keys_are_in_it(made):
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert stat.S_IMODE((made / "keys.json").stat().st_mode) == 0o600
    assert json.loads((made / "keys.json").read_text()) == {"MOTCUA_SECRET_KEY": "s", "MOTCUA_TRACKING_KEY": "t"}


def test_the_drill_leaves_nothing_behind(made):
    backup.drill(made, url(), tell=print)

    with psycopg.connect(url()) as here:
        assert here.execute("SELECT 1 FROM pg_database WHERE datname = %s", [backup.DRILL]).fetchone() is None


def test_a_full_house_is_never_overwritten(made, var):
    before = proof(url())

    with pytest.raises(BackupFailed, match="not empty"):
        backup.restore(made, url(), var=var, keys=KEYS, tell=print)

    assert proof(url()) == before


def test_other_keys_are_refused_before_anything_is_written(made, side, tmp_path):
    with pytest.raises(BackupFailed, match="MOTCUA_TRACKING_KEY"):
        backup.restore(made, side, var=tmp_path / "x", keys={"MOTCUA_TRACKING_KEY": "another"}, tell=print)

    with psycopg.connect(side) as there:
        assert there.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


@pytest.mark.parametrize("damage", ["changed", "missing", "no manifest"])
def test_a_damaged_backup_is_refused(made, side, tmp_path, damage):
    if damage == "changed":
        with (made / "files.tar").open("r+b") as file:
            file.write(b"\0\0\0\0")
    elif damage == "missing":
        next((made / "database").iterdir()).unlink()
    else:
        (made / "manifest.json").unlink()

    with pytest.raises(BackupFailed, match=r"damaged|no finished backup"):
        backup.restore(made, side, var=tmp_path / "x", keys=KEYS, tell=print)


def test_a_diary_that_differs_is_told(made, side):
    manifest = Manifest.read(made)
    backup.load(made, side, manifest, tell=print)
    with psycopg.connect(side) as there:
        there.execute("UPDATE dossiers_dossier SET diary_length = diary_length + 1")
        found = manifest.proof.differences(Proof.of(there))
        there.rollback()

    assert found == ["the diary is another one"]
    assert manifest.proof.differences(proof(side)) == []


def test_what_cannot_be_made_leaves_nothing(tmp_path, var, monkeypatch):
    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_pack", full)
    with pytest.raises(OSError, match="No space left"):
        backup.make(url(), into=tmp_path / "kept", var=var, keys=KEYS, tell=print)

    assert list((tmp_path / "kept").iterdir()) == []


def test_a_database_that_is_not_the_houses_is_refused(side, tmp_path, var):
    with pytest.raises(BackupFailed, match="not Motcua's"):
        backup.make(side, into=tmp_path / "kept", var=var, keys=KEYS, tell=print)

    assert list((tmp_path / "kept").iterdir()) == []


def test_the_password_is_not_in_the_list_of_processes(monkeypatch):
    seen: list[tuple[list[str], dict[str, str]]] = []

    def run(command: list[str], *, env: dict[str, str], **_more: object) -> subprocess.CompletedProcess[str]:
        seen.append((command, env))
        return subprocess.CompletedProcess(command, 1, "", "no such host")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(backup, "programs_folder", lambda: Path("/usr/bin"))
    with pytest.raises(BackupFailed, match="pg_dump: no such host"):
        backup._run("pg_dump", "postgresql://motcua:secret@db/motcua")

    [(command, environment)] = seen
    assert "secret" not in " ".join(command)
    assert environment["PGPASSWORD"] == "secret"


def test_whatever_goes_wrong_is_one_line_for_the_operator(monkeypatch, tmp_path, capsys):
    def full(*_arguments: object, **_options: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("MOTCUA_DATABASE_URL", url())
    monkeypatch.setattr(backup, "make", full)

    assert backup_command.back_up([str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.err == "motcua: [Errno 28] No space left on device\n"
