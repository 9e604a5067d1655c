"""The demonstration's provinces, set up and played by the same code that officers use."""

from collections import Counter
from datetime import datetime

import pytest

from motcua.accounts.models import User
from motcua.catalogue.models import ProcedureVersion, ProcessVersion
from motcua.catalogue.process_check import check
from motcua.catalogue.process_reading import plan_of, setting_of
from motcua.catalogue.queries import offer_at, process_for, receivable_at
from motcua.demonstration import days_behind, province
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, Event, PendingFollowUp
from motcua.dossiers.sealing import flaws
from motcua.lib.clock import VIETNAM
from motcua.organisations.models import Agency, Kind
from motcua.organisations.queries import the_centre
from motcua.ratings.models import SatisfactionRecord

pytestmark = pytest.mark.django_db

MONDAY = datetime(2018, 10, 22, 7, tzinfo=VIETNAM)
AUTUMN_2026 = datetime(2026, 11, 23, 7, tzinfo=VIETNAM)


def unit(key, on=MONDAY):
    return Agency.objects.existing_on(on.date()).get(key=key)


@pytest.fixture
def in_2018():
    return province.set_up("ca-mau-2018", at=MONDAY)


@pytest.fixture
def in_2025():
    return province.set_up("ca-mau-2025", at=AUTUMN_2026)


def test_the_province_of_2018_is_the_articles(in_2018):
    kinds = Counter(Agency.objects.values_list("kind", flat=True))

    assert kinds[Kind.CENTRE] == 1
    assert kinds[Kind.DEPARTMENT] + kinds[Kind.VERTICAL] + kinds[Kind.UTILITY] == 22
    assert (kinds[Kind.DISTRICT], kinds[Kind.COMMUNE]) == (9, 101)
    assert ProcedureVersion.objects.in_force_on(MONDAY.date()).count() >= 60
    for series, count in (("DL", 19), ("CN", 9)):
        at_the_centre = receivable_at(the_centre(on=MONDAY.date()), on=MONDAY.date())
        assert at_the_centre.filter(procedure__code__startswith=series).count() == count
    assert SatisfactionRecord.objects.count() == 4


def test_who_settles_what_is_received_where(in_2018):
    on = MONDAY.date()

    assert offer_at(unit("trung-tam-giai-quyet-tthc"), "DL.000001", on=on).competent.key == "cong-ty-dien-luc-ca-mau"
    assert offer_at(unit("huyen-dam-doi"), "DL.000001", on=on).competent.key == "cong-ty-dien-luc-ca-mau"
    commune = unit("xa-vien-an-ngoc-hien")
    for version in receivable_at(commune, on=on).select_related("procedure"):
        competent = offer_at(commune, version.procedure.code, on=on).competent
        if version.agency is None:
            assert competent.level in version.levels  # its own, or the district's on whose behalf it receives


def test_every_process_may_be_published_as_it_is(in_2018):
    on = MONDAY.date()
    published = ProcessVersion.objects.select_related("version__procedure", "case")

    found = [(str(process), check(plan_of(process), setting_of(process, on=on))) for process in published]

    assert len(found) > 140
    assert [(name, findings) for name, findings in found if findings] == []


def test_a_case_with_a_limit_of_its_own_has_all_of_it(in_2018):
    marriage = ProcedureVersion.objects.get(procedure__code="1.000894")

    def half_days(key: str) -> list[int]:
        _process, steps = process_for(marriage, case=marriage.cases.get(key=key), on=MONDAY.date())
        return [step.half_days for step in steps]

    assert half_days("du-giay-to") == [0, 1, 0, 0]  # four working hours
    assert half_days("can-xac-minh") == [1, 8, 1, 0]  # five working days


def test_everybody_has_an_account_and_a_token(in_2018):
    assert len(in_2018) == User.objects.count() > 400
    assert len({account.token for account in in_2018}) == len(in_2018)
    assert {account.role for account in in_2018} >= {"counter", "specialist", "leader", "centre", "chair", "controller"}


def test_the_days_behind_leave_believable_work_on_every_desk(in_2018):
    days_behind.play(until=MONDAY, say=lambda line: None, days=3)

    statuses = Counter(Dossier.objects.values_list("status", flat=True))
    assert statuses[Status.SUBMITTED] == 7
    for status in (Status.RECEIVED, Status.IN_PROGRESS, Status.RESULT_READY, Status.RETURNED):
        assert statuses[status] >= 3, statuses
    assert not Dossier.objects.filter(moved_at__gte=MONDAY).exists()
    assert not Event.objects.filter(at__gte=MONDAY).exists()
    assert not PendingFollowUp.objects.exists()
    assert not list(flaws())


def test_the_province_of_today_loads_with_the_same_code(in_2025):
    kinds = Counter(Agency.objects.values_list("kind", flat=True))
    assert (kinds[Kind.DISTRICT], kinds[Kind.COMMUNE]) == (0, 64)

    days_behind.play(until=AUTUMN_2026, say=lambda line: None, days=2)

    dossier = Dossier.objects.exclude(code=None).order_by("?").first()
    assert dossier.rules == "nd309-2026"
    assert dossier.code.startswith("H12")
    assert dossier.due_at > dossier.received_at
    assert not list(flaws())


def test_a_civil_status_procedure_of_2018_is_settled_by_the_commune_in_2025(in_2025):
    on = AUTUMN_2026.date()
    commune = Agency.objects.filter(kind=Kind.COMMUNE).first()
    offers = [
        offer_at(commune, v.procedure.code, on=on) for v in receivable_at(commune, on=on).select_related("procedure")
    ]

    assert len(offers) > 30
    assert all(offer.competent == commune for offer in offers if offer.version.agency is None)
