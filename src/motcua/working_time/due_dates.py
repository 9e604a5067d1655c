"""When a dossier is due: the promise that stands on the receipt, and what becomes of it when the clock stops.

Values in, value out. It never asks what time it is, knows no dossier, and never answers "no date": what it cannot
count it refuses. How limits are counted is in motcua.working_time.counting; law.md §5.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar, NamedTuple

from motcua.law.refusals import Refusal, shortened
from motcua.law.refusals import gettext_noop as _
from motcua.law.rule_sets import RuleSet
from motcua.working_time import counting, derivations
from motcua.working_time.calendar import WorkingCalendar, in_vietnam
from motcua.working_time.counting import Stop
from motcua.working_time.derivations import Day
from motcua.working_time.limits import Limit, Unit


class Method(StrEnum):
    """By date (law.md §5.3 A), the default of every decree; by hours (§5.3 B), for hours and fractions always."""

    DATE = "date"
    HOURS = "hours"


_DATE = Method.DATE


class Outcome(StrEnum):
    """How a finished dossier stands to its due date (law.md §5.5)."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


class Uncountable(Refusal):
    """A question about a due date that has no answer."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "method": _("Không có cách tính “{method}”. Hãy chọn date (theo ngày) hoặc hours (theo giờ)."),
        "backwards": _("Lần dừng kết thúc {end} trước khi bắt đầu {start}. Hãy ghi lúc dừng trước, lúc chạy lại sau."),
        "before_reception": _("Lần dừng bắt đầu {start}, trước khi tiếp nhận {received}. Hãy kiểm lại hai mốc này."),
    }


class DueDate(NamedTuple):
    """A due date and all that it follows from. `derivation` is worked out when somebody asks."""

    due_at: datetime
    method: Method
    rule_set: RuleSet
    calendar: WorkingCalendar
    received_at: datetime
    limit: Limit
    stopped: tuple[Stop, ...] = ()

    @property
    def rules(self) -> str:
        return self.rule_set.name

    @property
    def calendar_version(self) -> str:
        return self.calendar.version

    @property
    def derivation(self) -> list[Day]:
        """Return the days counted and not counted, in order, each with its reason (motcua.working_time.derivations)."""
        received_at = in_vietnam(self.received_at)
        if self.method == Method.HOURS:
            hours = counting.by_hours(received_at, self.limit.segments, self.stopped, self.calendar)
            return derivations.of_hours(received_at, hours, self.calendar)
        begins = _first_day(received_at, self.rule_set, self.calendar)
        dates = counting.by_date(begins, self.limit.segments, self.stopped, self.calendar)
        return derivations.of_dates(received_at, dates, self.calendar)

    @property
    def article(self) -> str:
        """Return what the whole stands on: the Civil Code on terms, then the decree."""
        return _article(self.method, self.limit.units, self.rule_set.title)

    def as_json(self) -> dict[str, object]:
        """Return the answer as the public contract has it."""
        return {
            "due_at": self.due_at.isoformat(),
            "rules": self.rules,
            "calendar": self.calendar.version,
            "method": str(self.method),
            "article": self.article,
            "derivation": [day.as_json() for day in self.derivation],
        }

    def as_json_text(self) -> str:
        """Return `as_json` as one line of text, five times as fast: a batch is mostly explanations."""
        days = ", ".join([day.as_json_text() for day in self.derivation])
        return (
            f'{{"due_at": "{self.due_at.isoformat()}", "rules": "{self.rules}", "calendar": "{self.calendar.version}", '
            f'"method": "{self.method.value}", "article": "{self.article}", "derivation": [{days}]}}'
        )


class AfterSupplement(NamedTuple):
    """Both dates after a supplement: the law counts anew, the national statistics subtract the wait (law.md §2.6)."""

    promised: DueDate
    statistical: DueDate


def due(
    received_at: datetime,
    limit: Limit,
    *,
    rules: RuleSet,
    calendar: WorkingCalendar,
    method: str | None = None,
    stopped: Sequence[tuple[datetime, datetime]] = (),
) -> DueDate:
    """Return when a dossier received at this moment is due.

    By date unless `method` or the rule set says otherwise; a limit with hours or a fraction is always counted by hours.
    `stopped` are the intervals in which the clock stood, in any order; where they overlap they count once.

    :raises CalendarEnds: reception or due date is outside the years that the calendar covers
    :raises Uncountable: no such method, or a stop that ends before it begins or begins before the reception
    :raises ValueError: a moment without time zone
    """
    if not stopped and (method or rules.due_method) == _DATE and rules.outside_hours == "next_working_day":
        # Nine promises in ten are so; the long way gives the same (a test compares them), in ten times the time.
        if limit.plain_working_days:
            due_at = calendar.closing_after(received_at, limit.plain_working_days)
            return DueDate(due_at, _DATE, rules, calendar, received_at, limit)
        if limit.plain_days:
            due_at = calendar.closing_days_after(received_at, limit.plain_days)
            return DueDate(due_at, _DATE, rules, calendar, received_at, limit)
    received_at = in_vietnam(received_at)
    stops = _in_order(stopped, received_at)
    chosen = _method(limit, method or rules.due_method)
    if chosen == Method.HOURS:
        *_before, last = counting.by_hours(received_at, limit.segments, stops, calendar)
        due_at = last.ends
    else:
        begins = _first_day(received_at, rules, calendar)
        *_earlier, leg = counting.by_date(begins, limit.segments, stops, calendar)
        due_at = calendar.closing_of(leg.ends)
    return DueDate(due_at, chosen, rules, calendar, received_at, limit, stops)


def resumed(due_date: DueDate, *, stopped_at: datetime, resumed_at: datetime) -> DueDate:
    """Give back the time that was left when the clock stopped. What was late stays late."""
    return due(
        due_date.received_at,
        due_date.limit,
        rules=due_date.rule_set,
        calendar=due_date.calendar,
        method=due_date.method,
        stopped=(*due_date.stopped, (stopped_at, resumed_at)),
    )


def restarted(due_date: DueDate, *, stopped_at: datetime, resumed_at: datetime) -> DueDate:
    """Count the whole limit anew from the moment the dossier was complete (NĐ 61/2018 art. 19.4).

    What was late stays late: a request sent after the due date buys no time.
    """
    _in_order([(stopped_at, resumed_at)], in_vietnam(due_date.received_at))
    if due_date.due_at <= stopped_at:
        return due_date
    return due(
        resumed_at,
        due_date.limit,
        rules=due_date.rule_set,
        calendar=due_date.calendar,
        method=due_date.method,
    )


def after_supplement(due_date: DueDate, *, asked_at: datetime, completed_at: datetime) -> AfterSupplement:
    """Return the new promise under the dossier's rule set, and the date that the national statistics compare with."""
    subtracted = resumed(due_date, stopped_at=asked_at, resumed_at=completed_at)
    if due_date.rule_set.clock_after_supplement == "resume":
        return AfterSupplement(promised=subtracted, statistical=subtracted)
    anew = restarted(due_date, stopped_at=asked_at, resumed_at=completed_at)
    return AfterSupplement(promised=anew, statistical=subtracted)


def classify(finished_at: datetime, due_at: datetime) -> Outcome:
    """Tell how the end of the work (status 9, not the handing over) stands to the due date: the one definition."""
    if finished_at > due_at:
        return Outcome.LATE
    return Outcome.EARLY if in_vietnam(finished_at).date() < in_vietnam(due_at).date() else Outcome.ON_TIME


def working_time_left(at: datetime, due_at: datetime, calendar: WorkingCalendar) -> int:
    """Return the working minutes from now to the due date; negative is how much it is overdue."""
    return calendar.between(at, due_at)


def working_days_left(at: datetime, due_at: datetime, calendar: WorkingCalendar) -> int:
    """Return how many working days come after today, up to the due date: 0 is due today; negative is overdue."""
    return calendar.working_days_between(in_vietnam(at).date(), in_vietnam(due_at).date())


@lru_cache(maxsize=128)
def _article(method: Method, units: frozenset[Unit], decree: str) -> str:
    articles = ["147.1"] if method == Method.HOURS else ["147.2", "148.1"]
    articles += ["148.3"] if Unit.MONTHS in units else []
    articles += ["148.5"] if units & {Unit.DAYS, Unit.MONTHS} else []
    return f"Bộ luật Dân sự 2015 Điều {', '.join(articles)}; {decree}"


def _method(limit: Limit, asked: str) -> Method:
    try:
        method = Method(asked)
    except ValueError:
        raise Uncountable("method", method=shortened(asked)) from None
    return Method.HOURS if limit.needs_hours else method


def _first_day(received_at: datetime, rules: RuleSet, calendar: WorkingCalendar) -> date:
    """Return the day of reception as the limit takes it; it is not counted itself (BLDS 2015 art. 147.2)."""
    if rules.outside_hours == "same_day":
        return received_at.date()
    return calendar.received_on(received_at)


def _in_order(stopped: Iterable[tuple[datetime, datetime]], received_at: datetime) -> tuple[Stop, ...]:
    merged: list[Stop] = []
    for start, end in sorted((in_vietnam(start), in_vietnam(end)) for start, end in stopped):
        if end < start:
            raise Uncountable("backwards", start=_spoken(start), end=_spoken(end))
        if start < received_at:
            raise Uncountable("before_reception", start=_spoken(start), received=_spoken(received_at))
        if merged and start <= merged[-1].end:
            merged[-1] = Stop(merged[-1].start, max(merged[-1].end, end))
        else:
            merged.append(Stop(start, end))
    return tuple(merged)


def _spoken(moment: datetime) -> str:
    return f"{moment:%H:%M %d/%m/%Y}"
