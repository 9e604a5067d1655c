"""The 1st of July 2025 in the small: districts end, communes and departments merge, and every dossier goes on."""

import sys
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError

from motcua.accounts.models import User
from motcua.catalogue.models import Reception
from motcua.catalogue.queries import offer_at
from motcua.dossiers import actions
from motcua.dossiers.actions.reform import Outcome, reorganise
from motcua.dossiers.documents import receipt
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.queries import dossiers_visible_to, tracked
from motcua.dossiers.reforms import left_behind, preview
from motcua.organisations.actions import delegate, enter_leave
from motcua.organisations.actions.reorganise import Changes
from motcua.organisations.models import Agency, Delegation, Kind, Leave, Level, Post, Role
from motcua.organisations.queries import standing_of, unit_of_key
from motcua.organisations.reform_plan import Plan, read
from motcua.reporting.actions import rebuild_figures
from motcua.reporting.queries import By, Span, of_agency, progress, report
from motcua.reporting.queries import received as received_by
from motcua.working_time.actions import load_official_calendar
from tests.factories import MAI, acting, create_agency, create_application, create_officer, create_version, vn
from tests.hearing import hear

pytestmark = pytest.mark.django_db

BEFORE, LATER = vn("2025-06-26 09:00"), vn("2025-06-26 10:00")
THE_DAY = date(2025, 7, 1)
AFTER, NEXT = vn("2025-07-01 07:30"), vn("2025-07-02 08:00")

PLAN = """
name: Sắp xếp đơn vị hành chính từ 01/7/2025
basis: NQ 1655/NQ-UBTVQH15
day: 2025-07-01
tiers: {district: commune}
units:
  - {key: trung-tam, name: Trung tâm Phục vụ hành chính công tỉnh, short_name: Trung tâm, kind: centre, level: province,
     parent: tinh, identifier: 000.98.41.H12, identifier_2020: H12.41, desk_name: Trung tâm Phục vụ hành chính công}
  - {key: so-nong-nghiep-va-moi-truong, name: Sở Nông nghiệp và Môi trường, short_name: Sở NN&MT, kind: department,
     level: province, parent: tinh, identifier: 000.98.12.H12, identifier_2020: H12.12}
  - {key: xa-cai-nuoc, name: UBND xã Cái Nước, short_name: xã Cái Nước, kind: commune, level: commune, parent: tinh,
     gso_code: "32128", identifier: 000.98.28.H12, identifier_2020: H12.50.28, desk_name: Trung tâm PVHCC xã Cái Nước}
successions:
  - {unit: so-tai-nguyen, successor: so-nong-nghiep-va-moi-truong}
  - {unit: so-nong-nghiep, successor: so-nong-nghiep-va-moi-truong}
  - {unit: huyen-cai-nuoc, successor: xa-cai-nuoc, assumption: nơi đặt huyện lỵ}
  - {unit: thi-tran-cai-nuoc, successor: xa-cai-nuoc}
  - {unit: xa-tran-thoi, successor: xa-cai-nuoc}
  - {unit: xa-dong-hung, successor: xa-cai-nuoc}
"""
COMMUNES = ("thi-tran-cai-nuoc", "xa-tran-thoi", "xa-dong-hung")
ENDED = ("trung-tam", "so-tai-nguyen", "so-nong-nghiep", "huyen-cai-nuoc", *COMMUNES)


class Province:
    """A province of three tiers, with a desk officer, a specialist and a leader wherever they are needed."""

    def __init__(self) -> None:
        load_official_calendar(at=BEFORE)
        tinh = create_agency("tinh", kind=Kind.PROVINCE, name="UBND tỉnh")
        identifiers = {"identifier": "000.98.41.H12", "identifier_2020": "H12.41"}
        centre = create_agency("trung-tam", kind=Kind.CENTRE, name="Trung tâm cũ", parent=tinh, **identifiers)
        land = create_agency("so-tai-nguyen", name="Sở Tài nguyên và Môi trường", parent=tinh)
        farms = create_agency("so-nong-nghiep", name="Sở Nông nghiệp", parent=tinh)
        district = create_agency("huyen-cai-nuoc", kind=Kind.DISTRICT, name="UBND huyện Cái Nước", parent=tinh)
        codes = dict(zip(COMMUNES, ("32128", "32149", "32142"), strict=True))
        communes = [
            create_agency(key, kind=Kind.COMMUNE, name=f"UBND {key}", parent=district, gso_code=code)
            for key, code in codes.items()
        ]
        self.old = {unit.key: unit for unit in (centre, land, farms, district, *communes)}
        self.people: dict[tuple[int, str], User] = {}
        for unit in self.old.values():
            self.staff(unit)
        of_land = create_version(land, received_at=centre)
        of_farms = create_version(farms, received_at=centre)
        of_district = create_version(levels=(Level.DISTRICT,))
        of_commune = create_version(levels=(Level.COMMUNE,))
        self.offers = [(of_land, centre), (of_farms, centre), (of_district, district)]
        self.offers += [(of_commune, commune) for commune in communes]

    def staff(self, unit: Agency, *, since: date = date(2018, 1, 1)) -> None:
        for role in (Role.COUNTER, Role.SPECIALIST, Role.LEADER):
            name = f"{role.label} {unit.name}"
            self.people[unit.pk, role] = create_officer(role, unit, full_name=name, valid_from=since)

    def who(self, role: Role, unit: Agency, *, at: datetime):
        return acting(self.people[unit.pk, role], at=at)

    def fill(self) -> list[Dossier]:
        """Return a dossier of every status for every desk and procedure."""
        made = []
        for version, unit in self.offers:
            made += [bring(self, version, unit) for bring in WAYS]
        return made


def submitted(province: Province, version, unit) -> Dossier:
    application = create_application(version, unit, on=BEFORE.date(), channel="online")
    return actions.submit(application=application, by=None, at=BEFORE)


def asked_at_the_door(province: Province, version, unit) -> Dossier:
    desk = province.who(Role.COUNTER, unit, at=BEFORE)
    return actions.request_supplement(
        dossier=submitted(province, version, unit), reason="Thiếu chữ ký", by=desk, at=BEFORE
    )


def received(province: Province, version, unit) -> Dossier:
    application = create_application(version, unit, on=BEFORE.date(), applicant=MAI)
    desk = province.who(Role.COUNTER, unit, at=BEFORE)
    return actions.receive_at_counter(application=application, by=desk, at=BEFORE)


def in_hand(province: Province, version, unit) -> Dossier:
    dossier = received(province, version, unit)
    return actions.take_over(dossier=dossier, by=province.who(Role.SPECIALIST, dossier.holder, at=BEFORE), at=BEFORE)


def asked_again(province: Province, version, unit) -> Dossier:
    dossier = in_hand(province, version, unit)
    by = province.who(Role.SPECIALIST, dossier.holder, at=LATER)
    return actions.request_supplement(dossier=dossier, reason="Thiếu trang 2", by=by, at=LATER)


def to_be_paid(province: Province, version, unit) -> Dossier:
    dossier = in_hand(province, version, unit)
    by = province.who(Role.SPECIALIST, dossier.holder, at=LATER)
    return actions.request_payment(dossier=dossier, reason="Lệ phí trước bạ", by=by, at=LATER)


def consulting(province: Province, version, unit) -> Dossier:
    dossier = in_hand(province, version, unit)
    other = province.old["so-nong-nghiep" if dossier.holder.key == "so-tai-nguyen" else "so-tai-nguyen"]
    by = province.who(Role.SPECIALIST, dossier.holder, at=LATER)
    return actions.consult(dossier=dossier, agency=other, question="Có vướng quy hoạch?", half_days=20, by=by, at=LATER)


def proposed(province: Province, version, unit) -> Dossier:
    dossier = in_hand(province, version, unit)
    by = province.who(Role.SPECIALIST, dossier.holder, at=LATER)
    return actions.propose(dossier=dossier, outcome="granted", summary="Đủ.", by=by, at=LATER)


def decided(province: Province, version, unit) -> Dossier:
    dossier = proposed(province, version, unit)
    return actions.approve(dossier=dossier, by=province.who(Role.LEADER, dossier.holder, at=LATER), at=LATER)


def returned(province: Province, version, unit) -> Dossier:
    dossier = decided(province, version, unit)
    return actions.return_result(dossier=dossier, by=province.who(Role.COUNTER, unit, at=LATER), at=LATER)


WAYS: tuple[Callable[..., Dossier], ...] = (
    submitted, asked_at_the_door, received, in_hand, asked_again, to_be_paid, consulting, proposed, decided, returned
)  # fmt: skip


@pytest.fixture
def province(db: None) -> Province:
    return Province()


def carry_out(at: datetime = AFTER) -> Outcome:
    return reorganise(plan=read(PLAN), at=at)


def now(key: str) -> Agency:
    return Agency.objects.get(key=key, valid_to=None)


def finish(province: Province, dossier: Dossier, *, at: datetime = NEXT) -> Dossier:
    """Bring a dossier to its end by people who came to the successors after the reform and worked nowhere before."""
    desk_unit = dossier.unit.today

    def who(role: Role, unit: Agency):
        return province.who(role, unit, at=at)

    if dossier.status == Status.AWAITING_SUPPLEMENT:
        dossier = actions.accept_supplement(dossier=dossier, by=who(Role.COUNTER, desk_unit), at=at)
    if dossier.status == Status.SUBMITTED:
        dossier = actions.receive(dossier=dossier, by=who(Role.COUNTER, desk_unit), at=at)
    if dossier.status == Status.AWAITING_PAYMENT:
        dossier = actions.confirm_payment(dossier=dossier, proof="0001", by=who(Role.COUNTER, desk_unit), at=at)
    if dossier.asked:
        (asked,) = dossier.asked
        unit = Agency.objects.get(pk=asked)
        dossier = actions.answer(dossier=dossier, text="Không vướng.", by=who(Role.SPECIALIST, unit.today), at=at)
    if dossier.status in (Status.RECEIVED, Status.IN_PROGRESS) and dossier.step.kind == "handling":
        specialist = who(Role.SPECIALIST, dossier.holder)
        dossier = actions.take_over(dossier=dossier, by=specialist, at=at)
        dossier = actions.propose(dossier=dossier, outcome="granted", summary="Đủ.", by=specialist, at=at)
    if dossier.status == Status.IN_PROGRESS:
        dossier = actions.approve(dossier=dossier, by=who(Role.LEADER, dossier.holder), at=at)
    return actions.return_result(dossier=dossier, by=who(Role.COUNTER, desk_unit), at=at)


def everything() -> list[tuple[object, ...]]:
    """Return what a second run must not change."""
    rows = Dossier.objects.order_by("pk").values_list(
        "pk", "status", "unit", "agency", "holder", "officer", "step", "step_due_at", "due_at", "diary_length", "code"
    )
    posts = Post.objects.order_by("user", "agency", "role", "valid_from").values_list(
        "user", "agency", "role", "valid_from", "valid_to"
    )
    places = Reception.objects.order_by("pk").values_list("procedure", "unit", "level", "valid_from", "valid_to")
    units = Agency.objects.order_by("key", "valid_from").values_list("key", "valid_from", "valid_to", "heir__key")
    return [*rows, *posts, *places, *units]


# Nothing is lost


def test_every_dossier_is_finished_by_the_successors_people(province):
    made = province.fill()
    outcome = carry_out()
    for key in ("trung-tam", "so-nong-nghiep-va-moi-truong", "xa-cai-nuoc"):
        province.staff(now(key), since=THE_DAY)

    # of each ten one is closed; a consultation of two departments that merged stays between them
    assert outcome.dossiers == len(made) - len(province.offers)
    assert outcome.units == Changes(ended=len(ENDED), begun=3, posts=3 * len(ENDED))
    for dossier in made:
        dossier.refresh_from_db()
        if dossier.status == Status.RETURNED:
            continue
        done = finish(province, Dossier.objects.get(pk=dossier.pk))
        assert done.status == Status.RETURNED
        assert done.events.order_by("-seq").first().agency.valid_to is None  # what ended signs nothing any more


def test_every_open_dossier_stands_at_a_living_unit_and_no_day_has_moved(province):
    made = province.fill()
    days = {dossier.pk: (dossier.due_at, dossier.judged_due_at, dossier.step_due_at, dossier.code) for dossier in made}
    statuses = dict(Dossier.objects.values_list("pk", "status"))
    carry_out()

    assert left_behind(limit=10) == []
    for dossier in Dossier.objects.select_related("holder", "agency", "unit"):
        assert (dossier.due_at, dossier.judged_due_at, dossier.step_due_at, dossier.code) == days[dossier.pk]
        assert dossier.status == statuses[dossier.pk]
        if dossier.status != Status.RETURNED:
            assert dossier.holder.valid_to is None
        if dossier.finished_at is None:
            assert dossier.agency.valid_to is None
        if dossier.received_at is not None:
            assert dossier.unit.valid_to == THE_DAY  # who received it stays written down


def test_what_was_closed_is_not_touched(province):
    closed = [returned(province, *offer) for offer in province.offers]
    before = everything()[: len(closed)]
    carry_out()

    assert everything()[: len(closed)] == before
    assert not Event.objects.filter(verb="transfer").exists()


def test_the_time_before_stays_with_the_old_unit(province):
    dossier = in_hand(province, *province.offers[0])
    carry_out()

    dossier.refresh_from_db()
    *_earlier, old, last = dossier.assignments.order_by("started_at", "id").select_related("agency")
    assert (old.agency.key, old.started_at, old.ended_at) == ("so-tai-nguyen", BEFORE, AFTER)
    assert (last.agency.key, last.started_at) == ("so-nong-nghiep-va-moi-truong", AFTER)
    assert dossier.officer == province.people[province.old["so-tai-nguyen"].pk, Role.SPECIALIST]  # came along


def test_the_diary_says_why(province):
    dossier = received(province, *province.offers[0])
    carry_out()

    line = dossier.events.order_by("-seq").first()
    assert (line.verb, line.by_name, line.agency) == ("transfer", "Hệ thống", None)
    assert line.detail["reason"] == "Sắp xếp đơn vị hành chính từ 01/7/2025"
    assert (line.detail["from"], line.detail["to"]) == ("Sở Tài nguyên và Môi trường", "Sở Nông nghiệp và Môi trường")


# Old papers, old names


def test_the_receipt_printed_again_keeps_the_old_name_and_tracking_goes_on(province):
    dossier = received(province, *province.offers[3])
    head = receipt.letterhead(dossier.unit)
    carry_out()

    again = tracked(dossier.quick_code)
    assert again is not None
    assert receipt.letterhead(again.unit) == head
    assert (again.unit.name, again.holder.name) == ("UBND thi-tran-cai-nuoc", "UBND xã Cái Nước")
    assert again.code == dossier.code


def test_a_dossier_not_yet_received_gets_its_code_from_the_successor(province):
    dossier = submitted(province, *province.offers[3])
    carry_out()
    province.staff(now("xa-cai-nuoc"), since=THE_DAY)

    got = actions.receive(dossier=dossier, by=province.who(Role.COUNTER, now("xa-cai-nuoc"), at=NEXT), at=NEXT)

    assert got.unit == now("xa-cai-nuoc")
    assert "H12.50.28" in got.code or "000.98.28.H12" in got.code


@pytest.mark.parametrize("heard", ["at once", "afterwards", "all anew"])
def test_the_figures_of_before_stay_with_the_old_units(province, heard):
    province.fill()
    days = {"first": BEFORE.date(), "last": date(2025, 6, 30)}

    def figures() -> dict[int, tuple[int, int]]:
        return {row.agency.pk: (row.received, row.finished) for row in progress(**days)}

    if heard == "at once":
        hear()
        before = figures()
    carry_out()
    hear()
    if heard == "all anew":
        rebuild_figures()

    land, heir = province.old["so-tai-nguyen"], now("so-nong-nghiep-va-moi-truong")
    assert heard != "at once" or figures() == before
    assert received_by(whose=of_agency(land), **days).count() == figures()[land.pk][0] == 8
    assert not received_by(whose=of_agency(heir), **days).exists()
    rows = {row.whose.key: row.counts for row in report(span=Span(THE_DAY, THE_DAY, AFTER), by=By.AGENCY)}
    assert rows[land.pk].moved_out == rows[land.pk].carried_over == 6
    assert rows[heir.pk].moved_in == rows[heir.pk].left_open == 12  # two departments became one
    assert all(row.is_balanced for row in rows.values())


# Again, and killed half-way


def test_a_second_run_changes_nothing(province):
    province.fill()
    carry_out()
    before = everything()

    outcome = carry_out(at=NEXT)

    assert (outcome.units, outcome.receptions, outcome.dossiers) == (Changes(), 0, 0)
    assert everything() == before


def test_killed_half_way_and_run_again_is_the_same_as_run_once(province, monkeypatch):
    made = province.fill()
    reform = sys.modules["motcua.dossiers.actions.reform"]
    monkeypatch.setattr(reform, "BATCH", 5)

    class Killed(Exception):
        pass

    def kill(moved: int) -> None:
        if moved >= 10:
            raise Killed

    with pytest.raises(Killed):
        reorganise(plan=read(PLAN), at=AFTER, after_batch=kill)
    waiting = len(left_behind(limit=1000))
    assert 0 < waiting < len(made)

    outcome = carry_out(at=AFTER)

    assert (outcome.units, outcome.dossiers) == (Changes(), waiting)
    assert left_behind(limit=1) == []
    per_dossier = Event.objects.filter(verb="transfer").values_list("dossier", flat=True)
    assert len(per_dossier) == len(set(per_dossier)) == len(made) - len(province.offers)


def test_half_way_the_successors_people_may_act_already(province, monkeypatch):
    dossier = proposed(province, *province.offers[0])
    monkeypatch.setattr(sys.modules["motcua.dossiers.actions.reform"], "left_behind", lambda limit: [])
    carry_out()
    province.staff(now("so-nong-nghiep-va-moi-truong"), since=THE_DAY)
    leader = province.who(Role.LEADER, now("so-nong-nghiep-va-moi-truong"), at=NEXT)

    assert dossiers_visible_to(leader).filter(pk=dossier.pk).exists()
    done = actions.approve(dossier=dossier, by=leader, at=NEXT)
    assert (done.status, done.holder) == (Status.RESULT_READY, now("trung-tam"))


# Units, posts, places of reception, delegations, leave


def test_posts_delegations_and_leave_go_on_at_the_successor(province):
    town = province.old["thi-tran-cai-nuoc"]
    leader, officer = (province.people[town.pk, role] for role in (Role.LEADER, Role.SPECIALIST))
    cover = create_officer(Role.SPECIALIST, town)
    days = {"agency": town, "first": date(2025, 6, 27), "last": date(2025, 7, 4), "reason": "Họp", "at": BEFORE}
    delegate(giver=leader, receiver=cover, **days)
    enter_leave(user=officer, cover=cover, by=officer, **days)
    outcome = carry_out()

    commune = now("xa-cai-nuoc")
    assert (outcome.units.delegations, outcome.units.leaves) == (1, 1)
    assert standing_of(officer, on=date(2025, 6, 30)).roles == {town.pk: {Role.SPECIALIST}}
    assert standing_of(officer, on=THE_DAY).has(Role.SPECIALIST, commune.pk)
    assert standing_of(cover, on=THE_DAY).has(Role.LEADER, commune.pk)
    for kind in (Delegation, Leave):
        spans = list(kind.objects.order_by("valid_from").values_list("agency", "valid_from", "valid_to"))
        assert spans == [
            (town.pk, date(2025, 6, 27), date(2025, 6, 30)),
            (commune.pk, THE_DAY, date(2025, 7, 4)),
        ]


def test_the_successor_receives_what_the_old_desks_received_and_the_new_agency_settles_it(province):
    carry_out()

    of_land, of_district = province.offers[0][0], province.offers[2][0]
    assert offer_at(now("trung-tam"), of_land.procedure.code, on=THE_DAY).competent == now(
        "so-nong-nghiep-va-moi-truong"
    )
    offer = offer_at(now("xa-cai-nuoc"), of_district.procedure.code, on=THE_DAY)
    assert offer.competent == now("xa-cai-nuoc")
    with pytest.raises(ValidationError):
        offer_at(province.old["huyen-cai-nuoc"], of_district.procedure.code, on=THE_DAY)


def test_a_second_reform_hands_everything_on(province):
    dossier = received(province, *province.offers[3])
    carry_out()
    text = """
name: Lần sau
day: 2027-01-01
units:
  - {key: xa-moi, name: UBND xã Mới, short_name: xã Mới, kind: commune, level: commune, parent: tinh,
     identifier: 000.98.99.H12, desk_name: Xã Mới}
successions: [{unit: xa-cai-nuoc, successor: xa-moi}]
"""
    later = vn("2027-01-04 08:00")
    reorganise(plan=read(text), at=later)
    newcomer = create_officer(Role.COUNTER, now("xa-moi"), valid_from=date(2027, 1, 1))

    dossier.refresh_from_db()
    assert dossier.holder == now("xa-moi")
    assert province.old["thi-tran-cai-nuoc"].pk in standing_of(newcomer, on=later.date()).roles
    assert unit_of_key("xa-tran-thoi", on=later.date()) == now("xa-moi")
    assert unit_of_key("xa-tran-thoi", on=date(2025, 6, 30)) == province.old["xa-tran-thoi"]


# Before it


def test_the_preview_counts_what_would_move_and_changes_nothing(province):
    province.fill()
    before = everything()

    rows = {row.unit.key: row for row in preview(read(PLAN), on=BEFORE.date())}

    assert everything() == before
    assert set(rows) == set(ENDED)
    land = rows["so-tai-nguyen"]
    assert (land.successor, land.held, land.posts) == ("Sở Nông nghiệp và Môi trường", 6, 3)
    assert rows["xa-tran-thoi"].to_return == 1
    assert rows["xa-tran-thoi"].to_receive == 2
    assert rows["huyen-cai-nuoc"].assumption == "nơi đặt huyện lỵ"
    assert land.asked == 5


def test_before_the_day_nothing_is_moved(province):
    with pytest.raises(ValidationError, match="Chưa tới ngày 01/07/2025"):
        carry_out(at=vn("2025-06-30 23:00"))
    assert not Agency.objects.filter(valid_to__isnull=False).exists()


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        ("unit: so-tai-nguyen,", "unit: so-tai-nguyn,", "Không có đơn vị “so-tai-nguyn”"),
        ("successor: xa-cai-nuoc}", "successor: xa-khac}", "“xa-khac” không hoạt động"),
        ("  - {unit: xa-dong-hung, successor: xa-cai-nuoc}\n", "", "thuộc UBND huyện Cái Nước sẽ kết thúc"),
    ],
)
def test_a_plan_that_does_not_fit_the_province_is_refused_whole(province, wrong, right, sentence):
    with pytest.raises(ValidationError, match=sentence):
        reorganise(plan=read(PLAN.replace(wrong, right)), at=AFTER)
    assert not Agency.objects.filter(valid_to__isnull=False).exists()


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        ("day: 2025-07-01", "day: hôm nào", "ghi ngày có hiệu lực"),
        ("kind: centre", "kind: center", "không có trong hệ thống"),
        ("{district: commune}", "{district: xa}", "không có cấp “xa”"),
        ("{unit: xa-tran-thoi,", "{unit: xa-dong-hung,", "có hai lần"),
        ("successor: so-nong-nghiep-va-moi-truong}", "successor: so-nong-nghiep}", "cũng kết thúc"),
        ("assumption:", "giả định:", "không có mục"),
        ("{unit: xa-tran-thoi, successor: xa-cai-nuoc}", "{unit: xa-tran-thoi}", "còn thiếu mục"),
        ("tiers: {", "tiers: {{", "không đọc được"),
    ],
)
def test_a_plan_that_contradicts_itself_says_where(wrong, right, sentence):
    with pytest.raises(ValidationError, match=sentence):
        read(PLAN.replace(wrong, right))


def test_a_plan_is_read_as_it_was_written():
    from motcua.organisations.reform_plan import write

    plan: Plan = read(PLAN)
    assert read(write(plan)) == plan
