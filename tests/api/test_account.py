"""Whose time a dossier's time was, for programs: exact sums, waits charged to nobody, and only for who may see it."""

from motcua.dossiers import actions
from tests.api.conftest import Caller, application
from tests.factories import MONDAY_9AM, Office, acting, create_agency, create_officer, vn


def waiting(office: Office) -> str:
    dossier = office.take_over(office.receive(at=vn("2018-10-18 09:00")), at=vn("2018-10-18 10:00"))
    by, at = acting(office.hai), vn("2018-10-19 09:00")
    dossier = actions.request_supplement(dossier=dossier, reason="Thiếu.", by=by, at=at)
    assert dossier.code
    return dossier.code


def test_every_minute_is_charged_once(office: Office):
    account = Caller(office.hai).get(f"/dossiers/{waiting(office)}/account").json()

    assert [(c["minutes"], c["officer"], c["waits_for"]) for c in account["charges"]] == [
        (60, "", ""),
        (420, "Phạm Quốc Hải", ""),
        (480, "", "applicant"),
    ]
    assert account["charges"][0]["agency_name"] == "Sở Tư pháp"
    assert (account["office"], account["waited"], account["total"]) == (480, 480, 960)
    assert [event["kind"] for event in account["events"]] == ["started", "stopped"]
    assert all(event["article"] for event in account["events"])
    assert account["charges"][-1]["end"].startswith(f"{MONDAY_9AM:%Y-%m-%dT%H:%M}")


def test_before_the_reception_the_account_is_empty(office: Office):
    caller = Caller(office.lan)
    code = caller.post("/dossiers", application(office, channel="online")).json()["quick_code"]

    account = caller.get(f"/dossiers/{code}/account").json()

    assert (account["charges"], account["total"]) == ([], 0)


def test_a_stranger_is_told_that_there_is_no_such_dossier(office: Office):
    stranger = Caller(create_officer("specialist", create_agency("so-y-te")))

    assert stranger.get(f"/dossiers/{waiting(office)}/account").status_code == 404
