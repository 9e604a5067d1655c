"""One dossier from the door to the result, made up in memory: what each verb would have written, and nothing else.

Every method stands beside an action of motcua.dossiers.actions and does what that does, with the same pure functions
for promises, routes and hashes, and without a database. A test plays lives again through the actions and compares
every row, so whoever changes a verb is led here.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from motcua.bench.growing.belongings import Outcome, Share, Spell
from motcua.bench.growing.moving import Moving
from motcua.bench.growing.snapshot import Officer
from motcua.catalogue.models import StepKind, WaitsFor
from motcua.dossiers import arrivals, opening, routing, steps, timekeeping, ways
from motcua.dossiers.actions.request_payment import ARTICLE as PAYMENT_ARTICLE
from motcua.dossiers.clock import Kind
from motcua.dossiers.lifecycle import Status, Verb
from motcua.law import rule_sets
from motcua.organisations.models import Agency
from motcua.working_time.calendar import in_vietnam
from motcua.working_time.terms import supplement_request_due_at


class Life(Moving):
    """The verbs, one after the other. `by` is who acts, `at` is never before the last line of the diary."""

    # From the door to the specialist

    def submit(self, by: Officer | None, at: datetime) -> None:
        self.submitted_at = at
        by_name = by.name if by else self.applicant.name
        detail = opening.how_it_came(self._as_dossier)
        self._move(Verb.SUBMIT, by, at, self.unit_id, detail, status=Status.SUBMITTED, by_name=by_name)

    def receive(self, by: Officer, at: datetime, number: Callable[["Life"], None], *, was_submitted: bool) -> None:
        """Take it in.

        :param number: gives it its code and its number in the book, last of all
        """
        matter = self.matter
        self.process_id = matter.process_id
        limit = matter.limits[self.channel]
        detail = timekeeping.start(self._as_dossier, limit=limit, received_at=at, calendar=self.province.calendar)
        self.rule_set = rule_sets.named(self.rules, received_on=in_vietnam(at).date())
        detail |= arrivals.mark(self._as_dossier, self.rule_set)
        agency = steps.place_of(self._as_dossier, matter.handling)
        due_at = self._step_due_at(matter.handling, at)
        steps.stand_at(self._as_dossier, matter.handling, agency=agency, officer=None, due_at=due_at)
        self.spells += [
            Spell(self.draw(at), matter.reception.id, self.unit_id, by.pk, at, None, at),
            Spell(self.draw(at), matter.handling.id, agency.id, None, at, due_at),
        ]
        detail |= self._open_tasks(matter.handling, at)
        number(self)
        if not was_submitted:
            detail |= opening.how_it_came(self._as_dossier)
        self._move(Verb.RECEIVE, by, at, self.unit_id, detail, status=Status.RECEIVED)

    def refuse(self, by: Officer, at: datetime, reason: str) -> None:
        self.finished_at = at
        steps.leave(self._as_dossier)
        self._move(Verb.REFUSE, by, at, self.unit_id, {"reason": reason}, status=Status.REFUSED)

    def settle(self, by: Officer, at: datetime, summary: str) -> None:
        self.outcome = Outcome(self.draw(at), "granted", summary, by, at)
        self.outcome.decided_by, self.outcome.decided_at = by, at
        self.finished_at = at
        self._begin(routing.first_of(StepKind.RETURN, self.matter.steps), at)
        detail = {"outcome": "granted", "summary": summary, "clock": "ended"}
        self._move(Verb.SETTLE, by, at, self.unit_id, detail, status=Status.RESULT_READY)

    # At the agency

    def take_over(self, by: Officer, at: datetime) -> None:
        detail = {"from": self.officer.name} if self.officer else {}
        self._close(at)
        self.officer = by
        self._assign(at)
        self._move(Verb.TAKE_OVER, by, at, self.holder_id, detail, status=Status.IN_PROGRESS)

    def forward(self, by: Officer, at: datetime) -> None:
        following, acting = self.following, self.holder_id
        detail: dict[str, Any] = self._go_to(following, at)
        detail |= self._without_answer(at)
        detail |= {"step": following.name, "to": self.holder.name}
        self._move(Verb.FORWARD, by, at, acting, detail, status=ways.status_at(following))

    def propose(self, by: Officer, at: datetime, outcome: str, summary: str) -> None:
        if self.outcome is None:
            self.outcome = Outcome(self.draw(at), outcome, summary, by, at)
        else:  # proposed again, after it was sent back
            self.outcome.outcome, self.outcome.summary = outcome, summary
            self.outcome.proposed_by, self.outcome.proposed_at = by, at
        acting = self.holder_id
        self._begin(self.following, at)
        detail = {"outcome": outcome, "summary": summary} | self._without_answer(at)
        self._move(Verb.PROPOSE, by, at, acting, detail)

    def approve(self, by: Officer, at: datetime) -> None:
        assert self.outcome is not None  # somebody has proposed it
        self.outcome.decided_by, self.outcome.decided_at = by, at
        holder_id, self.finished_at = self.holder_id, at
        self._begin(routing.first_of(StepKind.RETURN, self.matter.steps), at)
        detail = {"outcome": self.outcome.outcome, "clock": "ended"}
        self._move(Verb.APPROVE, by, at, holder_id, detail, status=Status.RESULT_READY)

    def send_back(self, by: Officer, at: datetime, reason: str) -> None:
        assert self.outcome is not None and self.step is not None
        mender, acting = self.outcome.proposed_by, self.holder_id
        self._begin(routing.back_from(self.step.position, self.matter.steps), at, officer=mender)
        self._move(Verb.SEND_BACK, by, at, acting, {"reason": reason, "to": mender.name})

    def extend(self, by: Officer, at: datetime, reason: str, new_due_at: datetime) -> None:
        article = self.rule_set.basis["reappointment_max"].article
        detail = {"reason": reason} | self._turn(Kind.MOVED, at, article, due_at=new_due_at)
        detail["due_after"] = new_due_at.isoformat()
        self.extended_at = at
        self._move(Verb.EXTEND, by, at, self.holder_id, detail)

    def consult(self, by: Officer, at: datetime, agency: Agency, question: str, half_days: int) -> Share:
        assert self.step is not None
        share = Share(self.draw_written(at), self.step.id, agency, question, half_days, asked_by=by)
        self._begin_share(share, at)
        self.shares.append(share)
        assert share.due_at is not None
        detail = {"agency": agency.name, "question": question, "due": share.due_at.isoformat()}
        self._move(Verb.CONSULT, by, at, self.holder_id, detail | {"consultation": share.id})
        return share

    def answer(self, share: Share, by: Officer, at: datetime, text: str) -> None:
        share.answered_at, share.answered_by, share.answer = at, by, text
        self.asked = [agency for agency in self.asked if agency != share.agency.id]
        began = self._begin_next_shares(at)
        detail: dict[str, Any] = {"agency": share.agency.name, "answer": text, "consultation": share.id}
        detail |= {"late": True} if share.due_at and at > share.due_at else {}
        detail |= {"began": began} if began else {}
        self._move(Verb.ANSWER, by, at, share.agency.id, detail)

    # While somebody outside has the time

    def request_supplement(self, by: Officer, at: datetime, reason: str, papers: list[str], until: date) -> None:
        detail: dict[str, Any] = {"reason": reason, "papers": papers, "asked_until": until.isoformat()}
        detail["stage"] = "after" if self.received_at else "before"
        acting = self.holder_id if self.received_at else self.unit_id
        self.supplement_requests += 1
        if self.received_at is not None:
            last = supplement_request_due_at(self.received_at, rules=self.rule_set, calendar=self.province.calendar)
            detail |= {"violations": ["late"]} if at > last else {}
            article = self.rule_set.basis["clock_after_supplement"].article
            detail |= self._turn(Kind.STOPPED, at, article, waits_for=WaitsFor.APPLICANT.value)
            self._pause(WaitsFor.APPLICANT.value, at)
        self._move(Verb.REQUEST_SUPPLEMENT, by, at, acting, detail, status=Status.AWAITING_SUPPLEMENT)

    def accept_supplement(self, by: Officer, at: datetime) -> None:
        detail: dict[str, Any] = {}
        status = Status.SUBMITTED
        if self.received_at is not None:
            status = Status.IN_PROGRESS
            anew = self.rule_set.clock_after_supplement == "restart"
            article = self.rule_set.basis["clock_after_supplement"].article
            kind, limit = (Kind.RESTARTED, self.limit) if anew else (Kind.RESUMED, "")
            detail = self._turn(kind, at, article, limit=limit)
            self._resume(at)
        self._move(Verb.ACCEPT_SUPPLEMENT, by, at, self.unit_id, detail, status=status)

    def confirm_payment(self, by: Officer, at: datetime, proof: str) -> None:
        detail = {"proof": proof} | self._turn(Kind.RESUMED, at, PAYMENT_ARTICLE)
        self.clock_stopped_at, self.waits_for = None, ""
        self._begin(self.following, at, officer=self.officer)
        self._move(Verb.CONFIRM_PAYMENT, by, at, self.unit_id, detail, status=Status.IN_PROGRESS)

    # The end

    def return_result(self, by: Officer, at: datetime) -> None:
        self.returned_at = at
        self._close(at)
        steps.leave(self._as_dossier)
        self._move(Verb.RETURN_RESULT, by, at, self.unit_id, {}, status=Status.RETURNED)

    def withdraw(self, by: Officer, at: datetime, reason: str) -> None:
        detail = {"reason": reason} | ({"clock": "ended"} if self.received_at else {})
        self._end(at)
        self._move(Verb.WITHDRAW, by, at, self.unit_id, detail, status=Status.WITHDRAWN)

    def stop(self, by: Officer, at: datetime, reason: str) -> None:
        article = self.rule_set.basis["stop_only_before_result"].article
        detail = {"reason": reason, "clock": "ended", "article": article}
        detail |= {"waited_for": self.waits_for} if self.waits_for else {}
        self._end(at)
        self._move(Verb.STOP, by, at, self.holder_id, detail, status=Status.STOPPED)
