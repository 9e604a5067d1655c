"""The doctor finds what was broken on purpose, says it in words, and finds nothing in a sound house."""

import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from motcua.jobs.models import Heartbeat
from motcua.operations import doctor
from motcua.operations.doctor import Finding, examine
from motcua.working_time.actions import load_official_calendar
from motcua.working_time.models import Calendar
from tests.factories import vn
from tests.live.listening import database, listening_process

pytestmark = pytest.mark.django_db
NOW = vn("2018-10-22 09:00")
Disk = namedtuple("Disk", "total used free")


@pytest.fixture(autouse=True)
def sound(settings, tmp_path, monkeypatch):
    """A house with nothing wrong: its worker beats, its calendar is there, last night's backup too."""
    settings.VAR, settings.BACKUPS, settings.SCHEDULED_JOBS = tmp_path, str(tmp_path / "kept"), {}
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Disk(100 * 2**30, 40 * 2**30, 60 * 2**30))
    load_official_calendar(at=NOW)
    Heartbeat.objects.create(process="worker", beat_at=datetime.now(UTC))
    keep_backup(tmp_path / "kept", hours=3)


def keep_backup(folder: Path, *, hours: int) -> Path:
    made_at = datetime.now(UTC) - timedelta(hours=hours)
    kept = folder / f"motcua-{made_at:%Y%m%dT%H%M%SZ}"
    kept.mkdir(parents=True)
    proof = '{"rows": {}, "diary": ""}'
    said = f'{{"made_at": "{made_at.isoformat()}", "postgresql": 150018, "proof": {proof}, "files": 0, "sha256": {{}}}}'
    (kept / "manifest.json").write_text(said)
    return kept


def troubles(at: datetime = NOW) -> list[Finding]:
    return [finding for finding in examine(at=at) if finding.mend]


def test_a_sound_house_has_no_trouble():
    assert troubles() == []
    assert len(list(examine(at=NOW))) >= 5


@pytest.mark.parametrize(("free", "is_bad"), [(2, True), (8, False)])
def test_a_disk_that_fills_is_told(monkeypatch, free, is_bad):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Disk(100 * 2**30, 0, free * 2**30))

    [found] = troubles()

    assert f"chỉ còn {free}.0 GB" in found.what
    assert found.is_bad is is_bad


def test_a_worker_that_is_silent_is_told():
    Heartbeat.objects.update(beat_at=datetime.now(UTC) - timedelta(hours=1))

    [found] = troubles()

    assert found.is_bad
    assert "im lặng" in found.what


def test_a_listening_process_that_does_not_answer_is_told(settings):
    settings.LIVE_URL = "http://127.0.0.1:9/nghe/"

    [found] = troubles()

    assert not found.is_bad
    assert "http://127.0.0.1:9/nghe/health" in found.what


def test_a_listening_process_that_answers_is_told(settings, transactional_db):
    with listening_process(database()) as process:
        settings.LIVE_URL = f"http://127.0.0.1:{process.port}/nghe/"

        assert troubles() == []


@pytest.mark.parametrize(
    ("last_year", "at", "is_bad"),
    [(2018, vn("2018-11-02 09:00"), False), (2018, vn("2019-01-02 09:00"), True)],
)
def test_a_calendar_that_ends_is_told_in_time(last_year, at, is_bad):
    Calendar.objects.update(last_year=last_year)

    [found] = troubles(at)

    assert f"đến hết năm {last_year}" in found.what
    assert found.is_bad is is_bad


def test_a_house_without_a_calendar_is_told():
    Calendar.objects.all().delete()

    assert ["Chưa có lịch" in found.what for found in troubles()] == [True]


def test_a_backup_that_was_not_made_is_told(settings, tmp_path):
    shutil.rmtree(settings.BACKUPS)
    assert ["Chưa có bản sao lưu" in found.what for found in troubles()] == [True]

    old = keep_backup(Path(settings.BACKUPS), hours=30)
    assert ["đã 30 giờ" in found.what for found in troubles()] == [True]

    (old / "manifest.json").write_text("{")
    assert ["không đọc được" in found.what for found in troubles()] == [True]

    settings.BACKUPS = ""
    assert [found.is_bad for found in troubles()] == [False]


def test_keys_that_others_may_read_are_told(settings):
    (settings.VAR / "secrets.json").touch(mode=0o644)

    [found] = troubles()

    assert found.mend == f"chmod 600 {settings.VAR / 'secrets.json'}"


def test_a_database_of_another_version_is_told_and_nothing_else_is_asked(monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ratings'")

    [found] = troubles()

    assert found.is_bad
    assert "prepare" in found.mend


def test_a_database_that_does_not_answer_is_told(monkeypatch):
    def silent(_query: str) -> list[tuple[object, ...]]:
        raise DatabaseError("connection refused")

    monkeypatch.setattr(doctor, "_rows", silent)

    [found] = troubles()

    assert found.is_bad
    assert "connection refused" in found.what


def test_the_command_says_it_and_its_status_too(settings):
    out = StringIO()
    call_command("doctor", stdout=out)
    assert "✔" in out.getvalue()
    assert "✘" not in out.getvalue()

    Calendar.objects.all().delete()
    with pytest.raises(SystemExit) as stopped:
        call_command("doctor", stdout=out)
    assert stopped.value.code == 1
    assert "✘ Chưa có lịch" in out.getvalue()
