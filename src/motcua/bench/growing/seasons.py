"""When people come: how many on which day at which desk, and at what minute."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from motcua.bench.growing.snapshot import SHARES, Desk
from motcua.lib.clock import VIETNAM
from motcua.organisations.models import Kind
from motcua.working_time.calendar import WorkingCalendar

#: So many dossiers on an average working day: a province of a million a year
A_DAY = 4000
#: However few are asked for, they come over so many working days, so that some of them are done
FEWEST_DAYS = 12
#: January to December: quiet around Tết, school papers in summer, land and business before the year ends
MONTHS = (0.86, 0.62, 1.08, 1.02, 1.0, 1.08, 1.12, 1.14, 1.0, 1.02, 1.04, 1.06)
#: Monday to Sunday; an office that works on a Saturday instead has few visitors
WEEKDAYS = (1.22, 1.06, 1.0, 0.94, 0.84, 0.4, 0.4)


def working_days(until: datetime, *, first: date, dossiers: int, calendar: WorkingCalendar) -> list[date]:
    """Return the working days before `until`, over which this many dossiers come, the oldest first."""
    wanted = max(FEWEST_DAYS, -(-dossiers // A_DAY))
    days: list[date] = []
    day = until.date()
    while len(days) < wanted and day > first:
        day -= timedelta(days=1)
        if calendar.is_working_day(day):
            days.append(day)
    return days[::-1]


def weights(desks: Sequence[Desk], random: Random) -> list[float]:
    """Return each desk's part of the whole: its tier's, shared among those of the tier, who are not alike."""
    drawn = [random.lognormvariate(0, 0.5) for _ in desks]
    totals = {kind: sum(w for desk, w in zip(desks, drawn, strict=True) if desk.unit.kind == kind) for kind in SHARES}
    return [
        SHARES[kind] * weight / totals[kind]
        for desk, weight in zip(desks, drawn, strict=True)
        for kind in [Kind(desk.unit.kind)]
    ]


def shared_out(dossiers: int, days: Sequence[date], parts: Sequence[float]) -> Iterator[list[int]]:
    """Yield for each day how many come to each desk; all days together are exactly `dossiers`.

    What is rounded away is carried on to the next desk and the next day, so that small desks have their turn too.
    """
    of_day = [MONTHS[day.month - 1] * WEEKDAYS[day.weekday()] for day in days]
    scale = dossiers / sum(of_day) / sum(parts)
    exact, given = 0.0, 0
    for weight in of_day:
        counts = []
        for part in parts:
            exact += weight * part * scale
            counts.append(round(exact) - given)
            given += counts[-1]
        yield counts


def moment_at_counter(day: date, calendar: WorkingCalendar, random: Random) -> datetime:
    """Return a moment of this day while the desk is open; mornings are busier, and the first hour is slow."""
    sessions = calendar.sessions_on(day)
    opens, closes = sessions[0] if len(sessions) == 1 or random.random() < 0.62 else sessions[-1]
    minutes = (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
    into = int(random.triangular(0, minutes - 5, minutes / 3) * 60)
    return datetime.combine(day, opens, VIETNAM) + timedelta(seconds=into)


def moment_online(day: date, random: Random) -> datetime:
    """Return a moment of the evening before this day, or of its morning before the desk opens."""
    if random.random() < 0.7:
        return datetime.combine(day - timedelta(days=1), time(17, 30), VIETNAM) + timedelta(
            seconds=random.randrange(6 * 3600)
        )
    return datetime.combine(day, time(5, 30), VIETNAM) + timedelta(seconds=random.randrange(5000))
