"""Received on behalf of a unit elsewhere: the limit runs from the reception or from the arrival, by rule set."""

import pytest

from motcua.dossiers import actions as dossier_actions
from motcua.dossiers import steps
from motcua.dossiers.documents.receipt import receipt_of
from motcua.dossiers.lifecycle import StepNotOpen, Verb
from motcua.dossiers.models import Dossier
from motcua.dossiers.presenters import account_in_words
from motcua.dossiers.queries import account_of, awaits_arrival, clock_events
from motcua.handovers import actions
from motcua.handovers.models import Direction
from motcua.organisations.models import Kind, Role
from tests.factories import Office, acting, create_agency, create_application, create_officer, create_version, vn


class Communes(Office):
    """Two communes: the first receives what the second settles."""

    def __init__(self) -> None:
        super().__init__()
        self.here = create_agency(kind=Kind.COMMUNE, name="UBND xã Đây")
        self.there = create_agency(kind=Kind.COMMUNE, name="UBND xã Kia")
        self.clerk = create_officer(Role.COUNTER, self.here)
        self.specialist = create_officer(Role.SPECIALIST, self.there)
        self.version_there = create_version(self.there, received_at=self.here, limit="3 working days")
        self.version_there.procedure.receptions.update(on_behalf_of=self.there)

    def take_in(self, at: str, **more) -> Dossier:
        application = create_application(self.version_there, self.here, on=vn(at).date(), **more)
        by = acting(self.clerk, at=vn(at))
        return dossier_actions.receive_at_counter(application=application, by=by, at=vn(at))

    def send(self, dossier: Dossier, at: str):
        return actions.hand_over(
            dossiers=[dossier.pk], giver=self.here, taker=self.there, direction=Direction.OUT,
            by=acting(self.clerk, at=vn(at)), at=vn(at),
        )  # fmt: skip

    def confirm(self, sheet, at: str):
        return actions.confirm(handover=sheet, by=acting(self.specialist, at=vn(at)), at=vn(at))


@pytest.fixture
def communes(db) -> Communes:
    return Communes()


def test_under_the_decree_of_2018_the_limit_runs_from_the_reception(communes):
    dossier = communes.take_in("2018-10-22 09:00")
    communes.confirm(communes.send(dossier, "2018-10-22 10:00"), "2018-10-24 08:00")

    dossier = Dossier.objects.get(pk=dossier.pk)
    assert dossier.agency == communes.there and dossier.due_at == vn("2018-10-25 17:00")
    assert "counts_from" not in dossier.events.get(verb="receive").detail
    assert not dossier.events.filter(verb="arrive").exists()


def test_under_the_decree_of_2026_the_limit_runs_from_the_arrival(communes):
    dossier = communes.take_in("2026-08-10 09:00")
    assert dossier.due_at == vn("2026-08-13 17:00") and awaits_arrival(dossier)
    assert dossier.events.get().detail["counts_from"] == "arrival"
    assert "NĐ 309/2026" in dossier.events.get().detail["article"]

    communes.confirm(communes.send(dossier, "2026-08-10 10:00"), "2026-08-12 08:00")

    dossier = Dossier.objects.get(pk=dossier.pk)
    assert dossier.due_at == dossier.judged_due_at == dossier.first_due_at == vn("2026-08-17 17:00")
    assert dossier.national_due_at == dossier.due_at and not awaits_arrival(dossier)
    line = dossier.events.last()
    assert (line.verb, line.detail["clock"]) == ("arrive", "restarted") and "309" in line.detail["article"]
    assert [event.kind for event in clock_events(dossier)] == ["started", "restarted"]
    account = account_of(dossier, at=vn("2026-08-12 17:00"))
    assert [(charge.agency, charge.waits_for, charge.minutes) for charge in account.charges] == [
        ("", "transit", 480 - 120 + 480 + 60),  # Monday from nine, Tuesday, Wednesday until eight
        ("UBND xã Kia", "", 480 - 60),
    ]
    assert account.total == account.office + account.waited == 3 * 480 - 120


def test_paper_on_its_way_is_charged_to_nobody_whatever_becomes_of_it(communes):
    waiting, withdrawn = communes.take_in("2026-08-10 09:00"), communes.take_in("2026-08-10 09:00")
    by = acting(communes.clerk, at=vn("2026-08-11 09:00"))
    dossier_actions.withdraw(dossier=withdrawn, reason="Đổi ý.", by=by, at=vn("2026-08-11 09:00"))

    for dossier in (waiting, withdrawn):
        dossier.refresh_from_db()
        account = account_of(dossier, at=vn("2026-08-11 17:00"))
        assert {charge.waits_for for charge in account.charges} == {"transit"} and account.office == 0
    words = account_in_words(waiting, at=vn("2026-08-11 17:00"))
    assert words["rows"][0]["waits"] == "Giấy tờ đang trên đường tới cơ quan giải quyết"


def test_who_is_asked_for_more_before_the_paper_arrives_is_waited_for_as_the_applicant(communes):
    dossier = communes.take_in("2026-08-10 09:00")
    specialist = acting(communes.specialist, at=vn("2026-08-10 10:00"))
    dossier_actions.take_over(dossier=dossier, by=specialist, at=vn("2026-08-10 10:00"))
    dossier_actions.request_supplement(dossier=dossier, reason="Thiếu.", by=specialist, at=vn("2026-08-10 15:00"))
    clerk = acting(communes.clerk, at=vn("2026-08-11 15:00"))
    dossier_actions.accept_supplement(dossier=dossier, by=clerk, at=vn("2026-08-11 15:00"))
    dossier = dossier_actions.arrive(dossier=dossier, by=specialist, at=vn("2026-08-12 15:00"))

    account = account_of(dossier, at=vn("2026-08-12 17:00"))

    said = [(charge.waits_for or charge.agency, charge.minutes) for charge in account.charges]
    assert said == [("transit", 240), ("applicant", 480), ("transit", 480), ("UBND xã Kia", 120)]
    assert account.total == sum(minutes for _who, minutes in said)


def test_the_receipt_says_from_when_the_limit_counts(communes):
    in_2018, in_2026 = communes.take_in("2018-10-22 09:00"), communes.take_in("2026-08-10 09:00")

    assert receipt_of(in_2018).limit == "3 ngày làm việc"
    assert receipt_of(in_2026).limit == "3 ngày làm việc, tính từ khi hồ sơ tới UBND xã Kia"


def test_paper_that_travels_longer_than_the_limit_makes_nobody_late(communes):
    dossier = communes.take_in("2026-08-10 09:00")

    communes.confirm(communes.send(dossier, "2026-08-10 10:00"), "2026-08-18 08:00")

    assert Dossier.objects.get(pk=dossier.pk).judged_due_at == vn("2026-08-21 17:00")


def test_electronic_dossiers_and_those_of_the_centre_run_from_the_reception(communes):
    at = vn("2026-08-10 09:00")
    assert not awaits_arrival(communes.receive(at=at))
    application = create_application(communes.version_there, communes.here, on=at.date(), channel="online")
    submitted = dossier_actions.submit(application=application, by=None, at=at)

    received = dossier_actions.receive(dossier=submitted, by=acting(communes.clerk, at=at), at=at)

    assert not awaits_arrival(received)


def test_what_comes_by_post_counts_from_the_signed_handover_record(communes):
    application = create_application(
        communes.version, communes.centre, channel="post", received_at=vn("2018-10-19 16:00")
    )
    at = vn("2018-10-22 09:00")
    dossier = dossier_actions.receive_at_counter(application=application, by=acting(communes.lan, at=at), at=at)

    assert dossier.received_at == vn("2018-10-19 16:00") and dossier.due_at == vn("2018-10-24 17:00")
    assert "QĐ 45/2016" in dossier.events.get().detail["article"]


def test_a_dossier_arrives_once_and_only_where_its_limit_waits(communes):
    at = vn("2026-08-12 08:00")
    dossier = communes.take_in("2026-08-10 09:00")
    by = acting(communes.specialist, at=at)

    dossier_actions.arrive(dossier=dossier, by=by, at=at)
    with pytest.raises(StepNotOpen):
        dossier_actions.arrive(dossier=dossier, by=by, at=at)
    assert not steps.may(acting(communes.hai, at=at), Verb.ARRIVE, communes.receive(at=at))
