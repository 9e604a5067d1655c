"""The figures for Prometheus: read by who has the token, true, and without a word about anybody."""

from datetime import UTC, datetime

import pytest
from prometheus_client.parser import text_string_to_metric_families

from motcua.jobs.models import Heartbeat, ScheduledRun
from tests.factories import MONDAY_9AM, Office, vn

pytestmark = pytest.mark.django_db
TOKEN = "t" * 32


@pytest.fixture(autouse=True)
def token(settings, monkeypatch):
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr("motcua.lib.clock.now", lambda: vn("2018-10-26 09:00"))


def ask(client, said: str = f"Bearer {TOKEN}"):
    return client.get("/metrics", headers={"Authorization": said})


def figures(client) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(ask(client).content.decode())
    return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}"])
def test_without_the_token_there_is_no_such_page(client, said):
    assert ask(client, said).status_code == 404


def test_without_the_setting_there_is_no_such_page(client, settings):
    settings.METRICS_TOKEN = ""

    assert ask(client, "Bearer ").status_code == 404


def test_the_figures_are_those_of_the_house(client, django_assert_max_num_queries):
    office = Office()  # three working days from Monday: overdue on Friday
    office.receive(at=MONDAY_9AM)
    office.take_over(office.receive(at=MONDAY_9AM), at=vn("2018-10-22 10:00"))
    office.decided()
    Heartbeat.objects.create(process="worker", beat_at=datetime(2026, 1, 1, tzinfo=UTC))
    at = vn("2018-10-22 06:30")
    ScheduledRun.objects.create(job="weekly_review", due_at=at, started_at=at, finished_at=at, failed=True)

    with django_assert_max_num_queries(8):
        found = figures(client)

    assert found["motcua_dossiers_open", "received"] == 1
    assert found["motcua_dossiers_open", "in_progress"] == 1
    assert found["motcua_dossiers_overdue",] == 2
    assert found["motcua_followups_pending", "seal"] > 0
    assert found["motcua_heartbeat_seconds", "worker"] == datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    assert found["motcua_job_failed", "weekly_review"] == 1
    assert found["motcua_database_bytes",] > 0


def test_nobody_is_named(client):
    dossier = Office().receive()

    page = ask(client).content.decode()

    assert dossier.applicant.name not in page
    assert str(dossier.code) not in page
