"""One refusal, one status: on every page, and in the API."""

import pytest

from motcua.api.v1 import handlers
from motcua.dossiers.answering import status_of
from motcua.dossiers.lifecycle import NotAllowed, StalePage, StepNotOpen, StepNotYours


@pytest.mark.parametrize(("kind", "status"), [(StepNotYours, 403), (StepNotOpen, 409), (StalePage, 412)])
def test_a_refusal_is_answered_alike_on_pages_and_by_the_api(kind: type[NotAllowed], status: int):
    assert status_of(kind("Không được.")) == status
    assert handlers._TRANSLATIONS[kind](kind("Không được.")).kind.status == status
