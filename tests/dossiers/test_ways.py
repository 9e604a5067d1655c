"""The way through a process: steps that apply, waits outside the clock, and shares of several agencies."""

from typing import Any

import pytest

from motcua.catalogue.conditions import Condition
from motcua.catalogue.models import ProcessState, ProcessStep, ProcessVersion, StepKind, StepTask
from motcua.dossiers import actions
from motcua.dossiers.lifecycle import Status, StepNotOpen
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import account_of, timeliness
from motcua.organisations.models import Kind, Role
from tests.factories import MAI, Office, acting, create_agency, create_officer, vn

TUESDAY, WEDNESDAY, THURSDAY = vn("2018-10-23 08:00"), vn("2018-10-24 08:00"), vn("2018-10-25 09:00")


@pytest.fixture
def office(db) -> Office:
    return Office(limit="15 working days")


def redraw(office: Office, *steps: dict[str, Any]) -> list[ProcessStep]:
    """Give the procedure a process of these handling steps between reception, approval and return."""
    ProcessVersion.objects.filter(version=office.version).update(
        state=ProcessState.RETIRED, effective_to=vn("2018-10-01 00:00").date()
    )
    process = ProcessVersion.objects.create(
        version=office.version, number=2, is_generated=True, state=ProcessState.DRAFT,
        effective_from=vn("2018-10-01 00:00").date(),
    )  # fmt: skip
    rows = [
        {"name": "Tiếp nhận", "kind": StepKind.RECEPTION, "role": Role.COUNTER, "place": "desk", "half_days": 1},
        *steps,
        {"name": "Phê duyệt", "kind": StepKind.APPROVAL, "role": Role.LEADER},
        {"name": "Trả kết quả", "kind": StepKind.RETURN, "role": Role.COUNTER, "place": "desk", "half_days": 0},
    ]
    default = {"kind": StepKind.HANDLING, "role": Role.SPECIALIST, "place": "competent", "half_days": 4}
    return [
        ProcessStep.objects.create(process=process, position=position, **default | row)
        for position, row in enumerate(rows, 1)
    ]


def put_in_force(office: Office) -> None:
    ProcessVersion.objects.filter(version=office.version, number=2).update(state=ProcessState.PUBLISHED)


def forward(office: Office, dossier: Dossier, *, at=TUESDAY) -> Dossier:
    return actions.forward(dossier=dossier, by=acting(office.hai, at=at), at=at)


class TestConditions:
    def test_a_step_whose_condition_does_not_hold_is_not_taken(self, office):
        redraw(
            office,
            {"name": "Thẩm định"},
            {"name": "Khảo sát doanh nghiệp", "conditions": [Condition("applicant_kind", "business")]},
            {"name": "Dự thảo"},
        )
        put_in_force(office)

        person = forward(office, office.take_over(office.receive(), at=TUESDAY))
        business = office.receive(applicant=type(MAI)(name="Cty Năm Căn", kind="business"))
        business = forward(office, office.take_over(business, at=TUESDAY))

        assert (person.step.name, business.step.name) == ("Dự thảo", "Khảo sát doanh nghiệp")

    def test_a_condition_on_a_paper_looks_at_what_was_handed_in(self, office):
        redraw(office, {"name": "Đối chiếu", "conditions": [Condition("paper", "P2")]}, {"name": "Dự thảo"})
        put_in_force(office)

        assert office.receive().step.name == "Đối chiếu"


class TestWaitingSteps:
    @pytest.fixture
    def waits(self, office):
        redraw(
            office,
            {"name": "Thẩm định"},
            {"name": "Chờ cơ quan thuế", "kind": StepKind.WAITING, "waits_for": "partner", "half_days": 0},
            {"name": "Dự thảo"},
        )
        put_in_force(office)
        return office

    def test_the_clock_stands_until_it_goes_on_and_nobody_is_charged(self, waits):
        dossier = forward(waits, waits.take_over(waits.receive(), at=TUESDAY), at=WEDNESDAY)
        assert (dossier.status, dossier.waits_for, dossier.officer) == (Status.IN_PROGRESS, "partner", waits.hai)
        assert timeliness(dossier, at=vn("2019-03-01 09:00")) == "waiting"
        assert not Dossier.objects.overdue(at=vn("2019-03-01 09:00")).exists()

        dossier = forward(waits, dossier, at=vn("2018-10-31 08:00"))

        assert (dossier.step.name, dossier.clock_stopped_at) == ("Dự thảo", None)
        assert dossier.due_at == dossier.judged_due_at == vn("2018-11-19 17:00")  # five working days later
        assert dossier.first_due_at == vn("2018-11-12 17:00")
        account = account_of(dossier, at=vn("2018-10-31 08:00"))
        assert [(charge.waits_for, charge.minutes) for charge in account.charges if charge.waits_for] == [
            ("partner", 5 * 480)
        ]

    def test_nobody_takes_back_what_turned_the_clock(self, waits):
        dossier = forward(waits, waits.take_over(waits.receive(), at=TUESDAY), at=WEDNESDAY)
        with pytest.raises(StepNotOpen, match="không lấy lại được nữa"):
            actions.take_back(dossier=dossier, by=acting(waits.hai, at=WEDNESDAY), at=WEDNESDAY)

        dossier = forward(waits, dossier, at=THURSDAY)

        with pytest.raises(StepNotOpen, match="không lấy lại được nữa"):
            actions.take_back(dossier=dossier, by=acting(waits.hai, at=THURSDAY), at=THURSDAY)

    def test_a_wait_for_a_payment_is_left_by_its_proof(self, office):
        redraw(
            office,
            {"name": "Thẩm định"},
            {"name": "Chờ nộp thuế", "kind": StepKind.WAITING, "waits_for": "payment", "half_days": 0},
            {"name": "Dự thảo"},
        )
        put_in_force(office)
        dossier = forward(office, office.take_over(office.receive(), at=TUESDAY))
        assert dossier.status == Status.AWAITING_PAYMENT

        dossier = actions.confirm_payment(dossier=dossier, proof="BL 1", by=acting(office.lan), at=THURSDAY)

        assert (dossier.status, dossier.step.name, dossier.officer) == (Status.IN_PROGRESS, "Dự thảo", office.hai)


class TestSharedSteps:
    """The interconnected procedure: one code for the applicant, a share per agency with its own clock, one lead."""

    @pytest.fixture
    def parties(self, office):
        _reception, shared, *_rest = redraw(office, {"name": "Các cơ quan cùng giải quyết", "half_days": 10})
        tax, builders = create_agency("cuc-thue", name="Cục Thuế"), create_agency("so-xay-dung", name="Sở Xây dựng")
        commune = create_agency("xa-tan-an", kind=Kind.COMMUNE, name="Xã Tân Ân")
        for position, (order, place, key, name) in enumerate(
            [(1, "named", "so-xay-dung", "Xác nhận quy hoạch"), (1, "commune", "", "Xác nhận nguồn gốc"),
             (2, "named", "cuc-thue", "Xác định nghĩa vụ tài chính")], 1
        ):  # fmt: skip
            StepTask.objects.create(
                step=shared, position=position, order=order, place=place, agency_key=key, name=name, half_days=4,
                is_lead=position == 1, results_to=["lead"],
            )  # fmt: skip
        put_in_force(office)
        people = {unit.key: create_officer(Role.SPECIALIST, unit) for unit in (tax, builders, commune)}
        return office, people, commune

    def answer(self, dossier, officer, *, at=TUESDAY):
        return actions.answer(dossier=dossier, text="Đồng ý.", by=acting(officer, at=at), at=at)

    def test_shares_of_one_order_run_side_by_side_then_the_next_then_the_joint(self, parties):
        office, people, commune = parties
        dossier = office.receive(applicant=type(MAI)(name="Trần Thị Bé Ba", commune=commune))
        shares = {share.question: share for share in dossier.consultations.all()}
        assert {name for name, share in shares.items() if share.started_at} == {
            "Xác nhận quy hoạch", "Xác nhận nguồn gốc"
        }  # fmt: skip
        assert shares["Xác nhận quy hoạch"].due_at == vn("2018-10-24 09:00")
        dossier = office.take_over(dossier, at=TUESDAY)
        dossier = self.answer(dossier, people["so-xay-dung"])
        assert dossier.consultations.get(agency__key="cuc-thue").started_at is None
        with pytest.raises(StepNotOpen, match="Còn chờ trả lời"):
            office.propose(dossier, at=TUESDAY)

        dossier = self.answer(dossier, people["xa-tan-an"], at=WEDNESDAY)

        tax = dossier.consultations.get(agency__key="cuc-thue")
        assert (tax.started_at, tax.due_at) == (WEDNESDAY, vn("2018-10-26 08:00"))
        assert dossier.asked == [tax.agency_id]
        dossier = self.answer(dossier, people["cuc-thue"], at=THURSDAY)
        assert office.propose(dossier, at=THURSDAY).step.kind == "approval"
        assert dossier.due_at == dossier.first_due_at  # the first promise binds

    def test_a_share_of_a_commune_that_is_not_known_holds_nobody_up_and_is_on_record(self, parties):
        office, _people, _commune = parties

        dossier = office.receive()

        assert dossier.events.get().detail["unasked"] == ["Xác nhận nguồn gốc"]
        assert dossier.events.get().detail["asked"] == ["Sở Xây dựng"]
