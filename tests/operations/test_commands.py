"""The commands: a database is at hand while they run, whatever runs already."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from motcua import cli
from motcua.law.choices import Choice
from motcua.operations import database
from motcua.operations.demonstration_folder import DemonstrationFolder, State
from tests.factories import Office

ROOT = Path(__file__).parents[2]


@pytest.fixture
def var(monkeypatch):
    """A var folder of its own, and no database in the environment."""
    path = Path(tempfile.mkdtemp(prefix="motcua-var-"))
    path.chmod(0o711)
    before = dict(os.environ)
    monkeypatch.setenv("MOTCUA_VAR", str(path))
    monkeypatch.delenv("MOTCUA_DATABASE_URL")
    yield path
    DemonstrationFolder(path / "demo").cluster.remove()
    shutil.rmtree(path, ignore_errors=True)
    os.environ.clear()
    os.environ.update(before)


def run(*arguments: str) -> subprocess.Popen:
    """Start a motcua command as the launcher does, in a terminal of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "MOTCUA_DATABASE_URL"}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "motcua.cli", *arguments],
        env={**environment, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


SAY_HOW_MANY = "from django.db import connection as c; k = c.cursor(); k.execute('SELECT 41 + 1'); print(k.fetchone())"


def test_a_command_starts_the_database_and_takes_it_away_again(var):
    folder = DemonstrationFolder(var / "demo")

    with database.at_hand() as is_bare:
        assert is_bare
        assert folder.cluster.answers()
        assert os.environ["MOTCUA_DATABASE_URL"] == folder.cluster.url("motcua")

    assert not folder.cluster.answers()


def test_two_commands_at_once_share_the_database_and_the_first_waits_for_the_second(var):
    folder = DemonstrationFolder(var / "demo")
    long_work = f"import time; print('begun', flush=True); time.sleep(1); {SAY_HOW_MANY}"

    with database.at_hand():
        second = run("manage", "shell", "--no-imports", "-c", long_work)
        assert second.stdout.readline() == "begun\n"
    # the first has left; had it not waited, the second's question would have found no server

    said, _ = second.communicate(timeout=20)
    assert said == "(42,)\n"
    assert not folder.cluster.answers()


def test_a_set_address_is_used_and_nothing_is_started(var, monkeypatch):
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "postgresql://province.example/motcua")

    with database.at_hand() as is_bare:
        assert not is_bare

    assert not (var / "demo").exists()


def test_keys_are_drawn_once_and_are_private(var):
    folder = DemonstrationFolder(var / "demo")
    folder.make()

    first = folder.environment(State())
    folder.clear()
    second = DemonstrationFolder(var / "demo").environment(State())

    assert first["MOTCUA_TRACKING_KEY"] == second["MOTCUA_TRACKING_KEY"]
    assert first["MOTCUA_SECRET_KEY"] != first["MOTCUA_TRACKING_KEY"]
    assert (folder.path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_resting_demonstration_is_asked_at_the_time_it_had_come_to(var):
    folder = DemonstrationFolder(var / "demo")
    folder.make()
    folder.write(State(profile="ca-mau-2018", is_loaded=True, reached="2018-10-23T09:30:00+07:00"))

    with database.at_hand():
        assert os.environ["MOTCUA_CLOCK"].startswith("2018-10-23T09:30:00+07:00@")


def test_the_first_word_decides_and_a_wrong_one_is_told(capsys):
    assert cli.main(["nonsense"]) == 2
    assert cli.main([]) == 2
    assert cli.main(["help"]) == 0

    said = capsys.readouterr()
    assert "there is no command 'nonsense'" in said.err
    assert "catalogue" in said.out


def test_counting_a_due_date_loads_neither_django_nor_the_database_driver():
    probe = (
        "import sys; from motcua import cli; sys.argv[0] = 'motcua'; "
        "status = cli.main(['due', '--received', '2026-04-23 09:00', '--limit', '3 working days', '--json']); "
        "print([name for name in ('django', 'psycopg') if name in sys.modules], status)"
    )
    answered = subprocess.run(
        [sys.executable, "-P", "-c", probe],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )

    answer, loaded = answered.stdout.strip().rsplit("\n", 1)
    assert loaded == "[] 0"
    assert json.loads(answer)["due_at"] == "2026-04-29T17:00:00+07:00"


@pytest.mark.django_db
def test_the_start_is_refused_when_a_choice_would_move_old_promises(settings):
    settings.RULE_CHOICES = [Choice("nd61-2018", "apology_lead_days", 2, date(2018, 10, 1), "Công văn")]
    Office().receive()

    with pytest.raises(CommandError, match="từ ngày mai trở đi"):
        call_command("prepare", only_database=True, verbosity=0)
