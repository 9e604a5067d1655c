"""Lets all the lives of a province be told, by two processes at once, and the counters stand where they come to."""

import gc
import multiprocessing
import sys
import time
from collections.abc import Callable, MutableSequence, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

import psycopg
from django.conf import settings
from django.db import connections

from motcua.bench.ground import PROFILE, UNTIL
from motcua.bench.growing import seasons, snapshot, writing
from motcua.bench.growing.bare_tables import analyse, bare
from motcua.bench.growing.intake import Intake
from motcua.bench.growing.scribe import NOT_YET, Scribe, SealedBatch, Tally
from motcua.bench.growing.snapshot import Province
from motcua.bench.growing.writing import Sheet
from motcua.demonstration.procedures import in_force_from
from motcua.dossiers.models import NumberBook, Seal
from motcua.dossiers.sealing import seal_hash
from motcua.ratings.actions import COUNT_ALL

#: As many on every machine, because which line lies under which seal depends on it
PROCESSES = 2
#: Seconds between two lines of progress where nobody watches
QUIET = 15.0
#: In the order in which their indexes are built: the largest tables first
TABLES = (
    "dossiers_event", "dossiers_sealedline", "dossiers_assignment", "dossiers_dossierdocument", "dossiers_applicant",
    "dossiers_dossier", "reporting_stretch", "dossiers_result", "ratings_rating", "dossiers_consultation",
    "dossiers_seal", "dossiers_numberbook", "reporting_dailyfigure", "ratings_dailyratings", "ratings_monthlyratings",
)  # fmt: skip
Tell = Callable[[str], None]


@dataclass(frozen=True)
class _Plan:
    """What all processes share."""

    province: Province
    url: str
    seed: int
    days: Sequence[date]  # the working days on which somebody comes
    all_days: Sequence[date]
    counts: Sequence[Sequence[int]]  # of each of `days`, for each desk
    mine: Sequence[Sequence[int]]  # for each process: its desks
    tally: MutableSequence[int]
    told: MutableSequence[int]  # for each process, how many lives
    given_up: MutableSequence[int]  # one place, not 0 when nobody need go on

    @property
    def all(self) -> int:
        return sum(map(sum, self.counts))


def grow(url: str, *, dossiers: int, seed: int, tell: Tell) -> None:
    """Fill the tables of a database that holds the province and no dossier; Django must be on one that holds it too."""
    plan = _plan(url, dossiers=dossiers, seed=seed)
    connections.close_all()  # what a fork inherits is nobody's
    with bare(url, TABLES, tell):
        _finish(plan, _tell(plan, tell))
    tell("Looking at what is there …")
    analyse(url, TABLES)


def _plan(url: str, *, dossiers: int, seed: int) -> _Plan:
    province = snapshot.take(on=UNTIL.date())
    first = in_force_from(PROFILE)
    days = seasons.working_days(UNTIL, first=first, dossiers=dossiers, calendar=province.calendar)
    parts = seasons.weights(province.desks, Random(seed))
    start = days[0] - timedelta(days=1)
    all_days = [start + timedelta(days=n) for n in range((UNTIL.date() - start).days + 1)]
    shared = multiprocessing.get_context("fork")
    return _Plan(
        province=province, url=url, seed=seed, days=days, all_days=all_days,
        counts=list(seasons.shared_out(dossiers, days, parts)), mine=_dealt(parts),
        tally=shared.Array("i", [NOT_YET] * (len(all_days) * PROCESSES), lock=False),
        told=shared.Array("i", [0] * PROCESSES, lock=False),
        given_up=shared.Array("i", [0], lock=False),
    )  # fmt: skip


def _dealt(parts: Sequence[float]) -> list[list[int]]:
    """Deal the desks to the processes so that all have about as much to do."""
    hands: list[list[int]] = [[] for _ in range(PROCESSES)]
    loads = [0.0] * PROCESSES
    for desk in sorted(range(len(parts)), key=lambda desk: -parts[desk]):
        lightest = loads.index(min(loads))
        hands[lightest].append(desk)
        loads[lightest] += parts[desk]
    return [sorted(hand) for hand in hands]


def _tell(plan: _Plan, tell: Tell) -> list[SealedBatch]:
    """Let all lives be told; return the seals over their diaries, not yet chained."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=_remember, initargs=(plan,)) as pool:
        telling = [pool.submit(_tell_some, process) for process in range(PROCESSES)]
        try:
            _watch(telling, plan, tell)
        except BaseException:
            plan.given_up[0] = 1
            raise
        return sorted(seal for future in telling for seal in future.result())


_plan_of_this_process: list[_Plan] = []


def _remember(plan: _Plan) -> None:
    _plan_of_this_process[:] = [plan]


def _tell_some(process: int) -> list[SealedBatch]:
    """Tell the lives that begin at this process's desks, day by day."""
    [plan] = _plan_of_this_process
    gc.disable()  # builds far more than it throws away, and nothing in circles
    intake = Intake(plan.province, seed=plan.seed, until=UNTIL, tracking_key=settings.TRACKING_KEY)
    with psycopg.connect(plan.url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")  # a province can be grown again
        tally = Tally(plan.tally, processes=PROCESSES, process=process)
        scribe = Scribe(connection, plan.all_days, tally, given_up=plan.given_up)
        serial = 0  # of the first dossier of the day
        for day, counts in zip(plan.days, plan.counts, strict=True):
            firsts = list(accumulate(counts, initial=serial))
            for desk in plan.mine[process]:
                here = plan.province.desks[desk]
                for told in intake.day_at(here, day, count=counts[desk], first_serial=firsts[desk]):
                    scribe.write(told)
                plan.told[process] += counts[desk]
                scribe.stop_if_given_up()
            serial = firsts[-1]
            # tomorrow's visits may begin with what was sent this evening
            scribe.day_is_over(plan.all_days[-1] if day == plan.days[-1] else day - timedelta(days=1))
        scribe.finish()
        scribe.copy(NumberBook, writing.books(intake.books.last))
    return scribe.seals


def _watch(telling: Sequence[Future[list[SealedBatch]]], plan: _Plan, tell: Tell) -> None:
    """Tell how far it is. :raises Exception: what a process has ended with"""
    began = said = time.monotonic()
    while not all(future.done() for future in telling):
        time.sleep(0.3)
        for future in telling:
            if future.done():
                future.result()  # raises what it ended with
        seconds = time.monotonic() - began
        line = f"  {sum(plan.told):,} of {plan.all:,} dossiers, {seconds:.0f} s"
        if sys.stderr.isatty():
            print(f"\r{line}", end="", file=sys.stderr, flush=True)
        elif time.monotonic() - said > QUIET:
            said = time.monotonic()
            tell(line)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)


def _finish(plan: _Plan, batches: Sequence[SealedBatch]) -> None:
    """Chain the seals, count the ratings, let the counter of quick codes go on where the lives have come to."""
    rows, previous = [], bytes(32)
    for number, root, leaves in batches:
        digest = seal_hash(previous, root)
        rows.append(writing.seal(number, previous, root, digest, leaves))
        previous = digest
    sheet = Sheet(Seal)
    with psycopg.connect(plan.url, autocommit=True) as connection:
        with connection.cursor() as cursor, cursor.copy(sheet.copy) as copy:
            copy.write("".join(row + sheet.tail for row in rows))
        connection.execute("SELECT setval('dossiers_quick_code', %s)", [plan.all])
        connection.execute(COUNT_ALL)
