"""Every error is a problem+json that says what happened and how to mend it, whoever found it."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from motcua.api.v1 import problems
from tests.api.conftest import Caller, application
from tests.factories import Office


def kind(response) -> str:
    return response.json()["type"].partition("#")[2]


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 100_000, b'{"procedure": NaN}', b"procedure=1", b"\x00"])
def test_what_is_no_json_is_unreadable(office: Office, lan: Caller, body: bytes):
    response = lan.post("/dossiers", body)

    assert (response.status_code, kind(response)) == (400, "unreadable")


@pytest.mark.parametrize("body", [b"[]", b"1", b"null", b'"x"', b""])
def test_json_of_another_shape_is_input(office: Office, lan: Caller, body: bytes):
    response = lan.post("/dossiers", body)

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == ""


def test_half_a_letter_is_refused_before_the_database_sees_it(office: Office, lan: Caller):
    body = b'{"procedure": "\\ud800", "channel": "counter", "applicant": {"name": "\\udfff"}}'

    assert lan.post("/dossiers", body).status_code == 422


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_does_not_say_that_it_is_json_is_not_read(office: Office, lan: Caller, media_type: str):
    response = lan.client.post("/api/v1/dossiers", b'{"procedure": "1"}', content_type=media_type, headers=lan.headers)
    assert (response.status_code, kind(response)) == (415, "not-json")


def test_a_body_of_more_than_two_megabytes_is_too_large(office: Office, lan: Caller):
    response = lan.post("/dossiers", application(office, note="x" * (2 * 1024 * 1024)))

    assert (response.status_code, kind(response)) == (413, "too-large")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_another_method_is_a_problem_that_names_the_right_ones(lan: Caller, method: str):
    response = getattr(lan.client, method)("/api/v1/dossiers", headers=lan.headers)

    assert (response.status_code, response["Content-Type"]) == (405, problems.MEDIA_TYPE)
    assert {name.strip() for name in response["Allow"].split(",")} == {"GET", "POST"}


@pytest.mark.parametrize("path", ["/nothing", "/dossiers/", "/dossiers/x/actions/fly", "/../../etc/passwd"])
def test_an_unknown_address_is_a_problem_too(lan: Caller, path: str):
    response = lan.client.get(f"/api/v1{path}", headers=lan.headers)

    assert (response.status_code, kind(response)) == (404, "not-found")


def test_a_crash_tells_nothing_of_the_inside(
    office: Office, lan: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def crash(*_args: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("motcua.api.v1.dossiers.queries.dossiers_visible_to", crash)
    response = lan.client.get("/api/v1/dossiers", headers=lan.headers)

    assert (response.status_code, kind(response), response["Content-Type"]) == (500, "broken", problems.MEDIA_TYPE)
    assert "secret" not in response.content.decode()
    assert "Internal Server Error: /api/v1/dossiers" in caplog.text


def test_a_database_that_is_gone_says_when_to_call_again(office: Office, lan: Caller):
    def gone(*_statement: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(gone):
        response = lan.client.get("/api/v1/dossiers", headers=lan.headers)

    assert (response.status_code, kind(response), response["Retry-After"]) == (503, "away", "30")


def test_a_host_that_is_not_ours_is_a_problem_too():
    response = Client(headers={"Host": "evil.example"}).get("/api/v1/health")

    assert (response.status_code, response["Content-Type"]) == (400, problems.MEDIA_TYPE)


def test_problems_are_vietnamese_unless_the_caller_asks_otherwise(anybody: Caller):
    assert anybody.get("/dossiers")["Content-Language"] == "vi"
    for wanted, spoken in [("en", "en"), ("en-GB,vi;q=0.5", "en"), ("fr,vi;q=0.5", "vi"), ("fr", "vi"), ("*", "vi")]:
        anybody.headers = {"Accept-Language": wanted}
        response = anybody.get("/dossiers")
        assert response["Content-Language"] == spoken
        assert "Accept-Language" in response["Vary"]


def test_no_cache_keeps_an_answer(office: Office, lan: Caller):
    assert lan.get("/dossiers")["Cache-Control"] == "no-store"


def test_every_type_leads_to_a_line_on_the_page_for_people(db, client: Client):
    page = client.get("/api/v1/docs").content.decode()

    for each in problems.KINDS:
        assert f'id="{each.slug}"' in page
        assert each.type.startswith("http")


def test_pages_of_other_surfaces_keep_their_own_errors(db, client: Client):
    assert client.get("/khong-co/")["Content-Type"].startswith("text/html")


def test_whoever_asks_only_for_the_head_gets_it_without_a_body(office: Office, lan: Caller):
    whole = lan.get("/dossiers")
    head = lan.client.head("/api/v1/dossiers", headers=lan.headers)

    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", whole["Content-Length"])
    assert lan.client.head("/api/v1/nothing").status_code == 404


def test_the_language_chosen_on_our_pages_is_that_of_the_page_on_the_api(db, client: Client):
    client.cookies["ngon_ngu"] = "vi"

    assert client.get("/api/v1/docs", headers={"Accept-Language": "en"})["Content-Language"] == "vi"
