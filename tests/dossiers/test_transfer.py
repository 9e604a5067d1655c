"""A dossier goes into other hands: a colleague's, a cover's, another unit's. Nothing else about it changes."""

import sys
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from motcua.accounts.models import User
from motcua.dossiers import actions
from motcua.dossiers.actors import SYSTEM
from motcua.dossiers.lifecycle import Status, StepNotYours
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import account_of
from motcua.organisations.actions import delegate, enter_leave
from motcua.organisations.models import Role
from tests.factories import MONDAY_9AM, Office, acting, create_agency, create_officer, vn

pytestmark = pytest.mark.django_db

TEN, ELEVEN = vn("2018-10-22 10:00"), vn("2018-10-22 11:00")
MONDAY = date(2018, 10, 22)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def minh(office) -> User:
    return create_officer(Role.SPECIALIST, office.department, full_name="Trần Minh")


def in_hand(office: Office) -> Dossier:
    return office.take_over(office.receive(), at=MONDAY_9AM)


def to(user: User | None, dossier: Dossier, office: Office, **more: object) -> Dossier:
    values = {"reason": "Chuyển công tác", "by": acting(office.sau), "at": TEN, "to": user}
    return actions.transfer(dossier=dossier, **values | more)


def test_a_colleague_holds_it_and_every_day_stays(office, minh):
    dossier = in_hand(office)
    days = (dossier.due_at, dossier.judged_due_at, dossier.step_due_at, dossier.status, dossier.step)

    moved = to(minh, dossier, office)

    assert moved.officer == minh
    assert (moved.due_at, moved.judged_due_at, moved.step_due_at, moved.status, moved.step) == days
    line = moved.events.order_by("-seq").first()
    assert (line.verb, line.agency, line.by) == ("transfer", office.department, office.sau)
    assert (line.detail["from"], line.detail["to"], line.detail["reason"]) == (
        "Phạm Quốc Hải", "Trần Minh", "Chuyển công tác"
    )  # fmt: skip


def test_the_time_already_used_stays_with_who_held_it(office, minh):
    moved = to(minh, in_hand(office), office, at=ELEVEN)

    spells = list(moved.assignments.order_by("started_at", "id").values_list("officer", "started_at", "ended_at"))
    assert (office.hai.pk, MONDAY_9AM, ELEVEN) in spells
    assert spells[-1] == (minh.pk, ELEVEN, None)
    assert account_of(moved, at=vn("2018-10-22 15:00")) is not None


def test_a_colleague_who_is_away_passes_it_to_their_cover(office, minh):
    third = create_officer(Role.SPECIALIST, office.department, full_name="Lâm Út")
    enter_leave(
        agency=office.department, user=minh, cover=third, first=MONDAY, last=MONDAY, reason="Ốm", by=minh, at=TEN
    )

    moved = to(minh, in_hand(office), office)

    assert moved.officer == third
    assert moved.events.order_by("-seq").first().detail["covers_for"] == "Trần Minh"


def test_forwarding_and_sending_back_reach_the_cover_too(office, minh):
    third = create_officer(Role.SPECIALIST, office.department, full_name="Lâm Út")
    proposed = office.propose(in_hand(office), at=MONDAY_9AM)
    other = in_hand(office)
    for absent, cover in ((office.hai, third), (minh, third)):
        enter_leave(
            agency=office.department, user=absent, cover=cover, first=MONDAY, last=MONDAY, reason="Ốm", by=absent,
            at=TEN,
        )  # fmt: skip

    back = actions.send_back(dossier=proposed, reason="Thiếu căn cứ", by=acting(office.sau), at=TEN)
    forwarded = actions.forward(dossier=other, to=minh, by=acting(office.hai), at=TEN)

    assert (back.officer, forwarded.officer) == (third, third)
    assert back.events.order_by("-seq").first().detail["covers_for"] == "Phạm Quốc Hải"
    assert forwarded.events.order_by("-seq").first().detail["covers_for"] == "Trần Minh"


def test_what_is_sent_back_to_somebody_who_left_waits_for_whoever_takes_it(office, minh):
    proposed = office.propose(in_hand(office), at=MONDAY_9AM)
    office.hai.is_active = False
    office.hai.save()

    back = actions.send_back(dossier=proposed, reason="Thiếu căn cứ", by=acting(office.sau), at=TEN)

    assert back.officer is None
    taken = actions.take_over(dossier=back, by=acting(minh), at=ELEVEN)
    assert taken.officer == minh


@pytest.mark.parametrize("where", ["stranger", "same"])
def test_only_another_specialist_of_the_unit_gets_it(office, where):
    stranger = create_officer(Role.SPECIALIST, create_agency())
    with pytest.raises(ValidationError, match="Chọn người khác"):
        to(stranger if where == "stranger" else office.hai, in_hand(office), office)


def test_specialists_and_other_units_leaders_hand_nothing_over(office, minh):
    dossier = in_hand(office)
    other_leader = create_officer(Role.LEADER, create_agency())
    for person in (office.hai, minh, other_leader, office.lan):
        with pytest.raises(StepNotYours):
            to(minh, dossier, office, by=acting(person))


def test_the_diary_says_who_settled_it_before_and_what_is_decided_stays_decided_by_whom_it_was(office):
    elsewhere = create_agency(name="Sở Nội vụ")
    centre = acting(create_officer(Role.CENTRE, office.centre))
    moved = to(None, in_hand(office), office, agency=elsewhere, by=centre)
    assert moved.agency == elsewhere
    assert moved.events.order_by("-seq").first().detail["settled_before"] == str(office.department.pk)

    decided = office.decided()  # as where a desk hands over what its own unit has settled
    Dossier.objects.filter(pk=decided.pk).update(agency=office.centre)
    given = to(None, decided, office, agency=elsewhere, by=centre)

    assert (given.holder, given.agency) == (elsewhere, office.centre)


def test_a_leader_keeps_it_at_the_unit_and_the_centre_may_move_it_on(office, minh):
    elsewhere = create_agency(name="Sở Nội vụ")
    dossier = in_hand(office)
    with pytest.raises(StepNotYours, match="việc của Trung tâm"):
        to(None, dossier, office, agency=elsewhere)

    overseer = create_officer(Role.CENTRE, office.centre)
    moved = to(None, dossier, office, agency=elsewhere, by=acting(overseer))

    assert (moved.holder, moved.agency, moved.officer, moved.unit) == (elsewhere, elsewhere, None, office.centre)
    assert moved.assignments.get(ended_at=None).agency == elsewhere


def test_a_stopped_clock_stays_stopped_and_goes_on_in_the_new_hands(office, minh):
    dossier = actions.request_supplement(
        dossier=in_hand(office), reason="Thiếu chữ ký", papers=[], by=acting(office.hai), at=TEN
    )

    moved = to(minh, dossier, office, at=ELEVEN)

    assert (moved.status, moved.officer) == (Status.AWAITING_SUPPLEMENT, minh)
    assert not moved.assignments.filter(ended_at=None).exists()
    again = actions.accept_supplement(dossier=moved, by=acting(office.lan), at=vn("2018-10-23 08:00"))
    assert again.assignments.get(ended_at=None).officer == minh


def test_what_waits_for_a_signature_is_in_nobodys_hands(office, minh):
    with pytest.raises(ValidationError, match="không ở tay chuyên viên nào"):
        to(minh, office.propose(in_hand(office), at=MONDAY_9AM), office)


def test_a_delegate_hands_over_in_the_leaders_name(office, minh):
    deputy = create_officer(Role.SPECIALIST, office.department)
    delegate(
        agency=office.department, giver=office.sau, receiver=deputy, first=MONDAY, last=MONDAY, reason="Họp",
        at=MONDAY_9AM,
    )  # fmt: skip

    moved = to(minh, in_hand(office), office, by=acting(deputy))

    assert moved.events.order_by("-seq").first().detail["on_behalf_of"] == "Võ Thị Sáu"


# Many at once


def hand_over(office: Office, *receivers: User, **more: object) -> actions.Handed:
    values = {"agency": office.department, "to": receivers, "reason": "Nghỉ thai sản", "by": acting(office.sau)}
    return actions.transfer_many(**values | {"at": TEN, "officer": office.hai} | more)


def test_all_of_an_officers_dossiers_are_shared_out_one_line_each(office, minh):
    third = create_officer(Role.SPECIALIST, office.department)
    mine = [in_hand(office) for _ in range(5)]
    signed = office.propose(in_hand(office), at=MONDAY_9AM)

    handed = hand_over(office, minh, third)

    assert (len(handed.moved), handed.refused) == (5, [])
    assert sorted(Dossier.objects.filter(officer=who).count() for who in (minh, third)) == [2, 3]
    for dossier in mine:
        lines = dossier.events.filter(verb="transfer")
        assert [line.detail["batch"] for line in lines] == [handed.batch]
    signed.refresh_from_db()
    assert signed.holder == office.department
    assert not signed.events.filter(verb="transfer").exists()


def test_chosen_ones_go_and_what_cannot_is_reported(office, minh):
    first, second, third = (in_hand(office) for _ in range(3))
    to(minh, second, office)

    handed = hand_over(office, minh, officer=None, only=[first.pk, second.pk])

    assert handed.moved == [first.pk]
    assert [code for code, _sentence in handed.refused] == [second.code]
    assert "rồi" in handed.refused[0][1]
    third.refresh_from_db()
    assert third.officer == office.hai


def test_a_handing_over_is_taken_back_where_nobody_has_gone_on(office, minh):
    first, second = in_hand(office), in_hand(office)
    handed = hand_over(office, minh)
    office_of_minh = acting(minh, at=ELEVEN)
    actions.propose(dossier=second, outcome="granted", summary="Đủ.", by=office_of_minh, at=ELEVEN)
    lines = [dossier.events.get(verb="transfer") for dossier in (first, second)]

    back = actions.transfer_back(batch=lines, by=acting(office.sau), at=ELEVEN)

    assert (len(handed.moved), back.moved) == (2, [first.pk])
    assert [code for code, _sentence in back.refused] == [second.code]
    first.refresh_from_db()
    assert first.officer == office.hai


def test_many_go_in_batches(office, minh, monkeypatch):
    monkeypatch.setattr(sys.modules["motcua.dossiers.actions.transfer"], "BATCH", 2)
    for _ in range(3):
        in_hand(office)

    assert len(hand_over(office, minh).moved) == 3


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"to": []}, "ít nhất một người"),
        ({"reason": " "}, "Ghi lý do"),
        ({"officer": None}, "Chọn hồ sơ"),
    ],
)
def test_a_handing_over_says_what_is_missing(office, minh, more, sentence):
    with pytest.raises(ValidationError, match=sentence):
        hand_over(office, minh, **more)


def test_the_system_may_transfer(office):
    elsewhere = create_agency()
    moved = actions.transfer(dossier=in_hand(office), agency=elsewhere, reason="Sắp xếp", by=SYSTEM, at=TEN)

    assert moved.holder == elsewhere
