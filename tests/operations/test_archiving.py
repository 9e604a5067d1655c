"""Continuous archiving, with a real server: what was archived comes back after the data folder is gone."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from motcua.operations import backup
from motcua.operations.backup import Proof
from motcua.operations.postgres import Cluster, _Programs
from tests.factories import Office
from tests.operations.test_backup import KEYS, url

pytestmark = pytest.mark.django_db(transaction=True)
ARCHIVING = Path(__file__).parents[2] / "deploy" / "postgresql" / "archiving.conf"


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the server's user may write to."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-archiving-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def programs() -> _Programs:
    return _Programs.find()


@pytest.fixture
def archiving(place: Path, programs: _Programs) -> Iterator[Cluster]:
    """A server with the settings of deploy/, its archive in a folder beside it."""
    archive = place / "wal"
    programs.make_private(archive)
    cluster = Cluster(place / "server")
    try:
        cluster.start()
        cluster.create_database("motcua")
        cluster.stop()
        data = cluster._data_folder(programs)
        with (data / "postgresql.conf").open("a") as conf:
            conf.write(ARCHIVING.read_text().replace("/srv/wal", str(archive)))
        with (data / "pg_hba.conf").open("a") as hba:
            hba.write("local replication all peer map=motcua\n")
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


def base_backup(cluster: Cluster, programs: _Programs, into: Path) -> None:
    programs.make_private(into)
    command = [str(programs.folder / "pg_basebackup"), f"--dbname={cluster.url('postgres')}", "--checkpoint=fast"]
    subprocess.run([*command, f"--pgdata={into}"], check=True, capture_output=True, **programs.identity())


def wait_for_the_archive(there: psycopg.Connection[Any]) -> None:
    """Switch to a new segment and wait until the old one is kept."""
    segment = there.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
    give_up_at = time.monotonic() + 30
    while time.monotonic() < give_up_at:
        archived = there.execute("SELECT last_archived_wal, last_failed_wal FROM pg_stat_archiver").fetchone()
        assert archived is not None
        assert segment is not None
        if archived[0] is not None and archived[0] >= segment[0]:
            return
        time.sleep(0.1)
    raise AssertionError(f"{segment} was not archived: {archived}")


def test_what_was_archived_survives_the_loss_of_the_data_folder(archiving, programs, place, tmp_path):
    office = Office()
    office.decided()
    kept = backup.make(url(), into=tmp_path, var=tmp_path, keys=KEYS, tell=print)
    backup.load(kept, archiving.url("motcua"), backup.Manifest.read(kept), tell=print)
    base_backup(archiving, programs, place / "base")
    with psycopg.connect(archiving.url("motcua"), autocommit=True) as there:
        before = Proof.of(there)
        for number in range(100):  # each acknowledged on its own, after the base backup
            there.execute("UPDATE dossiers_dossier SET diary_length = diary_length + 1")
            there.execute(
                "INSERT INTO working_time_keptchoice (rules, parameter, since, value, note, kept_at)"
                " VALUES ('nd61-2018', %s, '2018-10-22', '1', '', now())",
                [f"p{number}"],
            )
        written = Proof.of(there)
        wait_for_the_archive(there)
    archiving.stop(within=0)  # SIGQUIT: no farewell
    data = archiving._data_folder(programs)

    shutil.rmtree(data)
    shutil.copytree(place / "base", data, symlinks=True)
    with (data / "postgresql.auto.conf").open("a") as conf:
        conf.write(f"restore_command = 'cp {place / 'wal'}/%f %p'\n")
    (data / "recovery.signal").touch()
    for path in (data, *data.rglob("*")):
        os.chown(path, programs.uid, programs.gid, follow_symlinks=False)
    archiving.start()

    with psycopg.connect(archiving.url("motcua")) as there:
        assert Proof.of(there) == written
    assert written.differences(before) == [
        "working_time_keptchoice: 100 rows, not 0",
        "the diary is another one",
    ]
