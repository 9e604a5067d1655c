"""Who hands in for another: the power of attorney is noted with the reception."""

from django.test import Client

from motcua.dossiers.models import Dossier
from tests.counter.conftest import DESK, Counter, desk_values

BEHALF = {"on_behalf": "on", "by_name": "Trần Văn Út", "by_authority": "số 12 ngày 20/10/2018"}


def test_the_power_of_attorney_is_kept_in_the_diary_and_shown(lan: Client, counter: Counter):
    lan.post(DESK, desk_values(counter, **BEHALF))

    dossier = Dossier.objects.get()
    assert dossier.submitter.name == "Trần Văn Út"
    assert dossier.events.get().detail["authority"] == "số 12 ngày 20/10/2018"
    page = lan.get(f"/lam-viec/quay/ho-so/{dossier.code}/").content.decode()
    assert "Giấy ủy quyền: số 12 ngày 20/10/2018" in page


def test_who_comes_in_person_has_none_whatever_was_typed_before(lan: Client, counter: Counter):
    lan.post(DESK, desk_values(counter, **BEHALF | {"on_behalf": ""}))

    assert "authority" not in Dossier.objects.get().events.get().detail
