"""GET /track: what ten digits tell anybody, what the receipt's token adds, and what stops those who guess."""

import pytest

from motcua.dossiers import quick_codes
from motcua.lib import damm
from tests.api.conftest import Caller, application
from tests.factories import Office


@pytest.fixture
def dossier(office: Office, lan: Caller) -> dict:
    return lan.post("/dossiers", application(office)).json()


def token_of(dossier: dict) -> str:
    return dossier["tracking_url"].rpartition("/")[2]


def test_ten_digits_tell_where_it_is_and_nothing_personal(office: Office, dossier: dict, anybody: Caller):
    response = anybody.get(f"/track/{dossier['quick_code']}")

    tracked = response.json()
    assert (tracked["status"], tracked["national_status"], tracked["due_at"]) == ("received", 2, dossier["due_at"])
    assert (tracked["procedure_name"], tracked["holder_name"]) == (office.version.name, "Sở Tư pháp")
    assert [step["state"] for step in tracked["steps"]] == ["done", "current", "future", "future"]
    assert (tracked["applicant_name"], tracked["history"]) == (None, None)
    for personal in ("Trần", "Bé Ba", "381000123", "0900000427", "Lê Mỹ Lan"):
        assert personal not in response.content.decode()


def test_the_token_of_the_receipt_adds_a_masked_name_and_the_history(dossier: dict, hai: Caller, anybody: Caller):
    hai.post(f"/dossiers/{dossier['code']}/actions/take-over")

    response = anybody.get(f"/track/{dossier['quick_code']}", token=token_of(dossier).lower())

    assert response.json()["applicant_name"] == "Trần T. B. B."
    assert [line["text"] for line in response.json()["history"]] == ["Tiếp nhận", "Nhận xử lý"]
    for personal in ("Bé Ba", "381000123", "0900000427", "Lê Mỹ Lan", "Phạm Quốc Hải"):
        assert personal not in response.content.decode()


def test_a_code_is_read_as_it_was_typed(dossier: dict, anybody: Caller):
    code = dossier["quick_code"]

    assert anybody.get(f"/track/{code[:4]} {code[4:8]}.{code[8:]}").status_code == 200


def test_a_slip_of_the_finger_and_an_unknown_code_are_told_apart(dossier: dict, anybody: Caller):
    code = dossier["quick_code"]
    slip = code[:-1] + str((int(code[-1]) + 1) % 10)
    body = f"{(int(code[:9]) + 1) % 10**9:09d}"
    unknown = body + damm.check_digit(body)

    mistyped, missing, short = (anybody.get(f"/track/{typed}") for typed in (slip, unknown, code[:-1]))

    assert (mistyped.status_code, missing.status_code, short.status_code) == (422, 404, 422)
    assert len({answer.json()["detail"] for answer in (mistyped, missing, short)}) == 3


def test_a_wrong_token_opens_nothing(dossier: dict, anybody: Caller):
    response = anybody.get(f"/track/{dossier['quick_code']}", token="AAAAAA")

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "token"
    assert "Trần" not in response.content.decode()


def test_a_submitted_dossier_can_be_tracked_before_it_has_a_code(office: Office, lan: Caller, anybody: Caller):
    submitted = lan.post("/dossiers", application(office, channel="online")).json()

    tracked = anybody.get(f"/track/{submitted['quick_code']}").json()
    assert (tracked["code"], tracked["status"], tracked["due_at"], tracked["steps"]) == (None, "submitted", None, [])


def test_whoever_tries_codes_one_after_the_other_is_stopped(dossier: dict, anybody: Caller):
    unknown = []
    for serial in range(21):
        code = quick_codes.compose(year=2031, serial=serial, key="another key")
        unknown.append(anybody.get(f"/track/{code}"))

    assert [answer.status_code for answer in unknown] == [404] * 20 + [429]
    assert 1 <= int(unknown[-1]["Retry-After"]) <= 600
    assert anybody.get(f"/track/{dossier['quick_code']}").status_code == 429


def test_looking_again_and_again_at_ones_own_dossier_is_no_guessing(dossier: dict, anybody: Caller):
    assert {anybody.get(f"/track/{dossier['quick_code']}").status_code for _ in range(25)} == {200}


def test_whoever_guesses_the_token_of_one_dossier_is_stopped(
    dossier: dict, anybody: Caller, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("motcua.api.v1.tracking.WRONG_TOKENS", {"limit": 3, "seconds": 86400})
    guesses = [anybody.get(f"/track/{dossier['quick_code']}", token=f"AAAAA{n}").status_code for n in range(4)]

    assert guesses == [422, 422, 422, 429]
    assert anybody.get(f"/track/{dossier['quick_code']}", token=token_of(dossier)).status_code == 429
    assert anybody.get(f"/track/{dossier['quick_code']}").status_code == 200
