"""What becomes of a dossier: most are done well before their day, some just in time, a few late; some take a turn.

The odds are those of the demonstration, which were set by what a province tells of itself. What would happen after
`until` is left undone: that is the work on everybody's desk that morning.
"""

from datetime import datetime, timedelta
from random import Random

from motcua.bench.growing.belongings import Share
from motcua.bench.growing.life import Life
from motcua.bench.growing.snapshot import Officer, Province
from motcua.catalogue.models import StepKind
from motcua.organisations.models import Agency, Role
from motcua.working_time.terms import apology_due_at

LACK, ASK, APOLOGISE = 0.05, 0.04, 0.02  # of those that a specialist takes in hand
LIES_THERE, SENT_BACK, REFUSED = 0.004, 0.03, 0.015
FETCHED, RATED = 0.985, 0.55
PAYS, BRINGS = 0.95, 0.9
SUMMARY = "Hồ sơ đủ thành phần, đúng quy định. Đề xuất giải quyết."
REFUSAL = "Hồ sơ không đủ điều kiện theo quy định. Đề xuất trả lại, nêu rõ lý do."
LACKING = "Bản chụp mờ, thiếu trang sau. Mời bà con bổ sung."
QUESTION = "Xin ý kiến về nội dung hồ sơ thuộc lĩnh vực quản lý."


class TooLate(Exception):
    """This would happen after the moment at which the province is looked at."""


class Story:
    """Plays one life on from its reception until it is over, or until the province is looked at."""

    def __init__(self, province: Province, random: Random, until: datetime) -> None:
        self.province, self.random, self.until = province, random, until
        self.calendar = province.calendar

    def go_on(self, life: Life) -> tuple[datetime, int] | None:
        """Play on from the reception; return when it was rated and how, if it was."""
        try:
            return self._from_reception(life)
        except TooLate:
            return None

    def later(self, at: datetime, minutes: float) -> datetime:
        """Return the moment so many working minutes later, and a little into it. :raises TooLate: that has not come"""
        then = self.calendar.add_working(at, max(1, int(minutes))) + timedelta(seconds=int(self.random.random() * 50))
        if then >= self.until:
            raise TooLate
        return then

    def somebody(self, agency_id: int, role: Role) -> Officer:
        """Return who does it there; whoever comes first has more on the desk than the others."""
        people = self.province.people[(agency_id, role)]
        if len(people) == 1 or self.random.random() < 0.4:
            return people[0]
        return people[int(self.random.random() * len(people))]

    def _from_reception(self, life: Life) -> tuple[datetime, int] | None:
        received_at, due_at = life.moved_at, life.due_at
        assert due_at is not None
        whole = max(60, self.calendar.between(received_at, due_at)) * self._pace()
        if self.random.random() < LIES_THERE:
            return None  # the Centre will ask
        at = self._work(life, received_at, whole)
        if at is None:
            return None
        return self._hand_over(life, at)

    def _pace(self) -> float:
        """Return which part of its time a dossier takes: three in a hundred take more than there is."""
        draw = self.random.random()
        share = 0.45 if draw < 0.4 else 0.72 if draw < 0.78 else 0.93 if draw < 0.97 else 1.22
        return share * (0.85 + self.random.random() * 0.21)

    def _work(self, life: Life, at: datetime, minutes: float) -> datetime | None:
        """Take it in hand step by step up to the decision; return when that was, None where it ended otherwise."""
        officer = self._takes_over(life, self.later(at, minutes * 0.25))
        if not self._comes_between(life, officer):
            return None
        at = self.later(life.moved_at, minutes * 0.5)
        while life.following.kind != StepKind.APPROVAL:
            at = self._wait_for_answers(life, at)
            life.forward(officer, at)
            if life.clock_stopped_at is not None:
                if not self._pays(life):
                    return None
            else:
                officer = self._takes_over(life, self.later(at, minutes * 0.05))
            at = self.later(life.moved_at, minutes * 0.15)
        return self._decided(life, officer, self._wait_for_answers(life, at), minutes)

    def _takes_over(self, life: Life, at: datetime) -> Officer:
        officer = self.somebody(life.holder_id, Role.SPECIALIST)
        life.take_over(officer, at)
        return officer

    def _decided(self, life: Life, officer: Officer, at: datetime, minutes: float) -> datetime:
        outcome, summary = ("refused", REFUSAL) if self.random.random() < REFUSED else ("granted", SUMMARY)
        life.propose(officer, at, outcome, summary)
        leader = self.somebody(life.holder_id, Role.LEADER)
        at = self.later(at, minutes * 0.2)
        if self.random.random() < SENT_BACK:
            life.send_back(leader, at, "Ghi rõ căn cứ pháp lý ở mục 2.")
            life.propose(officer, self.later(at, 90), outcome, summary)
            at = self.later(life.moved_at, 60)
        life.approve(leader, at)
        return at

    def _hand_over(self, life: Life, at: datetime) -> tuple[datetime, int] | None:
        if self.random.random() >= FETCHED:
            return None  # it lies at the counter
        at = self.later(at, self.random.expovariate(1 / 500) + 30)
        life.return_result(self.somebody(life.unit_id, Role.COUNTER), at)
        return self.rated(at)

    def rated(self, at: datetime) -> tuple[datetime, int] | None:
        """Return when and how whoever took the result along rates it, if they do."""
        then = at + timedelta(minutes=2)
        if self.random.random() >= RATED or then >= self.until:
            return None
        draw = self.random.random()
        return then, 5 if draw < 0.83 else 4 if draw < 0.988 else 3 if draw < 0.997 else 2

    # The turns

    def _comes_between(self, life: Life, officer: Officer) -> bool:
        """Maybe let something come between; tell whether the work goes on."""
        draw = self.random.random()
        if draw < LACK:
            return self._lacks_a_paper(life, officer)
        if draw < LACK + ASK:
            at = self.later(life.moved_at, 20)
            agency = self._another(life)
            life.consult(officer, at, agency, QUESTION, 2 if self.random.random() < 0.5 else 4)
        elif draw < LACK + ASK + APOLOGISE:
            self._will_be_late(life)
        return True

    def _another(self, life: Life) -> Agency:
        others = [
            unit
            for unit in self.province.departments
            if unit.pk != life.holder_id and all(share.agency.pk != unit.pk for share in life.shares)
        ]
        return others[int(self.random.random() * len(others))]

    def _lacks_a_paper(self, life: Life, officer: Officer) -> bool:
        at = self.later(life.moved_at, 30)
        papers = [paper.name for paper, _originals, _copies in life.papers[-1:]]
        until = self.calendar.working_day_after(at.date(), 10)
        life.request_supplement(officer, at, LACKING, papers, until)
        if self.random.random() < BRINGS:
            life.accept_supplement(
                self.somebody(life.unit_id, Role.COUNTER), self.later(at, 300 + self.random.random() * 1700)
            )
            return True
        clerk = self.somebody(life.unit_id, Role.COUNTER)
        at = self.later(at, 7_000)  # nobody came for three weeks
        if self.random.random() < 0.5:
            life.withdraw(clerk, at, "Bà con xin rút, không nộp nữa.")
        else:
            life.stop(self.somebody(life.holder_id, Role.LEADER), at, "Quá hạn bổ sung, người nộp không tới.")
        return False

    def _will_be_late(self, life: Life) -> None:
        assert life.due_at is not None
        at = self.later(life.moved_at, 45)
        if at > apology_due_at(life.due_at, rules=life.rule_set, calendar=self.calendar):
            return  # it is too late for an apology that counts
        day = self.calendar.working_day_after(life.due_at.date(), 2 + int(self.random.random() * 4))
        leader = self.somebody(life.holder_id, Role.LEADER)
        life.extend(leader, at, "Cần đi thực tế kiểm tra lại.", self.calendar.closing_of(day))

    def _pays(self, life: Life) -> bool:
        if self.random.random() >= PAYS:
            return False
        at = self.later(life.moved_at, 200 + self.random.random() * 1300)
        proof = f"BL {10_000 + int(self.random.random() * 90_000)}"
        life.confirm_payment(self.somebody(life.unit_id, Role.COUNTER), at, proof)
        return True

    def _wait_for_answers(self, life: Life, at: datetime) -> datetime:
        """Let each unit that is asked answer in the time it has, one after the other; return when the work goes on."""
        while life.asked:
            share = next(share for share in life.shares if share.started_at and share.answered_at is None)
            self._answers(life, share)
        return max(at, self.later(life.moved_at, 15)) if life.shares else at

    def _answers(self, life: Life, share: Share) -> None:
        role = Role.SPECIALIST if self.province.people.get((share.agency.pk, Role.SPECIALIST)) else Role.LEADER
        minutes = share.half_days * self.calendar.minutes_per_day / 2 * (0.2 + self.random.random() * 0.7)
        assert share.started_at is not None
        at = max(self.later(share.started_at, minutes), self.later(life.moved_at, 5))
        life.answer(share, self.somebody(share.agency.pk, role), at, "Đã kiểm tra, không vướng mắc.")
