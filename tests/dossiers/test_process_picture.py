"""Where a dossier stands in its process, as doors: done with their days, paused, passed by, shared, to come."""

import pytest

from motcua.catalogue.conditions import Condition
from motcua.catalogue.models import StepKind, StepTask
from motcua.design.process_picture import Door
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.process_picture import doors_of
from motcua.dossiers.queries import progress
from motcua.organisations.models import Role
from tests.dossiers.test_ways import TUESDAY, WEDNESDAY, forward, put_in_force, redraw
from tests.factories import Office, acting, create_agency, create_officer, vn


@pytest.fixture
def office(db) -> Office:
    return Office(limit="15 working days")


def drawn(dossier: Dossier) -> list[Door]:
    dossier = Dossier.objects.select_related("unit", "agency", "step", "applicant", "version").get(pk=dossier.pk)
    shares = list(dossier.consultations.select_related("agency").order_by("step__position", "order", "id"))
    return doors_of(dossier, progress(dossier), shares)


def states(dossier: Dossier) -> list[str]:
    return [door.state for door in drawn(dossier)]


def test_steps_behind_have_their_day_and_who_did_them_the_one_it_stands_on_its_term(office):
    dossier = office.propose(office.take_over(office.receive(), at=TUESDAY), at=WEDNESDAY)

    reception, handling, approval, giving = drawn(dossier)

    assert (reception.state, reception.time, reception.who) == (
        "done",
        "22/10",
        f"Lê Mỹ Lan, {office.centre.short_name}",
    )
    assert (handling.state, handling.time, handling.who) == (
        "done", "24/10", f"Phạm Quốc Hải, {office.department.short_name}",
    )  # fmt: skip
    assert approval.state == "current" and approval.time.startswith("hạn ")
    assert (giving.state, giving.who) == ("future", f"Cán bộ một cửa, {office.centre.short_name}")


def test_what_was_returned_has_all_its_steps_behind_it(office):
    assert states(office.return_result(office.decided(), at=TUESDAY)) == ["done"] * 4


def test_what_ended_early_does_not_come_to_the_steps_ahead(office):
    dossier = office.take_over(office.receive(), at=TUESDAY)
    actions.withdraw(dossier=dossier, reason="Đổi ý.", by=acting(office.lan), at=WEDNESDAY)

    assert states(dossier) == ["done", "done", "skipped", "skipped"]


def test_a_step_whose_conditions_do_not_hold_is_passed_by(office):
    redraw(
        office,
        {"name": "Đối chiếu bản gửi trên mạng", "conditions": (Condition("channel", "online"),)},
        {"name": "Thẩm định"},
        {"name": "Gửi bưu điện", "conditions": (Condition("channel", "post"),)},
    )
    put_in_force(office)

    doors = drawn(office.take_over(office.receive(), at=TUESDAY))

    assert [door.state for door in doors] == ["done", "skipped", "current", "skipped", "future", "future"]
    assert doors[1].only_if == ["Chỉ khi nộp trên mạng"]


def test_what_stands_still_says_for_whom_and_since_when(office):
    dossier = office.take_over(office.receive(), at=TUESDAY)
    actions.request_supplement(dossier=dossier, reason="Thiếu dấu.", papers=[], by=acting(office.hai), at=WEDNESDAY)

    (_reception, handling, *_rest) = drawn(dossier)

    assert (handling.state, handling.time, handling.waits) == ("paused", "", "Chờ người nộp bổ sung, từ 24/10")


def test_a_waiting_step_is_paused_when_it_stands_there_and_planned_before(office):
    redraw(office, {"name": "Thẩm định"},
           {"name": "Chờ cơ quan thuế", "kind": StepKind.WAITING, "waits_for": "partner", "half_days": 0},
           {"name": "Dự thảo"})  # fmt: skip
    put_in_force(office)
    dossier = office.take_over(office.receive(), at=TUESDAY)

    before, there = drawn(dossier)[2], drawn(forward(office, dossier, at=WEDNESDAY))[2]

    assert (before.state, before.waits) == ("future", "Chờ cơ quan ngoài phần mềm")
    assert (there.state, there.waits) == ("paused", "Chờ cơ quan ngoài phần mềm, từ 24/10")


def test_what_others_were_asked_stands_in_its_step_with_how_far_it_has_come(office):
    _reception, shared, *_rest = redraw(office, {"name": "Các cơ quan cùng giải quyết", "half_days": 10})
    officers = []
    for position, (order, key, name) in enumerate([(1, "so-y-te", "Sở Y tế"), (2, "cuc-thue", "Cục Thuế")], 1):
        unit = create_agency(key, name=name, short_name=name)
        officers.append(create_officer(Role.SPECIALIST, unit))
        StepTask.objects.create(
            step=shared, position=position, order=order, place="named", agency_key=key, name="Cho ý kiến", half_days=4
        )
    put_in_force(office)

    dossier = office.receive()
    assert drawn(dossier)[1].tasks == ["Sở Y tế: Cho ý kiến, hạn 24/10", "Cục Thuế: Cho ý kiến, chờ tới lượt"]

    actions.answer(dossier=dossier, text="Đồng ý.", by=acting(officers[0], at=TUESDAY), at=TUESDAY)
    assert drawn(dossier)[1].tasks == ["Sở Y tế: Cho ý kiến, đã trả lời 23/10", "Cục Thuế: Cho ý kiến, hạn 25/10"]


def test_what_was_not_received_yet_has_no_process(office):
    assert drawn(office.submit()) == []


def test_a_line_of_the_ledger_was_never_at_the_steps_that_the_ledger_does_not_know(office):
    dossier = office.decided(at=vn("2018-10-22 09:00"))
    dossier.assignments.filter(step__kind="approval").delete()

    assert states(dossier) == ["done", "done", "skipped", "current"]


def test_a_picture_costs_the_same_however_long_the_process_is(office, django_assert_num_queries):
    def cost(dossier: Dossier) -> None:
        dossier = Dossier.objects.select_related("unit", "agency", "step", "applicant", "version").get(pk=dossier.pk)
        steps = progress(dossier)
        with django_assert_num_queries(0):
            doors_of(dossier, steps, [])

    cost(office.receive())
    redraw(office, *({"name": f"Bước {number}", "half_days": 1} for number in range(8)))
    put_in_force(office)
    cost(office.receive())
