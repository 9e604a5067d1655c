"""Schemathesis sends what the OpenAPI document allows, and what it forbids; every answer must be one it promises."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from motcua.api.v1 import openapi
from motcua.wsgi import application as wsgi
from tests.api.conftest import Caller, application
from tests.factories import Office

OPERATIONS = [(method.upper(), path) for path, methods in openapi.document()["paths"].items() for method in methods]


@cache
def schema() -> BaseSchema:
    loaded = schemathesis.openapi.from_dict(openapi.document())
    loaded.app = wsgi
    return loaded


@contextmanager
def one_connection() -> Iterator[None]:
    """Keep the test's transaction open between calls, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_call_answers_as_the_document_says(
    office: Office, lan: Caller, all_is_well: None, method: str, path: str
):
    known = lan.post("/dossiers", application(office)).json()["code"]
    operation = schema()[path][method]

    @given(case=st.one_of(operation.as_strategy(generation_mode=mode) for mode in GenerationMode), real=st.booleans())
    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def check(case, real):
        if real and "code" in case.path_parameters:
            case.path_parameters["code"] = office.version.procedure.code if "procedures" in path else known
        # what has the right shape may still be refused: a code that nobody has, a reason of blanks
        headers = lan.headers | {"Accept-Encoding": "identity"}  # in one process nobody unpacks what was packed
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    with one_connection():
        check()


def test_the_document_is_valid_openapi_3_1():
    assert openapi.document()["openapi"].startswith("3.1")
    schema().validate()
