"""The embedded PostgreSQL: it starts, keeps what it acknowledged, and leaves nothing behind."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from pathlib import Path

import psycopg
import pytest

from motcua.operations import postgres
from motcua.operations.postgres import Cluster, ClusterFailed

SRC = Path(postgres.__file__).parents[2]


def a_folder() -> Path:
    """Return a folder that the server's own user may pass, unlike pytest's."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-cluster-"))
    folder.chmod(0o711)
    return folder


@pytest.fixture(scope="module")
def one_cluster():
    cluster = Cluster(a_folder())
    yield cluster
    cluster.remove()


@pytest.fixture
def cluster(one_cluster):
    """The module's cluster, running; a test that hurts it must heal it."""
    one_cluster.start()
    one_cluster.create_database("diary")
    return one_cluster


def is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def until(condition, *, within: float = 15.0) -> bool:
    give_up_at = time.monotonic() + within
    while not condition():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.02)
    return True


def test_a_database_is_created_once_and_speaks_vietnamese(cluster):
    assert cluster.create_database("diary") is False

    with psycopg.connect(cluster.url("diary")) as connection:
        raised = connection.execute("SELECT upper('đường ấp ượ'), current_setting('server_encoding')").fetchone()
    assert raised == ("ĐƯỜNG ẤP ƯỢ", "UTF8")


def test_a_durable_cluster_checks_its_pages_and_waits_for_the_disk(cluster):
    with psycopg.connect(cluster.url("diary")) as connection:
        for name in ("data_checksums", "fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute(f"SHOW {name}").fetchone() == ("on",)


def test_the_server_has_no_network_port_and_only_its_owner_reaches_its_socket(cluster):
    found = cluster.sockets.stat()

    with psycopg.connect(cluster.url("diary")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert stat.S_IMODE(found.st_mode) == 0o700
    assert len(bytes(cluster.sockets / ".s.PGSQL.5432")) < 107


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to become another user")
def test_another_system_user_is_refused_even_with_the_socket_in_reach(cluster):
    cluster.sockets.chmod(0o755)
    tried = subprocess.run(
        [postgres._Programs.find().folder / "psql", cluster.url("diary"), "-c", "SELECT 1"],
        user="nobody",
        group="nogroup",
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    cluster.sockets.chmod(0o700)

    assert tried.returncode != 0
    assert "authentication failed" in tried.stderr or "ermission denied" in tried.stderr


def test_a_socket_folder_of_somebody_else_is_not_used(cluster):
    cluster.stop()
    cluster.sockets.mkdir()
    cluster.sockets.chmod(0o777)

    with pytest.raises(ClusterFailed, match="belongs to somebody else"):
        cluster.start()
    cluster.sockets.rmdir()


def test_killing_the_server_under_a_writer_loses_no_acknowledged_row(cluster):
    with psycopg.connect(cluster.url("diary"), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS line (n int PRIMARY KEY)")
    acknowledged = []

    def write():
        try:
            with psycopg.connect(cluster.url("diary"), autocommit=True) as connection:
                for n in range(1_000_000):
                    connection.execute("INSERT INTO line VALUES (%s)", [n])
                    acknowledged.append(n)
        except psycopg.OperationalError:
            pass  # the server is gone, which is what happens here

    writer = threading.Thread(target=write)
    writer.start()
    assert until(lambda: len(acknowledged) > 200)
    os.kill(cluster.pid, signal.SIGKILL)
    writer.join(timeout=20)
    assert until(lambda: not cluster.is_alive)

    cluster.start()

    with psycopg.connect(cluster.url("diary")) as connection:
        found = {n for (n,) in connection.execute("SELECT n FROM line")}
    assert not set(acknowledged) - found


def test_the_lock_of_a_dead_server_whose_number_another_program_has_is_removed(cluster):
    data = cluster.folder / "data"
    cluster.stop()
    identity = postgres._Programs.find().identity()
    with subprocess.Popen(["sleep", "60"], **identity) as another:
        (data / "postmaster.pid").write_text(f"{another.pid}\n{data}\n1\n5432\n{cluster.sockets}\n\n\n")

        cluster.start(within=10)

        assert cluster.is_alive
        another.kill()


def test_a_server_that_does_not_start_is_told_in_one_line(cluster):
    cluster.stop()
    settings = cluster.folder / "data" / "postgresql.conf"
    sound = settings.read_text()
    settings.write_text("there is = no such setting\n")

    with pytest.raises(ClusterFailed, match="PostgreSQL did not start: ") as failure:
        cluster.start(within=10)
    settings.write_text(sound)

    assert "\n" not in str(failure.value)


def test_data_of_another_version_are_told_in_one_line(cluster):
    cluster.stop()
    version = cluster.folder / "data" / "PG_VERSION"
    sound = version.read_text()
    version.write_text("9\n")

    with pytest.raises(ClusterFailed, match="was made by PostgreSQL 9, and here is"):
        cluster.start()
    version.write_text(sound)


def test_a_data_folder_that_was_made_half_is_made_again():
    folder = a_folder()
    (folder / "data").mkdir()
    (folder / "data" / "PG_VERSION").write_text("18\n")

    with Cluster(folder, durable=False) as cluster:
        assert cluster.answers()
    cluster.remove()


def test_stopping_ends_open_transactions_and_takes_the_socket_away(cluster):
    pid = cluster.pid
    connection = psycopg.connect(cluster.url("diary"))
    connection.execute("SELECT 1")  # a transaction is open now

    cluster.stop()

    assert not is_running(pid)
    assert not cluster.sockets.exists()
    connection.close()


def test_the_server_dies_with_the_program_that_started_it_even_when_that_is_killed_hard():
    folder = a_folder()
    program = textwrap.dedent(f"""
        import sys, time
        sys.path.insert(0, {str(SRC)!r})
        from pathlib import Path
        from motcua.operations.postgres import Cluster
        cluster = Cluster(Path({str(folder)!r}), durable=False)
        cluster.start()
        print(cluster.pid, flush=True)
        time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as starter:
        pid = int(starter.stdout.readline())
        starter.kill()

    assert until(lambda: not is_running(pid))
    Cluster(folder).remove()
