"""A small province in which anything may happen to a dossier, and what each of them was at the end of every day."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from motcua.catalogue.models import Field, ProcedureVersion
from motcua.dossiers import actions, actors
from motcua.dossiers.lifecycle import NotAllowed
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import timeliness
from motcua.lib.midnight import end_of
from motcua.lib.uuid7 import uuid7
from motcua.organisations.models import Agency, Kind, Role
from tests.factories import (
    MAI,
    Office,
    acting,
    create_agency,
    create_application,
    create_officer,
    create_version,
    vn,
)

FIRST, LAST = date(2018, 10, 1), date(2018, 12, 14)
#: What mostly happens next, by where a dossier stands
NEXT = {
    "submitted": "receive", "awaiting_supplement": "accept_supplement", "awaiting_payment": "confirm_payment",
    "result_ready": "return_result",
}  # fmt: skip
#: What else may happen, and how often beside the others
ANYTHING = {
    "request_supplement": 14, "request_payment": 9, "extend": 6, "move": 4, "refuse": 2, "settle": 2, "withdraw": 1,
    "stop": 1, "send_back": 1, "take_back": 1, "recalculate": 1, "forward": 1, "accept_supplement": 1,
    "confirm_payment": 1,
}  # fmt: skip


@dataclass
class Seen:
    """One dossier as it stood after a verb."""

    at: datetime
    dossier: Dossier


class PlayedProvince(Office):
    """Two departments and a commune; three procedures of two fields; every channel; dossiers that change hands."""

    def __init__(self, luck: Random) -> None:
        super().__init__()
        self.luck = luck
        self.diem = create_officer(Role.CENTRE, self.centre, username="diem")
        self.other = create_agency("so-xay-dung", name="Sở Xây dựng")
        self.commune = create_agency("xa-vien-an", kind=Kind.COMMUNE, name="Xã Viên An")
        building = Field.objects.create(key="xay-dung", name="Xây dựng")
        self.versions: dict[str, tuple[ProcedureVersion, Agency]] = {
            "civil": (self.version, self.centre),
            "building": (create_version(self.other, limit="5 working days", field=building), self.centre),
            "same day": (create_version(None, levels=("commune",), same_day=True), self.commune),
        }
        self.people = {
            agency.pk: {role: create_officer(role, agency) for role in (Role.COUNTER, Role.SPECIALIST, Role.LEADER)}
            for agency in (self.centre, self.department, self.other, self.commune)
        }
        self.days: dict[UUID, list[Seen]] = {}

    def play(self, number: int, *, after_each: Callable[[], object] = lambda: None) -> "PlayedProvince":
        for _ in range(number):
            self._one_life(after_each)
        return self

    def _one_life(self, after_each: Callable[[], object]) -> None:
        day = FIRST + timedelta(days=self.luck.randrange(50))
        at = vn(f"{day} {self.luck.choice(['07:30', '10:05', '15:40', '23:50'])}")
        dossier = self._begun(at)
        self._see(dossier, at)
        for _ in range(self.luck.randrange(12)):
            at += timedelta(minutes=self.luck.choice([0, 1, 30, 200, 700, 1440, 2900, 4400, 9000]))
            fresh = self._fresh(dossier)
            (verb,) = self.luck.choices(list(ANYTHING), list(ANYTHING.values()))
            verb = _next(fresh) if self.luck.random() < 0.6 else verb
            try:
                with transaction.atomic():
                    getattr(self, f"_{verb}")(fresh, at)
            except (NotAllowed, ValidationError):
                continue
            self._see(dossier, at)
            after_each()

    def _begun(self, at: datetime) -> Dossier:
        self.version, unit = self.versions[self.luck.choice(list(self.versions))]
        self.desk = unit
        how = self.luck.random()
        if how < 0.3:
            return self._handed_in(at, channel=self.luck.choice(["online", "post"]))
        if how < 0.4:
            at -= timedelta(days=self.luck.randrange(1, 20))
            return self._from_the_ledger(at)
        return self._at_the_counter(at)

    def _application(self, at: datetime, **more: Any) -> Any:
        return create_application(self.version, self.desk, on=at.date(), **more)

    def _handed_in(self, at: datetime, *, channel: str) -> Dossier:
        by = None if channel == "online" else self._who(Role.COUNTER, self.desk.pk, at)
        dossier = actions.submit(application=self._application(at, channel=channel), by=by, at=at)
        if self.luck.random() < 0.8:
            self._receive(dossier, at)
        return dossier

    def _from_the_ledger(self, received_at: datetime) -> Dossier:
        at = received_at + timedelta(days=self.luck.randrange(2, 9))
        decided_at = received_at + timedelta(days=self.luck.randrange(2)) if self.luck.random() < 0.5 else None
        row = actions.LateRow(
            uuid7(), self.version.procedure.code, MAI, received_at, decided_at=decided_at,
            returned_at=decided_at if self.luck.random() < 0.5 else None,
        )  # fmt: skip
        by = self._who(Role.COUNTER, self.desk.pk, at)
        (outcome,) = actions.enter_late(rows=[row], unit=self.desk, by=by, at=at)
        if outcome.dossier is None:  # the same line twice, or a day without rules
            return self._at_the_counter(at)
        return outcome.dossier

    def _at_the_counter(self, at: datetime) -> Dossier:
        by = self._who(Role.COUNTER, self.desk.pk, at)
        return actions.receive_at_counter(application=self._application(at), by=by, at=at)

    def _who(self, role: Role, agency: int, at: datetime) -> actors.Actor:
        return acting(self.people[agency][role], at=at)

    def _fresh(self, dossier: Dossier) -> Dossier:
        return Dossier.objects.get(pk=dossier.pk)

    # What may happen

    def _receive(self, dossier: Dossier, at: datetime) -> None:
        actions.receive(dossier=dossier, by=self._who(Role.COUNTER, dossier.unit_id, at), at=at)

    def _take_over(self, dossier: Dossier, at: datetime) -> None:
        actions.take_over(dossier=dossier, by=self._who(Role.SPECIALIST, dossier.holder_id, at), at=at)

    def _propose(self, dossier: Dossier, at: datetime) -> None:
        by = self._who(Role.SPECIALIST, dossier.holder_id, at)
        actions.propose(dossier=dossier, outcome="granted", summary="Đủ.", by=by, at=at)

    def _approve(self, dossier: Dossier, at: datetime) -> None:
        actions.approve(dossier=dossier, by=self._who(Role.LEADER, dossier.holder_id, at), at=at)

    def _return_result(self, dossier: Dossier, at: datetime) -> None:
        actions.return_result(dossier=dossier, by=self._who(Role.COUNTER, dossier.unit_id, at), at=at)

    def _request_supplement(self, dossier: Dossier, at: datetime) -> None:
        role, place = (Role.SPECIALIST, dossier.holder_id) if dossier.received_at else (Role.COUNTER, dossier.unit_id)
        actions.request_supplement(dossier=dossier, reason="Thiếu.", by=self._who(role, place, at), at=at)

    def _accept_supplement(self, dossier: Dossier, at: datetime) -> None:
        actions.accept_supplement(dossier=dossier, by=self._who(Role.COUNTER, dossier.unit_id, at), at=at)

    def _request_payment(self, dossier: Dossier, at: datetime) -> None:
        limit = self.luck.choice(["", "3 working days"])
        by = self._who(Role.SPECIALIST, dossier.holder_id, at)
        actions.request_payment(dossier=dossier, reason="Phí.", limit_after=limit, by=by, at=at)

    def _confirm_payment(self, dossier: Dossier, at: datetime) -> None:
        actions.confirm_payment(dossier=dossier, proof="BL 1", by=self._who(Role.COUNTER, dossier.unit_id, at), at=at)

    def _extend(self, dossier: Dossier, at: datetime) -> None:
        day = localdate(dossier.due_at or at) + timedelta(days=self.luck.randrange(1, 8))
        by = self._who(Role.LEADER, dossier.holder_id, at)
        actions.extend(dossier=dossier, reason="Đo lại.", new_due_on=day, by=by, at=at)

    def _withdraw(self, dossier: Dossier, at: datetime) -> None:
        by = self._who(Role.COUNTER, dossier.unit_id, at)
        actions.withdraw(dossier=dossier, reason="Đổi ý.", by=by, at=at)

    def _stop(self, dossier: Dossier, at: datetime) -> None:
        actions.stop(dossier=dossier, reason="Xin dừng.", by=self._who(Role.LEADER, dossier.holder_id, at), at=at)

    def _send_back(self, dossier: Dossier, at: datetime) -> None:
        actions.send_back(dossier=dossier, reason="Sửa.", by=self._who(Role.LEADER, dossier.holder_id, at), at=at)

    def _take_back(self, dossier: Dossier, at: datetime) -> None:
        role = Role.SPECIALIST if dossier.last_verb != "send-back" else Role.LEADER
        actions.take_back(dossier=dossier, by=self._who(role, dossier.holder_id, at), at=at)

    def _recalculate(self, dossier: Dossier, at: datetime) -> None:
        actions.recalculate(dossier=dossier, reason="Đổi lịch.", by=actors.SYSTEM, at=at)

    def _forward(self, dossier: Dossier, at: datetime) -> None:
        actions.forward(dossier=dossier, by=self._who(Role.SPECIALIST, dossier.holder_id, at), at=at)

    def _refuse(self, dossier: Dossier, at: datetime) -> None:
        actions.refuse(dossier=dossier, reason="Sai.", by=self._who(Role.COUNTER, dossier.unit_id, at), at=at)

    def _settle(self, dossier: Dossier, at: datetime) -> None:
        actions.settle(dossier=dossier, summary="Xong.", by=self._who(Role.COUNTER, dossier.unit_id, at), at=at)

    def _move(self, dossier: Dossier, at: datetime) -> None:
        """Another department settles it from now on, as the Centre says."""
        to = self.other if dossier.holder_id != self.other.pk else self.department
        actions.transfer(dossier=dossier, agency=to, reason="Đúng nơi.", by=acting(self.diem, at=at), at=at)

    # What it was

    def _see(self, dossier: Dossier, at: datetime) -> None:
        fresh = self._fresh(dossier)
        at = max(at, fresh.moved_at)
        self.days.setdefault(dossier.pk, []).append(Seen(at, fresh))

    def as_on(self, day: date) -> list[Dossier]:
        """Return the dossiers that were open when this day ended, each as it stood then.

        What was typed later from the ledger was open, too, on the days that the paper says.
        """
        found = []
        for seen in self.days.values():
            until_then = [step for step in seen if step.at < end_of(day)] or seen[:1]
            dossier = until_then[-1].dossier
            if dossier.received_at is None or localdate(dossier.received_at) > day:
                continue
            if dossier.finished_at is None or localdate(dossier.finished_at) > day:
                found.append(dossier)
        return found


def _next(dossier: Dossier) -> str:
    if dossier.status in NEXT:
        return NEXT[dossier.status]
    if dossier.step is not None and dossier.step.kind == "approval":
        return "approve"
    return "propose" if dossier.officer else "take_over"


def state_at_the_end_of(day: date, dossier: Dossier) -> str:
    """Say "in_time", "overdue" or "waiting": what every page would have said when this day ended."""
    undecided = copy(dossier)
    undecided.finished_at = None  # the ledger says that it was decided later
    state = timeliness(undecided, at=end_of(day))
    return "in_time" if state == "soon" else state
