from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from motcua.catalogue.models import RequiredDocument
from motcua.dossiers import actions, actors, steps
from motcua.dossiers.application import HandedIn, Person
from motcua.dossiers.lifecycle import TABLE, StalePage, Status, StepNotOpen, StepNotYours, Verb
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.queries import dossiers_visible_to, known_person, progress, timeline, timeliness
from motcua.organisations.actions import delegate
from motcua.organisations.models import Kind, Role
from tests.factories import MONDAY_9AM, Office, acting, create_agency, create_application, create_officer, vn

pytestmark = pytest.mark.django_db

TUESDAY_8AM = vn("2018-10-23 08:00")
WEDNESDAY_8AM = vn("2018-10-24 08:00")
THURSDAY_5PM = vn("2018-10-25 17:00")


@pytest.fixture
def office():
    return Office()


def test_receiving_promises_a_day_and_gives_the_code(office):
    dossier = office.receive(at=MONDAY_9AM)

    dossier.refresh_from_db()
    assert dossier.status == Status.RECEIVED
    assert dossier.due_at == THURSDAY_5PM
    assert dossier.code == f"{office.centre.identifier}-181022-0001"
    assert dossier.book_number == 1
    assert dossier.rules == "nd61-2018"


def test_a_received_dossier_lies_with_the_agency_at_once(office):
    dossier = office.receive()

    assert dossier.holder == office.department
    assert dossier.officer is None
    assert [state.state for state in progress(dossier)] == ["done", "current", "future", "future"]


def test_the_whole_way_from_the_door_to_the_result(office):
    dossier = office.receive(at=MONDAY_9AM)
    dossier = office.take_over(dossier, at=TUESDAY_8AM)
    dossier = office.propose(dossier, at=TUESDAY_8AM + timedelta(hours=1))
    dossier = office.approve(dossier, at=WEDNESDAY_8AM)
    assert dossier.status == Status.RESULT_READY
    assert dossier.holder == office.centre
    dossier = office.return_result(dossier, at=THURSDAY_5PM + timedelta(days=5))

    assert dossier.status == Status.RETURNED
    assert timeliness(dossier, at=dossier.returned_at) == "early"  # decided on Wednesday, fetched when it suited
    verbs = ["receive", "take-over", "propose", "approve", "return-result"]
    assert [line.verb for line in timeline(dossier)] == verbs
    assert [line.seq for line in timeline(dossier)] == [1, 2, 3, 4, 5]


def test_a_dossier_submitted_online_waits_without_a_code(office):
    dossier = office.submit()

    assert dossier.status == Status.SUBMITTED
    assert dossier.code is None
    assert len(dossier.quick_code) == 10


def test_the_clock_of_an_online_dossier_starts_when_it_is_received(office):
    dossier = office.submit(at=MONDAY_9AM)

    dossier = actions.receive(dossier=dossier, by=acting(office.lan, at=TUESDAY_8AM), at=TUESDAY_8AM)

    assert dossier.due_at == vn("2018-10-26 17:00")
    assert dossier.code.endswith("-181023-0001")


def test_a_refused_dossier_has_a_reason_and_no_code(office):
    dossier = office.submit()

    with pytest.raises(ValidationError, match="lý do"):
        actions.refuse(dossier=dossier, reason=" ", by=acting(office.lan), at=MONDAY_9AM)
    dossier = actions.refuse(dossier=dossier, reason="Nộp ở Sở Y tế.", by=acting(office.lan), at=MONDAY_9AM)

    assert dossier.status == Status.REFUSED
    assert dossier.code is None


def test_a_leader_sends_back_to_the_officer_who_proposed(office):
    dossier = office.propose(office.take_over(office.receive(), at=TUESDAY_8AM), at=TUESDAY_8AM)

    dossier = actions.send_back(dossier=dossier, reason="Ghi rõ số.", by=acting(office.sau), at=WEDNESDAY_8AM)

    assert dossier.officer == office.hai
    assert dossier.step.kind == "handling"
    dossier = office.propose(dossier, at=WEDNESDAY_8AM)
    assert office.approve(dossier, at=WEDNESDAY_8AM).status == Status.RESULT_READY


def test_only_what_is_in_ones_hands_may_be_proposed(office):
    dossier = office.receive()
    with pytest.raises(StepNotOpen):
        office.propose(dossier, at=TUESDAY_8AM)
    colleague = create_officer(Role.SPECIALIST, office.department)
    office.take_over(dossier, at=TUESDAY_8AM)

    with pytest.raises(StepNotYours, match="Phạm Quốc Hải"):
        actions.propose(dossier=dossier, outcome="granted", summary="x", by=acting(colleague), at=TUESDAY_8AM)


def test_a_dossier_is_forwarded_to_a_colleague_of_the_same_agency_only(office):
    dossier = office.take_over(office.receive(), at=TUESDAY_8AM)
    colleague = create_officer(Role.SPECIALIST, office.department)

    with pytest.raises(ValidationError, match="không phải chuyên viên"):
        actions.forward(dossier=dossier, to=office.lan, by=acting(office.hai), at=TUESDAY_8AM)
    dossier = actions.forward(dossier=dossier, to=colleague, by=acting(office.hai), at=TUESDAY_8AM)

    assert dossier.officer == colleague
    assert timeline(dossier)[-1].detail == {"to": colleague.full_name}


def test_a_leader_hands_out_a_new_dossier_and_the_officer_takes_it_up(office):
    dossier = office.receive()

    dossier = actions.forward(dossier=dossier, to=office.hai, by=acting(office.sau), at=TUESDAY_8AM)
    assert (dossier.status, dossier.officer) == (Status.RECEIVED, office.hai)
    dossier = office.take_over(dossier, at=TUESDAY_8AM)
    assert dossier.status == Status.IN_PROGRESS
    with pytest.raises(StepNotOpen, match="tay mình rồi"):
        office.take_over(dossier, at=TUESDAY_8AM)
    assert office.propose(dossier, at=WEDNESDAY_8AM).step.kind == "approval"


def test_the_citizen_may_withdraw_until_something_is_decided(office):
    dossier = office.receive()
    citizen = actors.applicant(name="Trần Thị Bé Ba", dossier_id=dossier.pk)
    stranger = actors.applicant(name="Sơn", dossier_id=office.receive().pk)

    with pytest.raises(StepNotYours):
        actions.withdraw(dossier=dossier, reason="Đổi ý", by=stranger, at=TUESDAY_8AM)
    dossier = actions.withdraw(dossier=dossier, reason="Đổi ý", by=citizen, at=TUESDAY_8AM)
    assert dossier.status == Status.WITHDRAWN

    decided = office.decided()
    with pytest.raises(StepNotOpen):
        actions.withdraw(
            dossier=decided,
            reason="Đổi ý",
            by=actors.applicant(name="Bé Ba", dossier_id=decided.pk),
            at=TUESDAY_8AM,
        )


def test_a_stale_page_changes_nothing(office):
    dossier = office.receive()
    seen = dossier.version_number
    office.take_over(dossier, at=TUESDAY_8AM)

    with pytest.raises(StalePage):
        actions.take_over(dossier=dossier, by=acting(office.hai), at=TUESDAY_8AM, expected_version=seen)

    assert Event.objects.filter(dossier=dossier).count() == 2


def test_a_refused_verb_changes_nothing(office):
    dossier = office.receive()
    before = Dossier.objects.values().get(pk=dossier.pk)

    for verb in set(TABLE) - {Verb.SUBMIT, Verb.TAKE_OVER, Verb.FORWARD, Verb.WITHDRAW}:
        assert not steps.may(acting(office.hai), verb, dossier)
    with pytest.raises(StepNotYours):
        actions.approve(dossier=dossier, by=acting(office.lan), at=TUESDAY_8AM)

    assert Dossier.objects.values().get(pk=dossier.pk) == before


def test_the_same_post_elsewhere_gives_no_power_here(office):
    stranger = create_officer(Role.SPECIALIST, create_agency())
    dossier = office.receive()

    with pytest.raises(StepNotYours):
        actions.take_over(dossier=dossier, by=acting(stranger), at=TUESDAY_8AM)
    assert not dossiers_visible_to(acting(stranger)).exists()
    assert dossiers_visible_to(acting(office.hai)).get() == dossier
    assert dossiers_visible_to(acting(office.lan)).get() == dossier


def test_overseers_see_the_province_and_decide_nothing(office):
    overseer = create_officer(Role.CENTRE, office.centre)
    dossier = office.receive()

    assert dossiers_visible_to(acting(overseer)).get() == dossier
    assert steps.verbs_open_to(acting(overseer), dossier) == [Verb.TRANSFER, Verb.RECALCULATE]


def test_a_delegate_signs_on_the_days_of_the_delegation_only(office):
    deputy = create_officer(Role.SPECIALIST, office.department)
    delegate(
        agency=office.department,
        giver=office.sau,
        receiver=deputy,
        first=TUESDAY_8AM.date(),
        last=TUESDAY_8AM.date(),
        reason="Đi công tác",
        at=MONDAY_9AM,
    )
    dossier = office.propose(office.take_over(office.receive(), at=MONDAY_9AM), at=MONDAY_9AM)

    with pytest.raises(StepNotYours):
        actions.approve(dossier=dossier, by=acting(deputy, at=WEDNESDAY_8AM), at=WEDNESDAY_8AM)
    decided = actions.approve(dossier=dossier, by=acting(deputy, at=TUESDAY_8AM), at=TUESDAY_8AM)
    assert decided.status == Status.RESULT_READY


def test_somebody_who_left_may_do_nothing(office):
    office.hai.posts.update(valid_to=MONDAY_9AM.date())

    with pytest.raises(StepNotYours):
        office.take_over(office.receive(), at=TUESDAY_8AM)


class TestBadInputAtTheDoor:
    def refused(self, office, **more):
        with pytest.raises(ValidationError) as refusal:
            office.receive(**more)
        assert not Dossier.objects.exists()
        assert not Event.objects.exists()
        return refusal.value.message_dict

    def test_a_paper_that_is_not_on_the_published_list(self, office):
        said = self.refused(office, documents=[HandedIn("P1"), HandedIn("P2"), HandedIn("ho-khau")])
        assert "không có trong danh mục" in said["components"][0]

    def test_a_required_paper_that_is_missing(self, office):
        said = self.refused(office, documents=[HandedIn("P1")])
        assert said == {"components": ["Còn thiếu: Giấy tờ tùy thân."]}

    def test_an_optional_paper_may_be_missing(self, office):
        RequiredDocument.objects.filter(code="P2").update(is_required=False)
        assert office.receive(documents=[HandedIn("P1")]).code

    def test_the_same_paper_twice(self, office):
        assert "hai lần" in self.refused(office, documents=[HandedIn("P1")] * 2 + [HandedIn("P2")])["components"][0]

    @pytest.mark.parametrize(("originals", "copies"), [(0, 0), (-1, 2), (100, 0)])
    def test_numbers_of_papers_that_make_no_sense(self, office, originals, copies):
        papers = [HandedIn("P1", originals, copies), HandedIn("P2")]
        assert "số bản" in self.refused(office, documents=papers)["components"][0]

    @pytest.mark.parametrize(
        ("person", "field"),
        [
            (Person(name=" "), "applicant.name"),
            (Person(name="Mai", id_number="12345678"), "applicant.id_number"),
            (Person(name="Mai", phone="84900000427"), "applicant.phone"),
            (Person(name="Mai", email="mai@"), "applicant.email"),
            (Person(name="Công ty", kind="business", id_number="381000123"), "applicant.id_number"),
            (Person(name="Mai", kind="company"), "applicant.kind"),
        ],
    )
    def test_a_person_that_cannot_be(self, office, person, field):
        assert field in self.refused(office, applicant=person)

    def test_a_reception_in_the_future(self, office):
        assert "received_at" in self.refused(office, received_at=TUESDAY_8AM)

    def test_a_day_before_all_rules(self, office):
        office.version.valid_from = vn("2017-01-01 00:00").date()
        office.version.save()
        assert "received_at" in self.refused(office, received_at=vn("2018-01-02 09:00"))

    def test_a_procedure_not_in_force_on_the_day(self, office):
        office.version.valid_to = TUESDAY_8AM.date()
        office.version.save()
        with pytest.raises(ValidationError, match="không có hiệu lực ngày 24/10/2018"):
            create_application(office.version, office.centre, on=WEDNESDAY_8AM.date())

    def test_a_desk_that_does_not_receive_the_procedure(self, office):
        commune = create_agency(kind=Kind.COMMUNE)
        with pytest.raises(ValidationError, match="không tiếp nhận"):
            create_application(office.version, commune)

    def test_an_unknown_unit_of_time_never_becomes_a_promise(self, office):
        office.version.limits.update(committed="3 ngay")
        assert "“ngay”" in self.refused(office)["received_at"][0]


def test_a_known_person_is_found_by_identity_and_telephone(office):
    office.receive()

    assert known_person("381 000 123").name == "Trần Thị Bé Ba"
    assert known_person("0900.000.427").name == "Trần Thị Bé Ba"
    assert known_person("381000124") is None
    assert known_person("381") is None


def test_a_reception_of_yesterday_keeps_both_moments(office):
    dossier = office.receive(at=TUESDAY_8AM, received_at=MONDAY_9AM)

    assert dossier.due_at == THURSDAY_5PM
    assert dossier.code.endswith("-181022-0001")
    [line] = timeline(dossier)
    assert line.at == TUESDAY_8AM
    assert line.detail["received_at"] == MONDAY_9AM.isoformat()
