"""Who may call: keys, their end, and a stranger's key tried on every call there is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from motcua.accounts.actions import issue_token
from motcua.accounts.models import ApiToken
from motcua.api.v1 import openapi
from motcua.dossiers.models import Dossier, Event
from motcua.organisations.models import Kind, Role
from tests.api.conftest import Caller, application
from tests.factories import Office, create_agency, create_officer, create_user

#: What needs no key, by the public contract
OPEN = {
    ("GET", "/api/v1/health"), ("POST", "/api/v1/due-dates"), ("GET", "/api/v1/procedures"),
    ("GET", "/api/v1/procedures/{code}"), ("GET", "/api/v1/agencies"), ("GET", "/api/v1/track/{quick_code}"),
    ("POST", "/api/v1/ratings"),
}  # fmt: skip

CALLS = [(method.upper(), path) for path, methods in openapi.document()["paths"].items() for method in methods]


def call(caller: Caller, method: str, path: str, **values: str):
    for name, value in ({"week": "2018-W43"} | values).items():
        path = path.replace(f"{{{name}}}", value)
    path = path.removeprefix("/api/v1")
    bodies = {
        "propose": {"outcome": "granted", "summary": "Đủ."},
        **{
            key: {"reason": "Lý do."}
            for key in (
                "refuse",
                "send-back",
                "withdraw",
                "request-supplement",
                "stop",
                "request-payment",
                "recalculate",
            )
        },
        "confirm-payment": {"proof": "BL 1"},
        "extend": {"reason": "Lý do.", "new_due_on": "2018-10-30"},
        "settle": {"summary": "Xong."},
        "consult": {"agency": "so-tu-phap", "question": "Gì?", "half_days": 2},
        "answer": {"text": "Không."},
    }
    return caller.get(path) if method == "GET" else caller.post(path, bodies.get(path.rpartition("/")[2], {}))


@pytest.mark.parametrize(("method", "path"), [call for call in CALLS if call not in OPEN])
def test_nothing_is_answered_without_a_key(anybody: Caller, method: str, path: str):
    response = call(anybody, method, path, code="x")

    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_a_strangers_key_learns_nothing(office: Office, lan: Caller, method: str, path: str):
    """One call forgotten is one leak: the list of calls is the document's, so a new call is tried by itself."""
    dossier = lan.post("/dossiers", application(office)).json()
    stranger = Caller(create_officer(Role.COUNTER, create_agency(kind=Kind.DISTRICT)))

    about_a_dossier = "/dossiers/{code}" in path
    response = call(stranger, method, path, code=dossier["code"] if about_a_dossier else "x", quick_code="0000000000")

    if about_a_dossier:
        assert response.status_code == 404
    for secret in (dossier["code"], dossier["quick_code"], "Trần Thị Bé Ba", "Bé Ba", "381000123"):
        assert secret not in response.content.decode(errors="replace")
    assert (Dossier.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.parametrize("path", ["", "/events", "/actions", "/receipt.pdf", "/papers", "/supplement.pdf"])
def test_what_is_hidden_answers_like_what_does_not_exist(office: Office, lan: Caller, path: str):
    dossier = lan.post("/dossiers", application(office)).json()
    stranger = Caller(create_officer(Role.LEADER, create_agency()))

    hidden = stranger.get(f"/dossiers/{dossier['code']}{path}")
    missing = stranger.get(f"/dossiers/{dossier['code'][:-1]}9{path}")

    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic bGFuOnB3", "Bearer đ", "wrong"])
def test_what_is_no_key_opens_nothing(office: Office, anybody: Caller, header: str):
    anybody.headers = {"Authorization": header.encode().decode("latin-1")}

    assert anybody.get("/dossiers").status_code == 401
    assert anybody.get("/procedures", receivable="true").status_code == 401


def test_a_key_ends_when_it_expires_is_revoked_or_its_owner_leaves(office: Office, lan: Caller):
    assert lan.get("/dossiers").status_code == 200
    key = ApiToken.objects.get(user=office.lan)

    for change in ({"expires_at": datetime.now(UTC) - timedelta(seconds=1)}, {"revoked_at": datetime.now(UTC)}):
        ApiToken.objects.update(expires_at=None, revoked_at=None)
        assert lan.get("/dossiers").status_code == 200
        ApiToken.objects.filter(pk=key.pk).update(**change)
        assert lan.get("/dossiers").status_code == 401
    ApiToken.objects.update(expires_at=None, revoked_at=None)
    office.lan.is_active = False
    office.lan.save()
    assert lan.get("/dossiers").status_code == 401


def test_a_key_lives_on_the_machines_time_not_on_the_demonstrations(office: Office):
    """The house lives in 2018 here; a key that ends tomorrow has not been issued for eight years to come."""
    caller = Caller(office.lan)
    token = issue_token(user=office.lan, label="tomorrow", expires_at=datetime.now(UTC) + timedelta(days=1))
    caller.headers = {"Authorization": f"bearer {token}"}

    assert caller.get("/dossiers").status_code == 200


def test_a_key_has_the_powers_of_the_day(office: Office, lan: Caller):
    lan.post("/dossiers", application(office))
    office.lan.posts.update(valid_to=date(2018, 10, 22))

    assert lan.get("/dossiers").json()["items"] == []
    assert lan.post("/dossiers", application(office)).status_code == 403


def test_somebody_without_a_post_sees_and_does_nothing(office: Office, lan: Caller):
    code = lan.post("/dossiers", application(office)).json()["code"]
    nobody = Caller(create_user())

    assert nobody.get("/dossiers").json()["items"] == []
    assert nobody.get(f"/dossiers/{code}").status_code == 404
    assert nobody.post("/dossiers", application(office)).status_code == 403
    assert nobody.get("/procedures", receivable="true").status_code == 403


def test_guessing_keys_is_slowed_down_but_locks_nobody_out(office: Office, lan: Caller, anybody: Caller):
    anybody.headers = {"Authorization": "Bearer mc_guess"}
    answers = [anybody.get("/dossiers") for _ in range(31)]

    assert {answer.status_code for answer in answers[:30]} == {401}
    assert answers[30].status_code == 429
    assert 1 <= int(answers[30]["Retry-After"]) <= 60
    assert lan.get("/dossiers").status_code == 200


def test_a_signed_in_browser_is_nobody_here(office: Office, anybody: Caller):
    anybody.client.force_login(office.lan, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert anybody.get("/dossiers").status_code == 401
    assert anybody.post("/dossiers", application(office)).status_code == 401
