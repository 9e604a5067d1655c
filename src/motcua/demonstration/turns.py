"""The turns that some dossiers take: a paper lacks, another agency is asked, tax is due, a day cannot be kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from motcua.accounts.models import User
from motcua.catalogue.models import StepKind
from motcua.dossiers import actions, ways
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import RUNNING, Status, StepNotOpen
from motcua.dossiers.models import Consultation, Dossier
from motcua.organisations.models import Agency, Kind, Role
from motcua.working_time.calendar import WorkingCalendar

#: Of a hundred dossiers that somebody takes in hand, so many lack something, need an opinion, or will not be in time
LACK, ASK, APOLOGISE = 5, 4, 2


class Town(Protocol):
    """What the turns need of the weeks that are played."""

    random: Random
    calendar: WorkingCalendar

    def put(self, at: datetime, act: Callable[[datetime], None]) -> None: ...
    def later(self, at: datetime, *, minutes: float) -> datetime: ...
    def actor(self, user: User, at: datetime) -> Actor: ...
    def somebody(self, agency_id: int, role: Role) -> User | None: ...


def answer_what_is_asked(town: Town, dossier: Dossier, at: datetime) -> None:
    """Let each unit that is asked now answer in the time it has, most of them well within."""
    for asked in Consultation.objects.filter(dossier=dossier, answered_at=None, started_at__isnull=False):
        minutes = asked.half_days * town.calendar.minutes_per_day / 2 * town.random.uniform(0.2, 0.9)
        town.put(town.later(at, minutes=minutes), _answering(town, dossier, asked.agency_id))


def _answering(town: Town, dossier: Dossier, agency_id: int) -> Callable[[datetime], None]:
    def answer(at: datetime) -> None:
        officer = town.somebody(agency_id, Role.SPECIALIST) or town.somebody(agency_id, Role.LEADER)
        fresh = Dossier.objects.get(pk=dossier.pk)
        if officer is None or agency_id not in fresh.asked:
            return
        by = town.actor(officer, at)
        answered = actions.answer(
            dossier=fresh.pk, text="Đã kiểm tra, không vướng mắc.", agency_id=agency_id, by=by, at=at
        )
        answer_what_is_asked(town, answered, at)

    return answer


def turn(town: Town, dossier: Dossier, officer: User, at: datetime, go_on: Callable[[datetime], None]) -> bool:
    """Maybe let something come between; tell whether it did, and go on when it is over."""
    draw = town.random.randrange(100)
    if draw < LACK:
        return _lacks_a_paper(town, dossier, officer, at, go_on)
    if draw < LACK + ASK:
        return _needs_an_opinion(town, dossier, officer, at)
    if draw < LACK + ASK + APOLOGISE:
        return _will_be_late(town, dossier, at)
    return False


def _lacks_a_paper(
    town: Town, dossier: Dossier, officer: User, at: datetime, go_on: Callable[[datetime], None]
) -> bool:
    papers = [paper.name for paper in dossier.documents.order_by("position")][-1:]
    waiting = actions.request_supplement(
        dossier=dossier.pk, reason="Bản chụp mờ, thiếu trang sau. Mời bà con bổ sung.", papers=papers,
        asked_until=(at + timedelta(days=10)).date(), by=town.actor(officer, at), at=at,
    )  # fmt: skip

    def brought(then: datetime) -> None:
        clerk = town.somebody(waiting.unit_id, Role.COUNTER)
        if clerk is not None:
            actions.accept_supplement(dossier=waiting.pk, by=town.actor(clerk, then), at=then)
            go_on(town.later(then, minutes=120))

    if town.random.random() < 0.6:
        town.put(town.later(at, minutes=town.random.uniform(300, 2000)), brought)
    return True


def _needs_an_opinion(town: Town, dossier: Dossier, officer: User, at: datetime) -> bool:
    others = Agency.objects.existing_on(at.date()).filter(kind=Kind.DEPARTMENT).exclude(pk=dossier.holder_id)
    agency = town.random.choice(list(others.order_by("order")))
    asked = actions.consult(
        dossier=dossier.pk, agency=agency, question="Xin ý kiến về nội dung hồ sơ thuộc lĩnh vực quản lý.",
        half_days=town.random.choice((2, 4)), by=town.actor(officer, at), at=at,
    )  # fmt: skip
    answer_what_is_asked(town, asked, at)
    return False  # the work goes on meanwhile


def _will_be_late(town: Town, dossier: Dossier, at: datetime) -> bool:
    leader = town.somebody(dossier.holder_id, Role.LEADER)
    if leader is None or dossier.due_at is None:
        return False
    new_day = town.calendar.working_day_after(dossier.due_at.date(), town.random.randrange(2, 6))
    try:
        actions.extend(
            dossier=dossier.pk, reason="Cần đi thực tế kiểm tra lại.", new_due_on=new_day,
            by=town.actor(leader, at), at=at,
        )  # fmt: skip
    except StepNotOpen:
        return False  # it is too late for an apology that counts
    return False


def go_to_next_handling(town: Town, dossier: Dossier, officer: User, at: datetime) -> Dossier | None:
    """Go on to the next handling step; None where the next is for the leader, or the dossier waits.

    :raises StepNotOpen: an answer of another unit is still awaited
    """
    while ways.following(dossier).kind in (StepKind.HANDLING, StepKind.WAITING):
        dossier = actions.forward(dossier=dossier.pk, by=town.actor(officer, at), at=at)
        answer_what_is_asked(town, dossier, at)
        if dossier.status in RUNNING and dossier.step and dossier.step.kind == StepKind.HANDLING:
            return dossier
        if dossier.status == Status.AWAITING_PAYMENT:
            return dossier
    return None


def pay(town: Town, dossier: Dossier, at: datetime, go_on: Callable[[datetime], None]) -> None:
    """Let the citizen pay what is owed in the next days, most of them."""

    def proved(then: datetime) -> None:
        clerk = town.somebody(dossier.unit_id, Role.COUNTER)
        if clerk is not None:
            proof = f"BL {town.random.randrange(10_000, 99_999)}"
            actions.confirm_payment(dossier=dossier.pk, proof=proof, by=town.actor(clerk, then), at=then)
            go_on(town.later(then, minutes=90))

    if town.random.random() < 0.7:
        town.put(town.later(at, minutes=town.random.uniform(200, 1500)), proved)
