"""Reports read a real hot standby where it follows closely, and where everything is written otherwise."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from motcua.lib.clock import setting_for
from motcua.operations.postgres import Cluster, _Programs
from tests.factories import MONDAY_9AM

ROOT = Path(__file__).parents[2]
RECEIVED = """
INSERT INTO reporting_dailyfigure (day, unit_id, agency_id, version_id, channel, received, {others})
SELECT '2018-10-05', a.id, a.id, v.id, %s, %s, {noughts}
FROM (SELECT min(id) AS id FROM organisations_agency) a, (SELECT min(id) AS id FROM catalogue_procedureversion) v
"""
#: Answers each line it is told: a number is the longest lag allowed, anything else asks for the page
PROGRAM = """
import re, sys
import django
django.setup()
from django.test import Client
from motcua.lib import clock, replica
from motcua.organisations.models import Role
from motcua.organisations.queries import posts_on
browser = Client(HTTP_HOST="127.0.0.1")
browser.force_login(posts_on(clock.now().date()).filter(role=Role.CENTRE)[0].user)
for line in sys.stdin:
    if line.strip().isdigit():
        replica.LONGEST_LAG = int(line)
        continue
    page = browser.get("/lam-viec/giam-sat/so-lieu/?tu=2018-10-01&den=2018-10-31").content.decode()
    total = re.search(r'<tr role="row" class="all">.*?</tr>', page, re.DOTALL)
    numbers = re.findall(r">(\\d+)<", total[0]) if total else ["0"]
    print(max(map(int, numbers)), flush=True)
"""


@pytest.fixture
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="motcua-replica-"))
    folder.chmod(0o711)  # the server's user must be able to pass
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def primary(place: Path) -> Iterator[Cluster]:
    """A province without dossiers, in a server that lets itself be followed."""
    cluster = Cluster(place / "primary", durable=False)
    try:
        cluster.start()
        cluster.create_database("motcua")
        with (cluster._data_folder(_Programs.find()) / "pg_hba.conf").open("a") as hba:
            hba.write("local replication all peer map=motcua\n")
        with psycopg.connect(cluster.url("postgres")) as there:
            there.execute("SELECT pg_reload_conf()")
        (place / "var").mkdir()
        prepare = ["prepare", "--only-database", "--load=ca-mau-2018", "--without-dossiers", "--verbosity=0"]
        subprocess.run([*django(), *prepare], env=environment(cluster, place), check=True, capture_output=True)
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture
def copy(primary: Cluster, place: Path) -> Iterator[Cluster]:
    """A hot standby of it."""
    programs = _Programs.find()
    follower = Cluster(place / "copy", durable=False)
    programs.make_private(data := follower._data_folder(programs))
    data.rmdir()
    programs.make_private(data)
    command = [str(programs.folder / "pg_basebackup"), f"--dbname={primary.url('postgres')}", "--checkpoint=fast"]
    subprocess.run(
        [*command, "--write-recovery-conf", f"--pgdata={data}"], check=True, capture_output=True, **programs.identity()
    )
    try:
        follower.start()
        yield follower
    finally:
        follower.remove()


def test_reports_read_the_copy_while_it_follows_closely(primary: Cluster, copy: Cluster, place: Path):
    there = environment(primary, place) | {"MOTCUA_REPLICA_URL": copy.url("motcua")}
    with subprocess.Popen(
        [sys.executable, "-P", "-c", PROGRAM], env=there, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdin is not None and program.stdout is not None

        def tell(line: str) -> None:
            program.stdin.write(f"{line}\n")
            program.stdin.flush()

        def ask() -> int:
            tell("ask")
            return int(program.stdout.readline())

        assert ask() == 0
        receive(primary, "online", 7)
        wait_until_followed(primary, copy)
        assert ask() == 7

        with psycopg.connect(copy.url("postgres"), autocommit=True) as follower:
            follower.execute("SELECT pg_wal_replay_pause()")
            while follower.execute("SELECT pg_get_wal_replay_pause_state()").fetchone() != ("paused",):
                time.sleep(0.1)
            receive(primary, "counter", 5)
            wait_until_followed(primary, copy, so_far="receive")
            tell("600")
            assert ask() == 7, "the copy was not read"
            tell("0")
            assert ask() == 12, "a copy that is too far behind was read"
            tell("600")
            assert ask() == 7

        copy.stop(within=0)
        assert ask() == 12, "nobody answers while the copy is down"


def test_the_doctor_says_whether_reports_read_the_copy(primary: Cluster, copy: Cluster, place: Path):
    there = environment(primary, place) | {"MOTCUA_REPLICA_URL": copy.url("motcua")}
    receive(primary, "online", 7)
    wait_until_followed(primary, copy)
    assert "✔ Báo cáo đọc từ bản sao cơ sở dữ liệu." in examined(there)

    copy.stop(within=0)

    assert "! Bản sao cơ sở dữ liệu không trả lời hoặc chậm quá 10 giây" in examined(there)


def examined(there: dict[str, str]) -> str:
    return subprocess.run(
        [*django(), "doctor"], env={**there, "LANG": "C.UTF-8"}, capture_output=True, text=True, check=False
    ).stdout


def receive(primary: Cluster, channel: str, number: int) -> None:
    with psycopg.connect(primary.url("motcua")) as there:
        said = there.execute("SELECT * FROM reporting_dailyfigure LIMIT 0").description or []
        named = ("id", "day", "unit_id", "agency_id", "version_id", "channel", "received")
        others = [column.name for column in said if column.name not in named]
        noughts = ", ".join("0" for _ in others)
        there.execute(RECEIVED.format(others=", ".join(others), noughts=noughts), [channel, number])  # type: ignore[arg-type]


def wait_until_followed(primary: Cluster, copy: Cluster, *, so_far: str = "replay") -> None:
    """Wait until the copy shows what was written, or has at least received it."""
    give_up_at = time.monotonic() + 30
    with psycopg.connect(primary.url("postgres")) as there, psycopg.connect(copy.url("postgres")) as follower:
        row = there.execute("SELECT pg_current_wal_insert_lsn()").fetchone()  # written a bit later
        while follower.execute(f"SELECT pg_last_wal_{so_far}_lsn() >= %s::pg_lsn", row).fetchone() != (True,):
            assert time.monotonic() < give_up_at, "the copy does not follow"
            time.sleep(0.1)


def django() -> list[str]:
    return [sys.executable, "-P", "-m", "django"]


def environment(cluster: Cluster, place: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "motcua.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "MOTCUA_DATABASE_URL": cluster.url("motcua"),
        "MOTCUA_VAR": str(place / "var"),
        "MOTCUA_CLOCK": setting_for(MONDAY_9AM, at_epoch=time.time()),
    }
