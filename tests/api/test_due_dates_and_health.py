"""POST /due-dates answers as `motcua due --json`; GET /health says what is wrong."""

import json
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import OperationalError

from motcua.dossiers.models import PendingFollowUp
from motcua.jobs.actions import beat
from motcua.notifications.actions import Draft, write
from motcua.notifications.messages import Text
from motcua.notifications.models import Letter
from motcua.working_time import due_command
from motcua.working_time.actions import open_calendar
from motcua.working_time.calendar import Session
from tests.api.conftest import Caller
from tests.factories import MONDAY_9AM, Office

THURSDAY = "2018-12-27T09:00:00+07:00"


@pytest.mark.parametrize(
    ("question", "options"),
    [
        ({"limit": "3 working days"}, []),
        ({"limit": "15 days + 8 working days"}, []),
        ({"limit": "0.5 working day", "method": "hours"}, ["--method", "hours"]),
        ({"limit": "2 months", "rules": "nd61-2018"}, ["--rules", "nd61-2018"]),
        (
            {"limit": "3 working days", "stopped": [["2018-12-28 09:00", "2019-01-03T10:00:00+07:00"]]},
            ["--stopped", "2018-12-28 09:00/2019-01-03 10:00"],
        ),
    ],
)
def test_the_answer_is_that_of_the_command(
    office: Office, anybody: Caller, capsys: pytest.CaptureFixture[str], question, options
):
    answer = anybody.post("/due-dates", {"received_at": THURSDAY} | question).json()

    due_command.main(["--received", THURSDAY, "--limit", question["limit"], "--json", *options])
    assert answer == json.loads(capsys.readouterr().out)


def test_a_time_without_zone_is_vietnams(anybody: Caller):
    answers = [
        anybody.post("/due-dates", {"received_at": received, "limit": "3 working days"}).json()["due_at"]
        for received in ("2026-04-23 09:00", "2026-04-23T09:00:00+07:00", "2026-04-23T02:00:00Z")
    ]
    assert answers == ["2026-04-29T17:00:00+07:00"] * 3


def test_an_agency_is_counted_by_its_own_calendar(office: Office, anybody: Caller):
    every_day = {weekday: [Session(time(7), time(11)), Session(time(13), time(17))] for weekday in range(7)}
    office.department.calendar = open_calendar(name="Không nghỉ cuối tuần", weekly=every_day)
    office.department.save()

    question = {"received_at": "2018-10-25 09:00", "limit": "3 working days"}
    assert anybody.post("/due-dates", question).json()["due_at"] == "2018-10-30T17:00:00+07:00"
    own = anybody.post("/due-dates", question | {"agency": "so-tu-phap"}).json()
    assert own["due_at"] == "2018-10-28T17:00:00+07:00"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"limit": "3 giờ"}, "limit"),
        ({"limit": ""}, "limit"),
        ({"limit": "3 blue moons"}, "limit"),
        ({"rules": "nd1-1900"}, "rules"),
        ({"received_at": "2018-01-02 09:00"}, "received_at"),
        ({"received_at": "2030-01-02 09:00"}, "received_at"),
        ({"received_at": "9999-01-02 09:00"}, "received_at"),
        ({"received_at": 1540170000}, "received_at"),
        ({"method": "guess"}, "method"),
        ({"agency": "khong-co"}, "agency"),
        ({"stopped": [["2018-12-28 09:00"]]}, "stopped[0][1]"),
        ({"stopped": [["2018-12-29 09:00", "2018-12-28 09:00"]]}, "stopped"),
        ({"due_at": "2018-12-29"}, "due_at"),
    ],
)
def test_a_question_without_an_answer_says_what_to_mend(db, anybody: Caller, change, field: str):
    response = anybody.post("/due-dates", {"received_at": THURSDAY, "limit": "3 working days"} | change)

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field
    assert len(response.json()["errors"][0]["message"]) > 15


def test_all_is_well(all_is_well: None, anybody: Caller):
    response = anybody.get("/health")

    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert response.json()["time"].startswith("2018-10-22T09:00")


def test_a_silent_worker_is_reported(all_is_well: None, anybody: Caller):
    beat(process="worker", real_at=datetime.now(UTC) - timedelta(minutes=5))

    response = anybody.get("/health")

    assert response.status_code == 503
    assert response.json()["errors"][0]["field"] == "background"


def test_a_follower_that_fails_again_and_again_is_reported(office: Office, all_is_well: None, anybody: Caller):
    office.receive(at=MONDAY_9AM)
    assert anybody.get("/health").status_code == 200
    PendingFollowUp.objects.filter(follower="seal").update(attempts=5)

    response = anybody.get("/health")
    assert (response.status_code, response.json()["errors"][0]["field"]) == (503, "followers")


def test_letters_that_do_not_get_out_are_reported(office: Office, all_is_well: None, anybody: Caller):
    text = Text("Đã nhận hồ sơ", "Mời xem.")
    write(drafts=[Draft("beba@example.vn", text, occasion="1", unit=office.centre, at=MONDAY_9AM)])
    assert anybody.get("/health").json()["email"] == "ok"
    Letter.objects.update(attempts=3)

    response = anybody.get("/health")

    assert (response.status_code, response.json()["errors"][0]["field"]) == (503, "email")
    assert "beba" not in response.content.decode()


def test_a_database_that_is_away_is_reported_without_a_word_of_where_it_is(
    db, anybody: Caller, monkeypatch: pytest.MonkeyPatch
):
    def away(**_moments: object) -> list[str]:
        raise OperationalError("connection to server on socket /var/lib/secret failed")

    monkeypatch.setattr("motcua.jobs.queries.what_is_wrong", away)
    response = anybody.get("/health")

    assert (response.status_code, response.json()["errors"][0]["field"]) == (503, "database")
    assert "secret" not in response.content.decode()
