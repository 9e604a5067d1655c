"""A dossier that has been through a good deal."""

import pytest

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from tests.factories import MONDAY_9AM, Office, acting, create_agency, vn

TUESDAY = vn("2018-10-23 10:00")


@pytest.fixture
def plain(db) -> Dossier:
    """Return a dossier with a history, loaded by itself."""
    office = Office(limit="15 working days")
    dossier, by = office.take_over(office.receive(), at=MONDAY_9AM), acting(office.hai)
    asked = create_agency("so-y-te", name="Sở Y tế", short_name="Sở Y tế")
    actions.consult(dossier=dossier, agency=asked, question="Có thuộc diện không?", half_days=4, by=by, at=MONDAY_9AM)
    actions.request_supplement(dossier=dossier, reason="Thiếu dấu.", papers=[], by=by, at=TUESDAY)
    return Dossier.objects.get(pk=dossier.pk)
