"""What the verbs of a life share, as motcua.dossiers.steps, ways, shares and timekeeping have it for the actions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

from motcua.bench.growing.belongings import Handed, Line, Outcome, Share, Spell
from motcua.bench.growing.identifiers import Identifiers
from motcua.bench.growing.snapshot import Matter, Officer, Province
from motcua.bench.growing.townsfolk import Visitor
from motcua.catalogue.models import ProcessStep, StepKind, TaskPlace
from motcua.dossiers import clock, deadlines, routing, steps, ways
from motcua.dossiers.clock import ClockEvent, Kind
from motcua.dossiers.events import hash_of
from motcua.dossiers.lifecycle import Status, Verb
from motcua.law.rule_sets import RuleSet
from motcua.organisations.models import Agency


class Moving:
    """A dossier with everything that belongs to it. Its names are those of the model, which it stands in for."""

    # What a dossier is before anything has happened to it
    consignment = rules = limit = calendar_version = waits_for = last_verb = ""
    process_id: int | None = None
    code: str | None = None
    book_number: int | None = None
    status: str = Status.DRAFT.value
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    first_due_at: datetime | None = None
    judged_due_at: datetime | None = None
    national_due_at: datetime | None = None
    clock_stopped_at: datetime | None = None
    extended_at: datetime | None = None
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    step_due_at: datetime | None = None
    supplement_requests = 0
    last_by_id: int | None = None
    officer: Officer | None = None
    step: ProcessStep | None = None
    outcome: Outcome | None = None
    rule_set: RuleSet
    diary_head = bytes(32)

    def __init__(
        self,
        province: Province,
        matter: Matter,
        unit: Agency,
        *,
        at: datetime,
        random: Random,
        quick_code: str,
        applicant: Visitor,
        papers: Sequence[Handed],
        channel: str = "counter",
        result_channel: str = "counter",
        submitter: Visitor | None = None,
        authority: str = "",
    ) -> None:
        ids = Identifiers(random)
        self.draw, self.draw_written = ids.draw, ids.draw_written
        self.province, self.matter, self.unit, self.holder = province, matter, unit, unit
        self.agency, self.version, self.case = matter.competent, matter.version, matter.case
        self.unit_id, self.agency_id, self.version_id = unit.id, matter.competent.id, matter.version.id
        self.agencies = [unit.id] if unit.id == self.agency_id else [unit.id, self.agency_id]
        self.applicant, self.submitter, self.authority = applicant, submitter, authority
        self.quick_code, self.channel, self.result_channel, self.papers = quick_code, channel, result_channel, papers
        self.applicant_id = self.draw(at)
        self.submitter_id = self.draw(at) if submitter else None
        self.id = self.draw_written(at)
        self.document_ids = [self.draw(at) for _ in papers]
        self.moved_at = at
        self.asked: list[int] = []
        self.diary: list[Any] = []  # of Line, shown as Event
        self.spells: list[Spell] = []
        self.shares: list[Share] = []
        self.turns: list[ClockEvent] = []

    @property
    def holder_id(self) -> int:
        return self.holder.id

    @property
    def following(self) -> ProcessStep:
        assert self.step is not None
        return routing.after(self.step.position, self.matter.steps)

    @property
    def _as_dossier(self) -> Any:
        """This life, to be shown to functions that know a dossier by its names."""
        return self

    def _move(
        self, verb: Verb, by: Officer | None, at: datetime, agency_id: int, detail: dict[str, Any], *,
        status: Status | None = None, by_name: str = "",
    ) -> None:  # fmt: skip
        if status is not None:
            self.status = status._value_  # what .value gives, for a tenth of it
        line: Any = Line()
        line.id, line.dossier_id, line.unit_id = self.draw_written(at), self.id, self.unit_id
        line.seq = len(self.diary) + 1
        line.verb, line.at, line.agency_id, line.status = verb._value_, at, agency_id, self.status
        line.by_id, line.by_name = (by.pk, by.name) if by else (None, by_name)
        line.due_at, line.detail, line.previous = self.due_at, detail, self.diary_head
        line.hash = self.diary_head = hash_of(line)
        self.moved_at, self.last_verb, self.last_by_id = at, line.verb, line.by_id
        self.diary.append(line)

    def _begin(self, step: ProcessStep, at: datetime, officer: Officer | None = None) -> None:
        self._close(at)
        agency = steps.place_of(self._as_dossier, step)
        due_at = self._step_due_at(step, at) if step.half_days else None
        steps.stand_at(self._as_dossier, step, agency=agency, officer=officer, due_at=due_at)  # type: ignore[arg-type]  # known by name
        self._assign(at)

    def _assign(self, at: datetime) -> None:
        assert self.step is not None
        officer_id = self.officer.pk if self.officer else None
        self.spells.append(Spell(self.draw(at), self.step.id, self.holder.id, officer_id, at, self.step_due_at))

    def _close(self, at: datetime) -> None:
        if self.spells and self.spells[-1].ended_at is None:
            self.spells[-1].ended_at = at

    def _pause(self, waits_for: str, at: datetime) -> None:
        self._close(at)
        self.clock_stopped_at, self.waits_for, self.step_due_at = at, waits_for, None

    def _resume(self, at: datetime) -> None:
        assert self.step is not None
        self.clock_stopped_at, self.waits_for = None, ""
        if self.step.half_days:
            self.step_due_at = self._step_due_at(self.step, at)
        self._assign(at)

    def _end(self, at: datetime) -> None:
        self.finished_at, self.asked = at, []
        self._close(at)
        steps.leave(self._as_dossier)

    def _go_to(self, step: ProcessStep, at: datetime) -> dict[str, Any]:
        is_wait = step.kind == StepKind.WAITING
        self._begin(step, at, officer=self.officer if is_wait else None)
        if is_wait:
            detail = self._turn(Kind.STOPPED, at, ways.WAITING_ARTICLE, waits_for=step.waits_for)
            self.clock_stopped_at, self.waits_for = at, step.waits_for
            return detail
        return self._open_tasks(step, at)

    def _step_due_at(self, step: ProcessStep, at: datetime) -> datetime:
        return deadlines.step_due_at(started_at=at, half_days=step.half_days, calendar=self.province.calendar)

    def _turn(
        self, kind: Kind, at: datetime, article: str, *, limit: str = "", waits_for: str = "",
        due_at: datetime | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        same_day = bool(limit) and limit == self.limit and self.version.same_day
        event = ClockEvent(kind, at, article, waits_for, limit, same_day, due_at)
        if not self.turns:
            self._remember(self._start())
        before = self.due_at
        reading = clock.read([*self.turns, event], rules=self.rule_set, calendar=self.province.calendar)
        self.due_at, self.judged_due_at, self.national_due_at = reading
        detail: dict[str, Any] = {"clock": str(kind), "article": article, "calendar": self.province.calendar.version}
        detail |= {"limit": limit} if limit else {}
        detail |= {"same_day": True} if same_day else {}
        detail |= {"waits_for": waits_for} if waits_for else {}
        if before is not None and self.due_at != before:
            detail |= {"due_before": before.astimezone(UTC).isoformat()}  # as the database gave it back
        if self.judged_due_at != self.due_at:
            detail |= {"judged_due_at": reading.judged_due_at.isoformat()}
        self._remember(event)
        return detail

    def _start(self) -> ClockEvent:
        assert self.received_at is not None
        article = self.rule_set.basis["clock_starts"].article
        return ClockEvent(Kind.STARTED, self.received_at, article, "", self.limit, self.version.same_day)

    def _remember(self, event: ClockEvent) -> None:
        """Keep this turn of the clock as the diary gives it back: with the day that was told, in UTC."""
        assert self.due_at is not None
        self.turns.append(replace(event, due_at=self.due_at.astimezone(UTC)))

    def _open_tasks(self, step: ProcessStep, at: datetime) -> dict[str, Any]:
        planned: list[Share] = []
        unasked: list[str] = []
        for task in self.matter.tasks.get(step.id, ()):
            in_commune = task.place == TaskPlace.COMMUNE
            unit = self.applicant.commune if in_commune else self.province.units[task.agency_key]
            if unit is None:
                unasked.append(task.name)
                continue
            planned.append(
                Share(
                    self.draw_written(at),
                    step.id,
                    unit,
                    task.name,
                    task.half_days,
                    order=task.order,
                    is_lead=task.is_lead,
                    results_to=task.results_to,
                )
            )
        first = [share for share in planned if share.order == planned[0].order]
        for share in first:
            self._begin_share(share, at)
        self.shares += planned
        asked = [share.agency.name for share in first]
        return ({"asked": asked} if asked else {}) | ({"unasked": unasked} if unasked else {})

    def _begin_share(self, share: Share, at: datetime) -> None:
        share.started_at = at
        share.due_at = deadlines.step_due_at(started_at=at, half_days=share.half_days, calendar=self.province.calendar)
        if share.agency.id not in self.asked:
            self.asked = [*self.asked, share.agency.id]
        if share.agency.id not in self.agencies:
            self.agencies = [*self.agencies, share.agency.id]

    def _begin_next_shares(self, at: datetime) -> list[str]:
        waiting = sorted((share for share in self.shares if share.answered_at is None), key=lambda s: (s.order, s.id))
        if not waiting or any(share.started_at for share in waiting):
            return []
        turn = [share for share in waiting if share.order == waiting[0].order]
        for share in turn:
            self._begin_share(share, at)
        return [share.agency.name for share in turn]

    def _without_answer(self, at: datetime) -> dict[str, Any]:
        """Let those go whose day has passed. Nobody else is open: the story waits for their answers."""
        late = [
            share.agency.name
            for share in self.shares
            if share.answered_at is None and share.due_at and share.due_at < at
        ]
        missed = late if self.asked else []
        self.asked = []
        return {"without_answer_of": missed} if missed else {}
