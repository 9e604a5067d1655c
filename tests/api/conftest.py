"""An office on a Monday at nine, keys for its people, and a caller that holds every answer to the OpenAPI document."""

import json
import re
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from motcua.accounts.actions import issue_token
from motcua.accounts.models import User
from motcua.api.v1 import openapi
from motcua.jobs.actions import beat
from motcua.lib import clock
from tests.factories import MONDAY_9AM, Office


@pytest.fixture(autouse=True)
def _monday_at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_CLOCK", clock.setting_for(MONDAY_9AM, at_epoch=time.time()))


@pytest.fixture
def office(db: None) -> Office:
    return Office()


class Caller:
    """Somebody who calls the API, with a key or without. Every answer must be one that the document promises."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {issue_token(user=user, label='test')}"} if user else {}

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self._checked("GET", path, self.client.get(f"/api/v1{path}", query, headers=self.headers))

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """Send a body as JSON; keyword headers as If_Match="3"."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        response = self.client.post(
            f"/api/v1{path}", content, content_type="application/json", headers=self.headers | named
        )
        return self._checked("POST", path, response)

    def _checked(self, method: str, path: str, response: HttpResponse) -> HttpResponse:
        assert response.status_code != 500, response.content
        operation = operation_at(method, path)
        if operation is not None:
            promised = operation["responses"].get(str(response.status_code))
            assert promised, f"{method} {path} answered {response.status_code}: {response.content.decode()}"
            kind = response["Content-Type"].partition(";")[0]
            assert kind in promised["content"], f"{method} {path} answered {response.status_code} as {kind}"
        if response.status_code >= 400:
            problem = response.json()
            assert response["Content-Type"] == "application/problem+json"
            assert problem["status"] == response.status_code
            assert problem["title"] and problem["detail"] and problem["type"].startswith("http")
        return response


def operation_at(method: str, path: str) -> dict[str, Any] | None:
    """Return the documented call that serves this address; literal addresses come before patterns, as in Django."""
    document = openapi.document()
    for pattern, methods in sorted(document["paths"].items(), key=lambda item: "{" in item[0]):
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), f"/api/v1{path}") and method.lower() in methods:
            return methods[method.lower()]
    return None


@pytest.fixture
def lan(office: Office) -> Caller:
    """The counter officer of the Centre."""
    return Caller(office.lan)


@pytest.fixture
def hai(office: Office) -> Caller:
    """The specialist of the department."""
    return Caller(office.hai)


@pytest.fixture
def sau(office: Office) -> Caller:
    """The leader of the department."""
    return Caller(office.sau)


@pytest.fixture
def anybody(db: None) -> Caller:
    """Somebody without a key."""
    return Caller()


@pytest.fixture
def all_is_well(db: None, settings: Any) -> None:
    """A worker that has just reported, and no scheduled job that could be late."""
    settings.SCHEDULED_JOBS = {}
    beat(process="worker", real_at=datetime.now(UTC))


def application(office: Office, **more: Any) -> dict[str, Any]:
    """Return the body of a complete application at the counter."""
    return {
        "procedure": office.version.procedure.code,
        "channel": "counter",
        "result_channel": "counter",
        "applicant": {"kind": "person", "name": "Trần Thị Bé Ba", "id_number": "381000123", "phone": "0900000427"},
        "components": [{"code": "P1"}, {"name": "giấy tờ tùy thân", "originals": 0, "copies": 1}],
    } | more
