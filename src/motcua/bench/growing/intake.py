"""How lives begin: who stands at which desk, with what, and what number they are given."""

from bisect import bisect
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from motcua.bench.growing import seasons, townsfolk
from motcua.bench.growing.life import Life
from motcua.bench.growing.snapshot import Desk, Matter, Officer, Province
from motcua.bench.growing.stories import Story
from motcua.bench.growing.townsfolk import Visitor
from motcua.dossiers import quick_codes
from motcua.law import codes

CITIZENS, BUSINESSES = 900_000, 20_000
ONLINE, FOR_SOMEBODY = 0.18, 0.06
TURNED_AWAY, ONLINE_TURNED_AWAY, ONLINE_LACKS = 0.012, 0.04, 0.03
AT_ONCE = 0.7  # of what may be settled at the counter
ELSEWHERE = "Thủ tục này không tiếp nhận ở đây. Mời bà con tới đúng nơi ghi trong phiếu."
UNREADABLE = "Ảnh chụp không đọc được. Mời bà con nộp lại."


class Told(NamedTuple):
    """A life that has been played, and what was thought of it in the end, if anybody said."""

    life: Life
    rating: tuple[datetime, int] | None


class Books:
    """The numbers that one process gives out: the units are its own, so nobody else counts there."""

    def __init__(self) -> None:
        self.last: dict[tuple[int, str], int] = {}

    def number(self, life: Life) -> None:
        """Give a dossier its code and its number in the register, as motcua.dossiers.numbering does."""
        assert life.received_at is not None
        on = life.received_at.date()
        pattern = life.rule_set.code_pattern_on(on)
        unit = life.unit
        identifier = unit.identifier if pattern == codes.TT01_2018 else unit.identifier_2020
        life.code = codes.compose(pattern, identifier, on, self._next(unit.pk, on.isoformat()))
        life.book_number = self._next(unit.pk, str(on.year))

    def _next(self, unit_id: int, period: str) -> int:
        number = self.last[unit_id, period] = self.last.get((unit_id, period), 0) + 1
        return number


class Intake:
    """Lets people come to the desks, day by day, and plays what becomes of what they bring."""

    def __init__(self, province: Province, *, seed: int, until: datetime, tracking_key: str) -> None:
        self.province, self.seed, self.until = province, seed, until
        self.tracking_key = tracking_key
        self.books = Books()

    def day_at(self, desk: Desk, day: date, *, count: int, first_serial: int) -> Iterator[Told]:
        """Yield everything that is brought to this desk on this day, in the order of its coming.

        :param first_serial: of the quick codes, which are counted over the whole province
        """
        random = Random(f"{self.seed}:{desk.unit.key}:{day}")  # so that no other desk and no other process matters
        moments = sorted(seasons.moment_at_counter(day, self.province.calendar, random) for _ in range(count))
        for serial, moment in enumerate(moments, first_serial):
            visit = _Visit(self, desk, random, serial)
            yield visit.online(day, moment) if visit.is_online else visit.at_counter(moment)


class _Visit:
    """One person at one desk, or at home before a screen."""

    def __init__(self, intake: Intake, desk: Desk, random: Random, serial: int) -> None:
        self.intake, self.desk, self.random, self.serial = intake, desk, random, serial
        self.story = Story(intake.province, random, intake.until)
        self.matter = desk.matters[bisect(desk.heights, random.random() * desk.heights[-1])]
        self.is_online = self.matter.version.is_online and random.random() < ONLINE

    def at_counter(self, at: datetime) -> Told:
        if at >= self.intake.until:  # this morning, before anybody looks
            opens = self.intake.province.calendar.opening_of(at.date())
            at = opens + timedelta(seconds=int(self.random.random() * (self.intake.until - opens).total_seconds()))
        life, clerk = self._life(at, "counter"), self._clerk()
        if self.random.random() < TURNED_AWAY:
            life.submit(clerk, at)
            life.refuse(clerk, at, ELSEWHERE)
            return Told(life, None)
        life.receive(clerk, at, self.intake.books.number, was_submitted=False)
        if self.matter.version.same_day and self.random.random() < AT_ONCE:
            life.settle(clerk, at, "Đã giải quyết và trao kết quả tại quầy.")
            life.return_result(clerk, at)
            return Told(life, self.story.rated(at))
        return Told(life, self.story.go_on(life))

    def online(self, day: date, at: datetime) -> Told:
        submitted_at = seasons.moment_online(day, self.random)
        life, clerk = self._life(submitted_at, "online"), self._clerk()
        life.submit(None, submitted_at)
        if at >= self.intake.until:
            return Told(life, None)  # it waits in the queue
        draw = self.random.random()
        if draw < ONLINE_TURNED_AWAY:
            life.refuse(clerk, at, UNREADABLE)
        elif draw < ONLINE_TURNED_AWAY + ONLINE_LACKS:
            papers = [paper.name for paper, _originals, _copies in life.papers[-1:]]
            until = self.intake.province.calendar.working_day_after(day, 10)
            life.request_supplement(clerk, at, UNREADABLE, papers, until)
        else:
            life.receive(clerk, at, self.intake.books.number, was_submitted=True)
            return Told(life, self.story.go_on(life))
        return Told(life, None)

    def _life(self, at: datetime, channel: str) -> Life:
        random, matter = self.random, self.matter
        submitter = self._citizen() if channel == "counter" and random.random() < FOR_SOMEBODY else None
        draw = random.random()
        return Life(
            self.intake.province,
            matter,
            self.desk.unit,
            at=at,
            random=random,
            quick_code=quick_codes.compose(
                year=at.year, serial=self.serial % quick_codes.SERIALS, key=self.intake.tracking_key
            ),
            applicant=self._business() if matter.for_business else self._citizen(),
            papers=_papers(matter, random),
            channel=channel,
            result_channel="counter" if draw < 0.8 else "post" if draw < 0.97 else "online",
            submitter=submitter,
            authority=f"Giấy ủy quyền số {self.serial % 900 + 1}/UQ, ngày {at:%d/%m/%Y}" if submitter else "",
        )

    def _citizen(self) -> Visitor:
        return townsfolk.citizen(int(self.random.random() * CITIZENS), self.desk.communes)

    def _business(self) -> Visitor:
        return townsfolk.business(int(self.random.random() * BUSINESSES), self.desk.communes)

    def _clerk(self) -> Officer:
        """At the Centre each counter has its fields; elsewhere whoever is there receives everything."""
        fitting = self.desk.clerks_of_field.get(self.matter.field_key) or self.desk.clerks
        return fitting[int(self.random.random() * len(fitting))]


def _papers(matter: Matter, random: Random) -> list[tuple]:
    return [
        (paper, paper.originals, paper.copies if paper.originals + paper.copies else 1)
        for paper in matter.papers
        if paper.is_required or random.random() < 0.3
    ]
