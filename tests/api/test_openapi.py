"""The OpenAPI document, and the same as a page for people. That it is valid: test_fuzz.py."""

import json
import re
from collections.abc import Iterator

import pydantic
from django.test import Client
from django.utils import translation

from motcua.api.v1 import answers, figure_answers, inputs, openapi, problems, procedure_answers
from motcua.api.v1.types import DIARY_VERBS, VERBS
from motcua.dossiers.lifecycle import Status, Verb
from tests.api.conftest import Caller


def operations() -> Iterator[tuple[str, str, dict]]:
    for path, methods in openapi.document()["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def test_it_is_served_and_says_3_1(db, anybody: Caller):
    served = anybody.client.get("/api/v1/openapi.json")

    assert served["Content-Type"] == "application/json"
    assert served.json() == openapi.document()
    assert served.json()["openapi"] == "3.1.0"


def test_every_call_of_the_public_contract_is_there():
    paths = {(method.upper(), path) for method, path, _operation in operations()}
    contract = """
        GET /health | POST /due-dates | GET /procedures | GET /procedures/{code} | POST /dossiers | GET /dossiers
        GET /dossiers/{code} | GET /dossiers/{code}/events | GET /dossiers/{code}/actions | POST /ratings
        GET /dossiers/{code}/receipt.pdf | GET /track/{quick_code} | GET /figures/satisfaction | GET /figures/progress
        GET /figures/adoption | GET /reviews/{week}
        GET /dossiers/{code}/papers | GET /dossiers/{code}/supplement.pdf | GET /dossiers/{code}/refusal.pdf
        GET /dossiers/{code}/apology.pdf | GET /dossiers/{code}/stop.pdf | GET /dossiers/{code}/control-sheet.pdf
    """
    wanted = {tuple(call.split()) for call in re.split(r"[|\n]", contract) if call.strip()}
    wanted |= {("POST", f"/dossiers/{{code}}/actions/{verb}") for verb in VERBS}

    assert {(method, f"/api/v1{path}") for method, path in wanted} <= paths


def test_the_verbs_and_statuses_are_those_of_the_law():
    assert set(DIARY_VERBS) == {verb.value for verb in Verb}
    status = openapi.document()["components"]["schemas"]["DossierRow"]["properties"]["status"]
    assert set(status["enum"]) == {status.value for status in Status}


def test_every_call_has_a_name_of_its_own_and_words_for_people():
    names = [operation["operationId"] for _method, _path, operation in operations()]
    assert len(names) == len(set(names))
    for _method, path, operation in operations():
        assert operation["summary"], path
        for parameter in operation["parameters"]:
            assert parameter["in"] == "path" or parameter["description"], f"{path} {parameter['name']}"


def test_every_error_is_a_problem_of_a_known_status():
    known = {kind.status for kind in problems.KINDS}
    for _method, path, operation in operations():
        errors = {int(status): answer for status, answer in operation["responses"].items() if int(status) >= 400}
        assert 500 in errors, path
        for status, answer in errors.items():
            assert status in known
            assert list(answer["content"]) == [problems.MEDIA_TYPE], f"{path} {status}"
            assert answer["description"].strip()


def test_no_two_shapes_share_a_name():
    """The document keys shapes by name: of two of the same name it would show one for both."""
    models = [
        model
        for module in (answers, figure_answers, inputs, procedure_answers)
        for model in vars(module).values()
        if isinstance(model, type) and issubclass(model, pydantic.BaseModel) and model.__module__ == module.__name__
    ]
    names = [model.__name__ for model in models]
    assert sorted(names) == sorted(set(names))


def test_every_shape_that_goes_in_refuses_what_it_does_not_know():
    document = openapi.document()
    for _method, path, operation in operations():
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        if body:
            text = json.dumps(body)
            name = re.search(r"schemas/(\w+)", text)
            assert name, path
            assert document["components"]["schemas"][name[1]]["additionalProperties"] is False


def test_the_order_is_that_of_the_code_and_does_not_change():
    with translation.override("vi"):
        openapi._document.cache_clear()
        first = json.dumps(openapi.document())
        openapi._document.cache_clear()
        assert json.dumps(openapi.document()) == first


def test_the_page_for_people_shows_every_call_and_takes_nothing_from_elsewhere(db, client: Client):
    response = client.get("/api/v1/docs")
    page = response.content.decode()

    for method, path, operation in operations():
        assert f'id="{operation["operationId"]}"' in page
        assert path in page, method
    assert "style=" not in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_the_root_leads_to_the_page_for_people(db, client: Client):
    assert client.get("/api/v1/")["Location"] == "/api/v1/docs"
