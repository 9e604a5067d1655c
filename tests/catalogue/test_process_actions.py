"""A process is drawn, saved, proposed and published by two people; running dossiers stay on theirs."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from motcua.catalogue.actions import (
    discard_process,
    draw_process,
    propose_process,
    publish_process,
    return_process,
    save_process,
)
from motcua.catalogue.conditions import Condition
from motcua.catalogue.models import ProcedureCase, ProcessStep, ProcessVersion
from motcua.catalogue.process_diff import differences
from motcua.catalogue.process_guard import NotYours, StaleProcess
from motcua.catalogue.process_reading import plan_of, setting_of
from motcua.catalogue.processes import StepPlan, TaskPlan
from motcua.catalogue.queries import process_for
from motcua.organisations.models import Role
from motcua.organisations.queries import Standing, standing_of
from tests.factories import MONDAY, MONDAY_9AM, Office, create_agency, create_officer, create_version, vn

NOVEMBER = date(2018, 11, 1)
pytestmark = pytest.mark.django_db


class Drawing(Office):
    """The office, and Quang and Hằng of procedure control, who change its process."""

    def __init__(self) -> None:
        super().__init__()
        self.control = create_agency("van-phong-ubnd-tinh", name="Văn phòng UBND tỉnh")
        self.quang = self.standing(create_officer(Role.CONTROLLER, self.control, username="quang"))
        self.hang = self.standing(create_officer(Role.CONTROLLER, self.control, username="hang"))
        self.first = self.version.processes.get()

    def standing(self, user) -> Standing:
        return standing_of(user, on=MONDAY)

    def draw(self) -> ProcessVersion:
        return draw_process(based_on=self.first, by=self.quang, at=MONDAY_9AM)

    def save(self, process: ProcessVersion, steps, **more) -> ProcessVersion:
        return save_process(process=process, steps=steps, by=more.pop("by", self.quang), at=MONDAY_9AM, **more)

    def propose(self, process: ProcessVersion, **more) -> ProcessVersion:
        return propose_process(process=process, by=self.quang, at=MONDAY_9AM, note="Bớt nửa ngày.", **more)

    def publish(self, process: ProcessVersion, *, on: date = NOVEMBER, **more) -> ProcessVersion:
        by = more.pop("by", self.hang)
        return publish_process(process=process, by=by, at=MONDAY_9AM, effective_from=on, **more)

    def shortened(self) -> list[StepPlan]:
        """The process with two handling steps in place of one, half a day less in all."""
        reception, handling, approval, back = plan_of(self.first)
        handling = replace(handling, half_days=2)
        second = replace(handling, name="Thẩm định lần hai", half_days=1)
        return [replace(step, position=0) for step in (reception, handling, second, approval, back)]

    def changed(self, *, on: date = NOVEMBER) -> ProcessVersion:
        return self.publish(self.propose(self.save(self.draw(), self.shortened())), on=on)


@pytest.fixture
def office(db) -> Drawing:
    return Drawing()


def test_a_new_version_begins_as_a_copy_of_the_last(office: Drawing):
    draft = office.draw()

    assert (draft.number, draft.state, draft.based_on) == (2, "draft", office.first)
    assert plan_of(draft) == plan_of(office.first)


def test_everything_a_step_holds_is_copied_and_saved_as_it_was_given(office: Drawing):
    create_agency("so-y-te", name="Sở Y tế")
    reception, handling, approval, back = plan_of(office.first)
    task = TaskPlan("Cho ý kiến", 1, agency_key="so-y-te", results_to=("lead", "applicant"), order=2)
    lead = TaskPlan("Tổng hợp", 1, place="commune", is_lead=True, results_to=("desk",))
    plan = [
        reception,
        replace(handling, conditions=(Condition("paper", "P1", True),), tasks=(lead, task), papers=("consultation",)),
        StepPlan("Chờ bổ sung", "waiting", "specialist", "named", 0, agency_key="so-y-te", position=3,
                 waits_for="applicant", papers=("supplement",)),
        replace(approval, position=4), replace(back, position=5),
    ]  # fmt: skip

    saved = office.save(office.draw(), plan)

    assert plan_of(saved) == plan


def test_running_dossiers_stay_on_their_process_and_new_ones_follow_the_new_one(office: Drawing):
    running = office.receive()

    new = office.changed()
    later = office.receive(at=vn("2018-11-01 08:00"))

    assert (running.process, later.process) == (office.first, new)
    worked = office.take_over(running, at=vn("2018-11-02 08:00"))
    proposed = Office.propose(office, worked, at=vn("2018-11-02 09:00"))
    assert proposed.step is not None and proposed.step.process == office.first, "its next step is its own process's"
    assert office.return_result(office.approve(proposed, at=vn("2018-11-02 10:00")), at=vn("2018-11-02 11:00"))


def test_until_the_day_has_come_new_dossiers_follow_the_old_one(office: Drawing):
    new = office.changed()

    assert process_for(office.version, case=None, on=date(2018, 10, 31))[0] == office.first
    assert process_for(office.version, case=None, on=NOVEMBER)[0] == new


def test_who_drew_a_process_does_not_publish_it(office: Drawing):
    proposed = office.propose(office.draw())

    with pytest.raises(NotYours, match="người thứ hai"):
        office.publish(proposed, by=office.quang)
    assert office.publish(proposed).published_by_id == office.hang.user_id


def test_whoever_saved_last_drew_it(office: Drawing):
    draft = office.draw()
    office.save(draft, office.shortened(), by=office.hang)
    proposed = office.propose(draft)

    with pytest.raises(NotYours):
        office.publish(proposed, by=office.hang)


@pytest.mark.parametrize("role", [Role.COUNTER, Role.SPECIALIST, Role.LEADER, Role.CENTRE, Role.CHAIR, Role.TRAINER])
def test_others_change_nothing(office: Drawing, role: str):
    stranger = office.standing(create_officer(role, office.department))
    draft, proposed = office.draw(), None
    for act in (
        lambda: draw_process(based_on=office.first, by=stranger, at=MONDAY_9AM),
        lambda: office.save(draft, office.shortened(), by=stranger),
        lambda: propose_process(process=draft, by=stranger, at=MONDAY_9AM, note="x"),
        lambda: discard_process(process=draft, by=stranger),
        lambda: return_process(process=proposed or draft, by=stranger),
        lambda: office.publish(draft, by=stranger),
    ):
        with pytest.raises(NotYours, match="kiểm soát thủ tục"):
            act()


def test_nothing_is_proposed_or_published_while_the_check_finds_anything(office: Drawing):
    draft = office.draw()
    office.save(draft, [step for step in office.shortened() if step.kind != "approval"])

    with pytest.raises(ValidationError, match="chưa có bước phê duyệt"):
        office.propose(draft)

    office.save(draft, office.shortened())
    proposed = office.propose(draft)
    office.department.posts.all().delete()  # everybody left in the meantime
    with pytest.raises(ValidationError, match="chưa ai là"):
        office.publish(proposed)


def test_a_reason_is_asked_for(office: Drawing):
    with pytest.raises(ValidationError, match="Ghi vì sao"):
        propose_process(process=office.draw(), by=office.quang, at=MONDAY_9AM, note="  ")


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2018, 10, 21), "trước hôm nay"), (date(2018, 11, 1), "áp dụng từ 01/11/2018"), (date(2018, 12, 1), "")],
)
def test_a_day_that_cannot_be_is_refused(office: Drawing, day: date, said: str):
    second = office.changed()
    third = office.propose(draw_process(based_on=second, by=office.quang, at=MONDAY_9AM))

    if said:
        with pytest.raises(ValidationError, match=said):
            office.publish(third, on=day)
    else:
        office.publish(third, on=day)
        second.refresh_from_db()
        assert (second.state, second.effective_to) == ("retired", day)


def test_a_stale_page_changes_nothing(office: Drawing):
    draft = office.draw()
    office.save(draft, office.shortened(), expected_revision=0)

    with pytest.raises(StaleProcess):
        office.save(draft, plan_of(office.first), expected_revision=0)


def test_one_draft_at_a_time(office: Drawing):
    office.draw()

    with pytest.raises(ValidationError, match="Đã có một bản nháp"):
        office.draw()


def test_a_draft_may_be_thrown_away_and_what_was_published_not(office: Drawing):
    discard_process(process=office.draw(), by=office.quang)
    new = office.changed()

    assert new.number == 2
    with pytest.raises(ValidationError, match="không làm việc này được"):
        discard_process(process=new, by=office.quang)


def test_a_proposed_version_goes_back_to_be_mended(office: Drawing):
    proposed = office.propose(office.draw())
    with pytest.raises(ValidationError):
        office.save(proposed, office.shortened())

    returned = return_process(process=proposed, by=office.hang)

    assert office.save(returned, office.shortened()).state == "draft"


@pytest.mark.parametrize(
    "broken",
    [{"kind": "judging"}, {"role": "wizard"}, {"place": "named"}, {"place": "named", "agency_key": "so-la"},
     {"papers": ("poem",)}, {"waits_for": "payment"}, {"conditions": (Condition("paper", "P9"),)},
     {"conditions": (Condition("case", "moi"),)}, {"half_days": 9999}, {"name": "x" * 121}],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_and_the_draft_stays_as_it_was(office: Drawing, broken):
    draft = office.draw()
    before = plan_of(draft)

    with pytest.raises(ValidationError) as refused:
        office.save(draft, [replace(step, **broken) if step.kind == "handling" else step for step in before])

    assert set(refused.value.message_dict) == {"steps"}
    assert plan_of(draft) == before


def test_a_draft_with_something_missing_is_kept(office: Drawing):
    draft = office.draw()

    office.save(draft, [StepPlan("Chờ", "waiting", "specialist", "competent", 0)])

    assert [step.kind for step in plan_of(draft)] == ["waiting"]


def test_a_process_is_drawn_again_for_a_newer_wording_of_its_procedure(office: Drawing):
    ProcedureCase.objects.create(version=office.version, key="moi", name="Cấp mới")
    newer = create_version(office.department)
    newer.procedure, newer.number, newer.valid_from = office.version.procedure, 2, date(2019, 1, 1)
    type(office.version).objects.filter(pk=office.version.pk).update(valid_to=date(2019, 1, 1))
    newer.save()

    drawn = draw_process(based_on=office.changed(), by=office.quang, at=MONDAY_9AM, version=newer)

    assert (drawn.version, drawn.number) == (newer, 2)
    assert len(plan_of(drawn)) == 5
    with pytest.raises(ValidationError, match="thủ tục khác"):
        draw_process(based_on=drawn, by=office.quang, at=MONDAY_9AM, version=create_version())


def test_the_differences_are_told_in_words(office: Drawing):
    setting = setting_of(office.first, on=MONDAY)
    before = plan_of(office.first)
    after = [replace(step, position=number) for number, step in enumerate(office.shortened(), 1)]

    said = [change.sentence for change in differences(before, after, setting)]

    assert said == [
        "Bước 2 “Giải quyết”: 2 ngày → 1 ngày.",
        "Thêm bước 3 “Thẩm định lần hai”: chuyên viên, cơ quan giải quyết, 0,5 ngày.",
    ]
    assert differences(before, before, setting) == []
    assert differences(after, before, setting)[-1].sentence == "Bỏ bước 3 “Thẩm định lần hai”."


def test_the_setting_knows_who_works_where_and_for_how_long(office: Drawing):
    setting = setting_of(office.first, on=MONDAY)

    assert setting.limits[("", "online")] == 6
    assert (list(setting.desks), list(setting.competent)) == (["trung-tam"], ["so-tu-phap"])
    assert setting.staff["so-tu-phap"] == {"specialist", "leader"}
    assert setting.papers["P1"] == "Đơn đề nghị"


def test_reading_a_process_costs_the_same_however_long_it_is(office: Drawing, django_assert_num_queries):
    with django_assert_num_queries(2):
        plan_of(office.first)
    assert ProcessStep.objects.filter(process=office.first).count() == 4
