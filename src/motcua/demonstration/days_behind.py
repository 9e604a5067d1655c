"""The working weeks that lie behind a demonstration: played through the very verbs that officers use.

Nothing is written past the actions, so every dossier has a true diary, true steps and a true promise. The same seed
plays the same weeks. What happens after `until` is left undone: that is the work on everybody's desk this morning.
"""

import heapq
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from django.conf import settings
from django.db import connection, transaction
from django.db.models import prefetch_related_objects
from django.utils.module_loading import import_string

from motcua.accounts.models import User
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.processes import half_days_in
from motcua.catalogue.queries import Offer, competent_agency, limit_for, receivable_at, receptions_at
from motcua.demonstration import turns
from motcua.demonstration.townsfolk import Townsfolk
from motcua.dossiers import actions, actors, events, quick_codes
from motcua.dossiers.actors import Actor
from motcua.dossiers.application import Application, HandedIn
from motcua.dossiers.lifecycle import Status, StepNotOpen
from motcua.dossiers.models import Dossier
from motcua.handovers.actions import confirm, hand_over
from motcua.handovers.models import Direction
from motcua.handovers.queries import to_hand_over
from motcua.lib.clock import VIETNAM
from motcua.organisations.models import Agency, Kind, Post, Role
from motcua.ratings.actions import rate
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.limits import parse
from motcua.working_time.queries import calendar_of

WORKING_DAYS_BEHIND = 10
#: Receptions a working day, by kind of unit; a commune has its own habit (see _habits)
A_DAY = {Kind.CENTRE: 7.0, Kind.DISTRICT: 0.7}
#: Dossiers that lie open with an agency this morning, beside what the days above leave: few, but for the busy ones
OPEN_THIS_MORNING = {"so-tu-phap": 14, "cong-ty-dien-luc-ca-mau": 9, "so-tai-nguyen-va-moi-truong": 8}
OPEN_ELSEWHERE = 3
#: When the Centre and the districts carry the day's paper to the agencies: what came after three goes tomorrow
AFTERNOON_ROUND = time(15, 10, tzinfo=VIETNAM)
#: Shares of communes that use the software daily, now and then, hardly, and never (mission M5)
COMMUNE_HABITS = ((0.55, 0.26), (0.25, 0.14), (0.12, 0.05), (0.08, 0.0))


def play(*, until: datetime, say: Callable[[str], object], days: int = WORKING_DAYS_BEHIND, seed: int = 1743) -> None:
    """Play the working days before `until`: receptions, casework, decisions, returns, ratings, in the order of time."""
    weeks = _Weeks(until=until, days=days, random=random.Random(seed))
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")  # a demonstration can be loaded again
    weeks.plan()
    weeks.happen(say)
    weeks.hear_of_it()
    say(f"  {Dossier.objects.count()} dossiers over {days} working days")


@dataclass(order=True)
class _Happening:
    at: datetime
    order: int
    act: Callable[[datetime], None] = field(compare=False)


@dataclass(frozen=True)
class _Desk:
    unit: Agency
    officers: Sequence[User]
    offers: Sequence[Offer]
    weights: Sequence[int]


class _Weeks:
    """What happens, and who is there to make it happen."""

    def __init__(self, *, until: datetime, days: int, random: random.Random) -> None:
        self.until, self.days, self.random = until, days, random
        self.calendar: WorkingCalendar = calendar_of(None)
        self.townsfolk = Townsfolk(random)
        self.people = _people_by_unit()
        self.agenda: list[_Happening] = []
        self.order = count()
        self.actors: dict[tuple[int, date], Actor] = {}
        self.versions: dict[int, ProcedureVersion] = {}

    def plan(self) -> None:
        """Put every reception of the weeks on the agenda."""
        today = self.until.date()
        days = [day for day in (today - timedelta(days=n) for n in range(60)) if self.calendar.is_working_day(day)]
        days = [day for day in days if day < today][: self.days]
        for desk, a_day in self._habits(on=today):
            for day in reversed(days):
                for _ in range(self._how_many(a_day)):
                    self.put(self._moment_on(day), self._reception(desk))
            if desk.unit.kind == Kind.CENTRE:
                self._plan_open_work(desk, days)
                self.put(self.until - timedelta(hours=30), self._online_dossiers(desk))
            if desk.unit.kind in A_DAY:
                for day in reversed(days):
                    self.put(datetime.combine(day, AFTERNOON_ROUND), self._paper_round(desk))

    def _plan_open_work(self, desk: _Desk, days: Sequence[date]) -> None:
        """Put receptions on the agenda whose dossiers are still on somebody's desk when the demonstration begins."""
        by_agency: dict[str, list[Offer]] = defaultdict(list)
        for offer in desk.offers:
            by_agency[offer.competent.key].append(offer)
        for key, offers in by_agency.items():
            weights = [max(1, offer.version.procedure.popularity) for offer in offers]
            for offer in self.random.choices(offers, weights, k=OPEN_THIS_MORNING.get(key, OPEN_ELSEWHERE)):
                self.put(self._moment_on(self._day_still_open(offer, days)), self._open_reception(desk, offer))

    def _day_still_open(self, offer: Offer, days: Sequence[date]) -> date:
        """Return a working day, latest first in `days`, from which this procedure is due within the week to come."""
        half_days = half_days_in(parse(limit_for(offer.version, case=None, channel="counter").committed))
        latest = min(len(days), max(1, half_days // 2))
        return days[self.random.randrange(max(0, latest - 5), latest)]

    def _open_reception(self, desk: _Desk, offer: Offer) -> Callable[[datetime], None]:
        """Receive a dossier that nobody has taken yet, or that is in hand, or that waits to be signed."""

        def receive(at: datetime) -> None:
            officer = self._officer_for(desk, offer)
            application = self._application(desk.unit, offer, at)
            dossier = actions.receive_at_counter(application=application, by=self.actor(officer, at), at=at)
            stage = self.random.choices(("lies", "in hand", "to sign"), (15, 50, 35))[0]
            if stage == "lies":
                return
            elapsed = self.calendar.between(at, self.until)
            minutes = elapsed if stage == "to sign" else elapsed * 20
            self.put(
                self.later(at, minutes=elapsed * self.random.uniform(0.1, 0.4)),
                lambda then: self._take_over(dossier, then, minutes, until_signed=False),
            )

        return receive

    def happen(self, say: Callable[[str], object]) -> None:
        """Let everything on the agenda happen, in the order of time, until the demonstration begins."""
        day = None
        while self.agenda and self.agenda[0].at < self.until:
            happening = heapq.heappop(self.agenda)
            if happening.at.date() != day and happening.at.date().weekday() == 0:
                day = happening.at.date()
                say(f"  the week of {day:%d/%m/%Y} …")
            happening.act(happening.at)

    def hear_of_it(self) -> None:
        """Let the followers hear of all of it, as the worker would have."""
        for follower, path in settings.DOSSIER_FOLLOWERS.items():
            handle = import_string(path)
            while events.hand_over_some(follower, handle, real_at=datetime.now(UTC), limit=500):
                pass

    def _paper_round(self, desk: _Desk) -> Callable[[datetime], None]:
        """Carry the paper of the day to the agencies; they say that it came before they close."""

        def carry(at: datetime) -> None:
            clerk = self.actor(desk.officers[0], at)
            waiting: dict[Agency, list[Dossier]] = defaultdict(list)
            for dossier in to_hand_over(clerk).filter(unit=desk.unit, received_at__lte=at):
                waiting[dossier.agency].append(dossier)
            for agency, dossiers in waiting.items():
                sheet = hand_over(
                    dossiers=[dossier.pk for dossier in dossiers], giver=desk.unit, taker=agency,
                    direction=Direction.OUT, by=clerk, at=at,
                )  # fmt: skip
                taker = self.somebody(agency.pk, Role.SPECIALIST)
                if taker is not None:
                    confirm(handover=sheet, by=self.actor(taker, at), at=at + timedelta(minutes=35))

        return carry

    def _habits(self, *, on: date) -> Iterator[tuple[_Desk, float]]:
        communes = 0
        for unit in Agency.objects.existing_on(on).with_desk().select_related("parent").order_by("order"):
            officers = self.people[unit.pk].get(Role.COUNTER, [])
            a_day = A_DAY.get(Kind(unit.kind))
            if a_day is None:
                communes += 1
                a_day = self._commune_habit()
            if officers and a_day:
                yield self._desk(unit, officers, on=on), a_day

    def _commune_habit(self) -> float:
        draw = self.random.random()
        for share, a_day in COMMUNE_HABITS:
            if draw < share:
                return a_day
            draw -= share
        return 0.0

    def _desk(self, unit: Agency, officers: Sequence[User], *, on: date) -> _Desk:
        versions = list(receivable_at(unit, on=on).select_related("procedure", "field", "agency"))
        receptions = receptions_at(unit, on=on).select_related("on_behalf_of")
        reception_of = {reception.procedure_id: reception for reception in receptions}
        offers = []
        for version in versions:
            known = self.versions.setdefault(version.pk, version)
            competent = competent_agency(known, reception_of[version.procedure_id], unit)
            offers.append(Offer(version=known, competent=competent))
        prefetch_related_objects([offer.version for offer in offers], "documents", "limits", "cases")
        return _Desk(unit, officers, offers, [max(1, offer.version.procedure.popularity) for offer in offers])

    def _how_many(self, a_day: float) -> int:
        whole = int(a_day)
        return whole + (self.random.random() < a_day - whole)

    def _moment_on(self, day: date) -> datetime:
        """Return a moment in opening hours; mornings are busier."""
        morning = self.random.random() < 0.62
        hour, minutes = (7, 230) if morning else (13, 225)
        return datetime(day.year, day.month, day.day, hour, 5, tzinfo=VIETNAM) + timedelta(
            minutes=self.random.triangular(0, minutes, 70), seconds=self.random.randrange(60)
        )

    def put(self, at: datetime, act: Callable[[datetime], None]) -> None:
        heapq.heappush(self.agenda, _Happening(at.replace(microsecond=0), next(self.order), act))

    def later(self, at: datetime, *, minutes: float) -> datetime:
        """Return the moment so many working minutes later, and a little into it."""
        return self.calendar.add_working(at, max(1, int(minutes))) + timedelta(seconds=self.random.randrange(50))

    def actor(self, user: User, at: datetime) -> Actor:
        key = (user.pk, at.date())
        if key not in self.actors:
            self.actors[key] = actors.officer(user, at=at)
        return self.actors[key]

    def _reception(self, desk: _Desk) -> Callable[[datetime], None]:
        def receive(at: datetime) -> None:
            [offer] = self.random.choices(desk.offers, desk.weights)
            officer = self._officer_for(desk, offer)
            dossier = actions.receive_at_counter(
                application=self._application(desk.unit, offer, at), by=self.actor(officer, at), at=at
            )
            self._work_on(dossier, at)

        return receive

    def _officer_for(self, desk: _Desk, offer: Offer) -> User:
        """At the Centre each counter has its fields; elsewhere whoever is there receives everything."""
        fitting = [user for user in desk.officers if offer.version.field.key in _fields_of(user)]
        return self.random.choice(fitting or list(desk.officers))

    def _application(self, unit: Agency, offer: Offer, at: datetime, channel: str = "counter") -> Application:
        version = offer.version
        cases = list(version.cases.all())
        case = self.random.choice(cases) if cases else None
        papers = [paper for paper in version.documents.all() if paper.case_id in (None, case.pk if case else None)]
        return Application(
            offer=offer,
            unit=unit,
            applicant=self.townsfolk.somebody(version.audience, near=unit),
            case=case,
            channel=channel,
            result_channel=self.random.choices(("counter", "post", "online"), (80, 17, 3))[0],
            documents=[
                HandedIn(paper.code, paper.originals, paper.copies if paper.originals + paper.copies else 1)
                for paper in papers
                if paper.is_required or self.random.random() < 0.3
            ],
        )

    def _work_on(self, dossier: Dossier, received_at: datetime) -> None:
        """Decide how this dossier will fare: most are done well before their day, some just in time, a few late."""
        assert dossier.due_at is not None  # it was received a moment ago
        whole = max(60, self.calendar.between(received_at, dossier.due_at))
        share = self.random.choices((0.45, 0.72, 0.93, 1.22), (40, 38, 19, 3))[0] * self.random.uniform(0.85, 1.06)
        self.put(
            self.later(received_at, minutes=whole * share * 0.25),
            lambda at: self._take_over(dossier, at, whole * share),
        )

    def _take_over(self, dossier: Dossier, at: datetime, minutes: float, *, until_signed: bool = True) -> None:
        officer = self.somebody(dossier.holder_id, Role.SPECIALIST)
        if officer is None or (until_signed and self.random.random() < 0.01):
            return  # it lies there: the Centre will ask
        dossier = actions.take_over(dossier=dossier.pk, by=self.actor(officer, at), at=at)
        turns.answer_what_is_asked(self, dossier, at)

        def handle(then: datetime) -> None:
            self._handle(dossier, officer, then, minutes, until_signed=until_signed)

        if not turns.turn(self, dossier, officer, at, lambda then: self.put(then, handle)):
            self.put(self.later(at, minutes=minutes * 0.55), handle)

    def _handle(
        self, dossier: Dossier, officer: User, at: datetime, minutes: float, *, until_signed: bool = True
    ) -> None:
        """Go on to the next handling step while there is one, then put it before the leader."""

        def again(then: datetime) -> None:
            self._handle(dossier, officer, then, minutes, until_signed=until_signed)

        dossier = Dossier.objects.select_related("process", "step", "applicant", "unit", "case").get(pk=dossier.pk)
        try:
            following = turns.go_to_next_handling(self, dossier, officer, at)
            if following is None:
                dossier = self._propose(dossier, officer, at)
        except StepNotOpen:  # another unit has still to answer
            self.put(self.later(at, minutes=240), again)
            return
        if following is not None and following.status == Status.AWAITING_PAYMENT:
            turns.pay(self, following, at, lambda then: self.put(then, again))
        elif following is not None:
            self.put(
                self.later(at, minutes=minutes * 0.1), lambda then: self._take_over(following, then, minutes * 0.3)
            )
        elif until_signed:
            self.put(self.later(at, minutes=minutes * 0.2), lambda then: self._decide(dossier, then))

    def _propose(self, dossier: Dossier, officer: User, at: datetime) -> Dossier:
        summary = "Hồ sơ đủ thành phần, đúng quy định. Đề xuất giải quyết."
        return actions.propose(
            dossier=dossier.pk, outcome="granted", summary=summary, by=self.actor(officer, at), at=at
        )

    def _decide(self, dossier: Dossier, at: datetime) -> None:
        leader = self.somebody(dossier.holder_id, Role.LEADER)
        if leader is None:
            return
        by = self.actor(leader, at)
        if self.random.random() < 0.03:
            dossier = actions.send_back(dossier=dossier.pk, reason="Ghi rõ căn cứ pháp lý ở mục 2.", by=by, at=at)
            officer = dossier.officer
            assert officer is not None  # it goes back to whoever proposed it
            self.put(self.later(at, minutes=90), lambda then: self._handle(dossier, officer, then, 240))
            return
        dossier = actions.approve(dossier=dossier.pk, by=by, at=at)
        if self.random.random() < 0.93:
            fetched_at = self.later(at, minutes=self.random.expovariate(1 / 500) + 30)
            self.put(fetched_at, lambda then: self._fetch(dossier, then))

    def _fetch(self, dossier: Dossier, at: datetime) -> None:
        officer = self.somebody(dossier.unit_id, Role.COUNTER)
        assert officer is not None  # somebody received it here
        dossier = actions.return_result(dossier=dossier.pk, by=self.actor(officer, at), at=at)
        if self.random.random() < 0.55:
            level = self.random.choices((5, 4, 3, 2), (830, 158, 9, 3))[0]
            self.put(at + timedelta(minutes=2), lambda then: rate_at_counter(dossier, level, then))

    def _online_dossiers(self, desk: _Desk) -> Callable[[datetime], None]:
        """Some hand in over the weekend, from home: this morning's queue."""
        online = [offer for offer in desk.offers if offer.version.is_online]

        def hand_in(at: datetime) -> None:
            for n in range(7 if online else 0):
                then = at + timedelta(minutes=137 * n)
                application = self._application(desk.unit, self.random.choice(online), then, channel="online")
                actions.submit(application=application, by=None, at=then)

        return hand_in

    def somebody(self, agency_id: int, role: Role) -> User | None:
        """Return somebody who holds this role there; whoever comes first has more on the desk than the others."""
        people = self.people[agency_id].get(role, [])
        return people[0] if people and self.random.random() < 0.4 else self.random.choice(people or [None])


def rate_at_counter(dossier: Dossier, level: int, at: datetime) -> None:
    """Rate with the token that stands on the receipt, as the citizen does."""

    token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
    with transaction.atomic():
        rate(quick_code=dossier.quick_code, token=token, level=level, at=at)


def _people_by_unit() -> dict[int, dict[Role, list[User]]]:
    people: dict[int, dict[Role, list[User]]] = defaultdict(lambda: defaultdict(list))
    for post in Post.objects.select_related("user").order_by("id"):
        people[post.agency_id][Role(post.role)].append(post.user)
        post.user.counter_fields = post.counter_fields  # type: ignore[attr-defined]
    return people


def _fields_of(user: User) -> Sequence[str]:
    return getattr(user, "counter_fields", ())
