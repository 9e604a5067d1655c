"""How many statements a call costs: at most 8 a read and 15 a write (lessons 47 and 48), however many rows there are.

Counted are statements on tables, those that tell who calls among them; without the two that an Idempotency-Key adds.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Caller, application
from tests.factories import Office, create_version


def statements(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = call()
    assert response.status_code < 300, response.content
    return len([query for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]])


@pytest.fixture
def code(office: Office, lan: Caller) -> str:
    for _ in range(3):
        code: str = lan.post("/dossiers", application(office)).json()["code"]
    create_version(office.department)
    return code


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/dossiers", {}),
        ("/dossiers", {"q": "tran ba", "agency": "so-tu-phap", "status": "received", "due_before": "2018-12-01"}),
        ("/dossiers/{code}", {}),
        ("/dossiers/{code}/events", {}),
        ("/dossiers/{code}/actions", {}),
        ("/dossiers/{code}/receipt.pdf", {}),
        ("/dossiers/{code}/papers", {}),
        ("/dossiers/{code}/papers/receipt.pdf", {}),
        ("/track/{quick_code}", {"token": "{token}"}),
        ("/procedures", {"receivable": "true"}),
        ("/procedures", {"q": "thu tuc"}),
        ("/procedures/{procedure}", {}),
        ("/agencies", {}),
        ("/figures/satisfaction", {}),
        ("/figures/progress", {}),
        ("/figures/adoption", {}),
    ],
)
def test_a_read_costs_at_most_eight(office: Office, lan: Caller, code: str, path: str, query: dict[str, str]):
    shown = lan.get(f"/dossiers/{code}").json()
    values = {
        "code": code,
        "quick_code": shown["quick_code"],
        "procedure": shown["procedure"],
        "token": shown["tracking_url"][-6:],
    }
    asked = {name: value.format(**values) for name, value in query.items()}

    assert statements(lambda: lan.get(path.format(**values), **asked)) <= 8


def test_a_longer_list_costs_no_more(office: Office, lan: Caller, code: str):
    few = statements(lambda: lan.get("/dossiers", limit=1))
    many = statements(lambda: lan.get("/dossiers", limit=200))

    assert few == many


def test_a_write_costs_at_most_fifteen(office: Office, lan: Caller, hai: Caller, sau: Caller):
    code = lan.post("/dossiers", application(office)).json()["code"]
    path, proposal = f"/dossiers/{code}/actions", {"outcome": "granted", "summary": "Đủ."}
    costs = {
        "hand in": statements(lambda: lan.post("/dossiers", application(office))),
        "take over": statements(lambda: hai.post(f"{path}/take-over")),
        "propose": statements(lambda: hai.post(f"{path}/propose", proposal)),
        "send back": statements(lambda: sau.post(f"{path}/send-back", {"reason": "Sửa."})),
        "propose again": statements(lambda: hai.post(f"{path}/propose", proposal)),
        "approve": statements(lambda: sau.post(f"{path}/approve")),
        "return result": statements(lambda: lan.post(f"{path}/return-result")),
    }

    assert costs["hand in"] <= 12 and costs["take over"] <= 9, costs
    assert max(costs.values()) <= 15, costs
