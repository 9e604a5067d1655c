"""Random lives: any verb, by anybody, at any hour, under each rule set; after every step all that must hold holds.

What is allowed and when it is due are worked out here a second time, from the law's text (law.md §2.15, §2.6, §2.8) and
the diary alone: not one line of lifecycle.py, steps.py or clock.py is asked. `MOTCUA_LIVES` says how many lives each
rule set gets; the diary is checked by the product's own verification as well.
"""

import os
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from motcua.dossiers import actions, actors, events, sealing
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import NotAllowed, StalePage
from motcua.dossiers.models import Applicant, Assignment, Dossier, Event
from motcua.dossiers.queries import account_of, clock_events, timeliness
from motcua.law import rule_sets
from motcua.lib.clock import VIETNAM
from motcua.organisations.models import Role
from motcua.working_time import due_dates, limits
from motcua.working_time.queries import calendar_of
from tests.factories import Office, acting, create_agency, create_officer, vn

LIVES = int(os.environ.get("MOTCUA_LIVES", "60"))
STEPS = 14
#: Making a failing life shorter takes many lives more: ask for it where somebody waits for the answer
PHASES = (Phase.generate, *((Phase.shrink,) if "MOTCUA_SHRINK" in os.environ else ()))

#: law.md §2.15, written down a second time: verb → {status before: statuses after}
LEGAL: dict[str, dict[str, set[str]]] = {
    "submit": {"": {"submitted"}},
    "receive": {"": {"received"}, "submitted": {"received"}},
    "refuse": {"submitted": {"refused"}, "awaiting_supplement": {"refused"}},
    "take-over": {"received": {"in_progress"}, "in_progress": {"in_progress"}},
    "forward": {"received": {"received"}, "in_progress": {"in_progress"}},
    "propose": {"in_progress": {"in_progress"}},
    "approve": {"in_progress": {"result_ready"}},
    "send-back": {"in_progress": {"in_progress"}},
    "settle": {"received": {"result_ready"}},
    "return-result": {"result_ready": {"returned"}},
    "withdraw": {
        status: {"withdrawn"}
        for status in ("submitted", "received", "in_progress", "awaiting_supplement", "awaiting_payment")
    },
    "request-supplement": {status: {"awaiting_supplement"} for status in ("submitted", "received", "in_progress")},
    "supply": {"awaiting_supplement": {"awaiting_supplement"}},
    "accept-supplement": {"awaiting_supplement": {"submitted", "in_progress"}},
    "request-payment": {status: {"awaiting_payment"} for status in ("received", "in_progress")},
    "confirm-payment": {"awaiting_payment": {"in_progress"}},
    "stop": {status: {"stopped"} for status in ("received", "in_progress", "awaiting_supplement", "awaiting_payment")},
    "extend": {status: {status} for status in ("received", "in_progress")},
    "consult": {status: {status} for status in ("received", "in_progress")},
    "answer": {status: {status} for status in ("received", "in_progress", "awaiting_supplement", "awaiting_payment")},
    "take-back": {"received": {"received"}, "in_progress": {"received", "in_progress"}},
    "recalculate": {
        status: {status} for status in ("received", "in_progress", "awaiting_supplement", "awaiting_payment")
    },
}
#: Who may ever do it: the roles of the people below
ROLES: dict[str, set[str]] = {
    "receive": {"counter"}, "refuse": {"counter"}, "take-over": {"specialist"}, "forward": {"specialist", "leader"},
    "propose": {"specialist"}, "approve": {"leader"}, "send-back": {"leader"}, "settle": {"counter"},
    "return-result": {"counter"}, "withdraw": {"counter", "citizen"}, "request-supplement": {"counter", "specialist"},
    "supply": {"citizen"}, "accept-supplement": {"counter"}, "request-payment": {"specialist"},
    "confirm-payment": {"counter", "specialist"}, "stop": {"leader", "counter"}, "extend": {"leader"},
    "consult": {"specialist"}, "answer": {"builder"}, "take-back": {"specialist", "leader"},
    "recalculate": {"overseer", "system"},
}  # fmt: skip
#: Verbs that end a life early: tried among all the others only, or few would grow old
ENDINGS = {"withdraw", "stop", "refuse"}
TERMINAL = {"returned", "refused", "withdrawn", "stopped"}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@dataclass
class Life:
    """One dossier, everybody who may want something of it, and the hour."""

    office: Office
    people: dict[str, Any]
    colleague: Any
    builders: Any
    at: datetime
    dossier: Dossier | None = None
    heard: list[tuple[UUID, int]] = field(default_factory=list)

    def actor(self, who: str) -> Actor:
        if who == "citizen":
            assert self.dossier is not None
            return actors.applicant(name="Trần Thị Bé Ba", dossier_id=self.dossier.pk)
        return actors.SYSTEM if who == "system" else acting(self.people[who], at=self.at)

    def begin(self, *, online: bool) -> None:
        self.dossier = self.office.submit(at=self.at) if online else self.office.receive(at=self.at)

    def do(self, verb: str, who: str, number: int) -> Dossier:
        """Try this verb; `number` chooses between the ways it can be said, the wrong ones included."""
        assert self.dossier is not None
        said: dict[str, Any] = {
            "refuse": {"reason": "Sai nơi"}, "propose": {"outcome": "granted", "summary": "Đủ"},
            "send-back": {"reason": "Sửa"}, "withdraw": {"reason": "Đổi ý"}, "stop": {"reason": "Xin dừng"},
            "request-supplement": {"reason": "Thiếu", "papers": ["Đơn đề nghị"] if number % 2 else []},
            "request-payment": {"reason": "Thuế", "limit_after": ["", "3 working days"][number % 2]},
            "confirm-payment": {"proof": "BL 1"}, "settle": {"summary": "Xong"}, "answer": {"text": "Đồng ý"},
            "supply": {"files": [actions.BroughtFile("a.png", PNG, "P1")]},
            "extend": {"reason": "Đo lại", "new_due_on": self.at.date() + timedelta(days=3 + number % 20)},
            "consult": {"agency": self.builders, "question": "Vướng không?", "half_days": 1 + number % 6},
            "recalculate": {"reason": "Đổi lịch"}, "forward": {"to": self.colleague} if number % 2 else {},
        }.get(verb, {})  # fmt: skip
        action = getattr(actions, verb.replace("-", "_"))
        return action(dossier=self.dossier.pk, by=self.actor(who), at=self.at, **said)


def expected_days(dossier: Dossier, rules: rule_sets.RuleSet) -> tuple[datetime, datetime, datetime]:
    """Work out (told, judged, national) from the diary, one line after the other."""
    calendar = calendar_of(None)
    limit = limits.parse(dossier.limit)
    received_at = dossier.received_at
    assert received_at is not None

    def due(since: datetime, of: limits.Limit, stops: list[tuple[datetime, datetime]]) -> datetime:
        counted = due_dates.due(since, of, rules=rules, calendar=calendar, stopped=stops).due_at
        if stops or of != limit or not dossier.version.same_day:
            return counted
        # handed over the same day, and received after three, the next working day
        day = calendar.received_on(since.astimezone(VIETNAM))
        if day == since.astimezone(VIETNAM).date() and since.astimezone(VIETNAM).hour >= 15:
            day = calendar.next_working_day(day) if since.astimezone(VIETNAM).time() > time(15) else day
        return min(counted, calendar.closing_of(day))

    told = judged = due(received_at, limit, [])
    since, of, own_stops, all_stops = received_at, limit, [], []
    stopped_at = None
    for line in Event.objects.filter(dossier=dossier).order_by("seq"):
        if line.verb == "extend":
            told = datetime.fromisoformat(line.detail["due_after"])
        elif line.verb in ("request-supplement", "request-payment") and line.detail.get("clock"):
            stopped_at = line.at
        elif line.verb in ("accept-supplement", "confirm-payment") and stopped_at is not None:
            was_late = stopped_at > judged
            all_stops.append((stopped_at, line.at))
            if line.verb == "accept-supplement":  # the whole limit anew
                since, of, own_stops = line.at, limit, []
            elif line.detail["clock"] == "restarted":
                since, of, own_stops = line.at, limits.parse(line.detail["limit"]), []
            else:
                own_stops = [*own_stops, (stopped_at, line.at)]
            fresh = due(since, of, own_stops)
            told, judged = max(told, fresh), judged if was_late else fresh
            stopped_at = None
    return told, judged, due(received_at, limit, all_stops)


def check(life: Life, before: str, verb: str) -> None:
    assert life.dossier is not None
    dossier = Dossier.objects.get(pk=life.dossier.pk)
    lines = list(Event.objects.filter(dossier=dossier).order_by("seq"))

    # one status, reached legally, and the diary says the same
    assert dossier.status in LEGAL[verb][before], (before, verb, dossier.status)
    assert [line.seq for line in lines] == list(range(1, dossier.diary_length + 1))
    assert (lines[-1].verb, lines[-1].status) == (verb, dossier.status)
    assert all(first.at <= second.at for first, second in pairwise(lines))
    assert not list(sealing.flaws())
    assert Applicant.objects.get(pk=dossier.applicant_id).agencies == dossier.agencies

    # somebody holds it at one step exactly while the clock runs or the result waits
    standing = Assignment.objects.filter(dossier=dossier, ended_at=None).count()
    assert standing == (1 if dossier.status in {"received", "in_progress", "result_ready"} else 0)
    waits = dossier.status in {"awaiting_supplement", "awaiting_payment"} and dossier.received_at is not None
    assert (dossier.clock_stopped_at is not None) is waits

    if dossier.received_at is None:
        assert clock_events(dossier) == []
        return
    # the three days, and the calendar that they were told by
    assert dossier.calendar_version == calendar_of(None).version
    assert not dossier.is_told_otherwise
    rules = dossier.rule_set
    assert rules == rule_sets.in_force_on(dossier.received_at.date())
    assert (dossier.due_at, dossier.judged_due_at, dossier.national_due_at) == expected_days(dossier, rules)
    assert lines[-1].due_at == dossier.due_at
    # every minute is somebody's
    account = account_of(dossier, at=life.at)
    assert account is not None
    until = dossier.finished_at or max(life.at, dossier.received_at)
    assert account.total == calendar_of(None).between(dossier.received_at, until)
    assert sum(charge.minutes for charge in account.charges) == account.total
    assert all(charge.agency or charge.waits_for for charge in account.charges if charge.minutes)
    # late is late
    if dossier.finished_at:
        assert (timeliness(dossier, at=life.at) == "late") is (dossier.finished_at > dossier.judged_due_at)
    elif not waits:
        assert (timeliness(dossier, at=life.at) == "overdue") is (life.at > dossier.judged_due_at)
        assert Dossier.objects.overdue(at=life.at).filter(pk=dossier.pk).exists() is (life.at > dossier.judged_due_at)


def live(life: Life, luck: Random, seen: set[str]) -> None:
    life.begin(online=luck.random() < 0.5)
    assert life.dossier is not None
    check(life, "", "submit" if life.dossier.status == "submitted" else "receive")
    for _step in range(STEPS):
        life.at += timedelta(minutes=luck.choice([0, 1, 40, 300, 1440, 1500, 4320, 12000]))
        before = Dossier.objects.values().get(pk=life.dossier.pk)
        # one in six is any verb, one in six is by anybody; the others fit, so that lives get somewhere
        everything = sorted(set(LEGAL) - {"submit"})
        fitting = [verb for verb in everything if before["status"] in LEGAL[verb] and verb not in ENDINGS] or everything
        verb = luck.choice(everything if luck.random() < 1 / 6 else fitting)
        everybody = [*life.people, "citizen", "system"]
        fits = [who for who in everybody if who.rstrip("2") in ROLES[verb]]
        who = luck.choice(everybody if luck.random() < 1 / 6 else fits)
        try:
            with transaction.atomic():
                life.do(verb, who, luck.randrange(10))
        except (NotAllowed, ValidationError):
            assert Dossier.objects.values().get(pk=life.dossier.pk) == before
            assert Event.objects.filter(dossier=life.dossier).count() == before["diary_length"]
            continue
        assert who.rstrip("2") in ROLES[verb], f"{who} did {verb}"
        assert before["status"] not in TERMINAL
        check(life, before["status"], verb)
        seen.add(Dossier.objects.values_list("status", flat=True).get(pk=life.dossier.pk))


@pytest.mark.parametrize("began", [vn("2018-10-22 09:00"), vn("2025-08-25 13:30"), vn("2026-08-27 16:59")])
def test_whatever_anybody_tries_the_law_holds(db, began: datetime):
    people, office = _people()
    seen: set[str] = set()

    @settings(
        max_examples=LIVES, deadline=None, database=None, derandomize=True, phases=PHASES,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(luck=st.randoms(use_true_random=True))
    def lives(luck: Random) -> None:
        office.version.same_day = luck.random() < 0.2
        office.version.save()
        sid = transaction.savepoint()
        life = Life(office, people, people["specialist2"], people["builder"].posts.get().agency, began)
        try:
            live(life, luck, seen)
            _hear(life)
        finally:
            transaction.savepoint_rollback(sid)

    lives()
    if LIVES >= 60:  # lives that all end at the door would prove nothing
        assert {"returned", "stopped", "withdrawn", "awaiting_supplement", "awaiting_payment"} <= seen, seen


def _people() -> tuple[dict[str, Any], Office]:
    office = Office(limit="3 working days")
    builders = create_agency("so-xay-dung", name="Sở Xây dựng")
    return {
        "counter": office.lan, "specialist": office.hai, "leader": office.sau,
        "specialist2": create_officer(Role.SPECIALIST, office.department),
        "builder": create_officer(Role.SPECIALIST, builders),
        "overseer": create_officer(Role.CENTRE, office.centre),
        "stranger": create_officer(Role.SPECIALIST, create_agency()),
        "elsewhere": create_officer(Role.LEADER, create_agency()),
    }, office  # fmt: skip


def _hear(life: Life) -> None:
    """Let a follower hear of the whole life: each event once and in order."""
    assert life.dossier is not None
    real_at = datetime.fromisoformat("2026-11-24T15:00:00+00:00")

    def handle(batch: Any) -> None:
        life.heard.extend((line.dossier_id, line.seq) for line in batch)

    while events.hand_over_some("notifications", handle, real_at=real_at):
        pass
    length = Dossier.objects.get(pk=life.dossier.pk).diary_length
    assert life.heard == [(life.dossier.pk, seq) for seq in range(1, length + 1)]


def test_a_page_that_is_stale_acts_on_nothing_whatever_the_verb(db):
    people, office = _people()
    dossier = office.receive()
    office.take_over(dossier, at=vn("2018-10-22 10:00"))
    life = Life(office, people, people["specialist2"], people["builder"].posts.get().agency, vn("2018-10-22 11:00"))
    life.dossier = dossier
    for verb in sorted(set(LEGAL) - {"submit"}):
        action = getattr(actions, verb.replace("-", "_"))
        with pytest.raises((StalePage, TypeError)) as refusal:
            action(dossier=dossier.pk, by=life.actor("specialist"), at=life.at, expected_version=1)
        if refusal.type is TypeError:  # a verb that wants words is asked with some
            with pytest.raises(StalePage):
                _with_words(life, verb)
    assert Dossier.objects.get(pk=dossier.pk).version_number == 2


def _with_words(life: Life, verb: str) -> None:
    original = getattr(actions, verb.replace("-", "_"))
    said = {
        "refuse": {"reason": "x"}, "propose": {"outcome": "granted", "summary": "x"}, "send-back": {"reason": "x"},
        "withdraw": {"reason": "x"}, "stop": {"reason": "x"}, "request-supplement": {"reason": "x"},
        "request-payment": {"reason": "x"}, "confirm-payment": {"proof": "x"}, "settle": {"summary": "x"},
        "answer": {"text": "x"}, "supply": {"files": []}, "recalculate": {"reason": "x"},
        "extend": {"reason": "x", "new_due_on": date(2018, 11, 1)},
        "consult": {"agency": life.builders, "question": "x", "half_days": 1},
    }[verb]  # fmt: skip
    assert life.dossier is not None
    original(dossier=life.dossier.pk, by=life.actor("specialist"), at=life.at, expected_version=1, **said)


def test_codes_are_never_given_twice_over_many_lives(db):
    office = Office()
    for minute in range(30):
        office.receive(at=vn(f"2018-10-22 09:{minute:02d}"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT code), count(DISTINCT quick_code) FROM dossiers_dossier")
        assert cursor.fetchone() == (30, 30, 30)
