"""The figures follow the diary: each line counts once, and as it would if all were counted anew."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module
from random import Random
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from motcua.dossiers import actions, events
from motcua.dossiers.models import Dossier, Event, PendingFollowUp
from motcua.dossiers.provisos import CAN_BE_TAKEN_BACK
from motcua.dossiers.queries import timeliness
from motcua.organisations.models import Role
from motcua.reporting.actions import rebuild, rebuild_figures
from motcua.reporting.follow import follow
from motcua.reporting.models import DailyFigure, Stretch
from motcua.reporting.queries import By, Span, report
from motcua.reporting.telling import COUNTED, FOLLOWER, NeverReceived
from tests.factories import MONDAY_9AM, Office, acting, create_agency, create_officer, vn
from tests.hearing import REAL, hear
from tests.reporting.playing import FIRST, LAST, PlayedProvince, state_at_the_end_of

pytestmark = pytest.mark.django_db

counting = import_module("motcua.reporting.actions.count")  # the package names the verb so
AFTERWARDS = vn("2019-03-01 08:00")
STATES = ("in_time", "overdue", "waiting")


def kept() -> tuple[list[Any], list[Any]]:
    """Return everything that is kept, but for the ids of the rows."""
    figures, stretches = (
        sorted(str({name: value for name, value in row.items() if name != "id"}) for row in model.objects.values())
        for model in (DailyFigure, Stretch)
    )
    return figures, stretches


def by_day(name: str) -> Counter[tuple[date, int]]:
    """Return one counter by day and agency."""
    counted: Counter[tuple[date, int]] = Counter()
    for row in DailyFigure.objects.all():
        counted[row.day, row.agency_id] += getattr(row, name)
    return +counted


@contextmanager
def killed(number: int) -> Iterator[None]:
    """Let whoever counts be killed before figures are written for the n-th time, when the stretches are written."""
    left, add = [number], counting.add

    def add_or_die(figures: Any) -> None:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        add(figures)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(counting, "add", add_or_die)
        patch.setattr(rebuild, "add", add_or_die)
        yield


# Each line once


@pytest.mark.parametrize("seed", [1, 2])
def test_every_day_is_told_as_it_was_seen_then_and_adds_up(seed: int):
    province = PlayedProvince(Random(seed)).play(50)
    hear()

    for day in (FIRST + timedelta(days=n) for n in range(seed, (LAST - FIRST).days, 5)):
        was = Counter((dossier.agency_id, state_at_the_end_of(day, dossier)) for dossier in province.as_on(day))
        rows = report(span=Span(day - timedelta(days=10), day, AFTERWARDS), by=By.AGENCY)
        told = {(row.whose.key, state): getattr(row.counts, state) for row in rows for state in STATES}
        assert +Counter(told) == was, day
        assert [row for row in rows if not row.counts.is_balanced] == [], day


def test_what_happened_counts_on_its_day_for_who_was_to_settle_it():
    province = PlayedProvince(Random(3)).play(50)
    hear()
    dossiers = list(Dossier.objects.all())
    firsts = {
        pk: next((step.dossier for step in steps if step.dossier.received_at), None)
        for pk, steps in province.days.items()
    }

    received = Counter((localdate(first.received_at), first.agency_id) for first in firsts.values() if first)
    assert by_day("received") == received
    decided = [dossier for dossier in dossiers if dossier.status in ("result_ready", "returned")]
    for outcome in ("early", "on_time", "late"):
        so = [dossier for dossier in decided if timeliness(dossier, at=AFTERWARDS) == outcome]
        assert by_day(outcome) == Counter((localdate(dossier.finished_at), dossier.agency_id) for dossier in so)
    for status, counter, moment in (
        ("withdrawn", "withdrawn", "finished_at"),
        ("stopped", "stopped", "finished_at"),
        ("refused", "refused", "finished_at"),
        ("returned", "returned", "returned_at"),
    ):
        so = [
            dossier
            for dossier in dossiers
            if dossier.status == status and (dossier.received_at or counter == "refused")
        ]
        assert by_day(counter) == Counter((localdate(getattr(dossier, moment)), dossier.agency_id) for dossier in so)
    late_entries = [dossier for dossier in dossiers if dossier.entered_at]
    assert sum(by_day("entered_late").values()) == len(late_entries) > 0
    assert by_day("entered_late").keys() >= {
        (localdate(late.entered_at), firsts[late.pk].agency_id) for late in late_entries
    }
    for verb, counter in (("request-supplement", "supplements"), ("extend", "extended")):
        assert sum(by_day(counter).values()) == Event.objects.filter(verb=verb).count()
    assert by_day("supplements")


def test_a_line_that_counts_nothing_writes_nothing():
    office = Office()
    dossier = office.receive()
    hear()
    before = kept()
    office.take_over(dossier, at=MONDAY_9AM)

    with CaptureQueriesContext(connection) as captured:
        hear()

    assert not [query for query in captured.captured_queries if "reporting_" in query["sql"]]
    assert kept() == before


def test_a_hundred_lines_cost_as_much_as_one():
    office = Office()

    def statements(dossiers: int) -> int:
        for _number in range(dossiers):
            office.receive()
        with CaptureQueriesContext(connection) as captured:
            assert hear() == dossiers
        return len(captured)

    assert statements(20) == statements(1)


def test_no_verb_that_counts_can_be_taken_back():
    """Who makes one so must let `telling` take back what it told."""
    assert not COUNTED & CAN_BE_TAKEN_BACK


def test_what_is_taken_back_leaves_the_figures_as_they_were():
    office = Office()
    dossier = office.take_over(office.receive(), at=MONDAY_9AM)
    hear()
    before = kept()
    proposed = office.propose(dossier, at=MONDAY_9AM)
    actions.take_back(dossier=proposed, by=acting(office.hai), at=MONDAY_9AM)

    assert hear() == 2
    assert kept() == before


def test_an_apology_does_not_make_a_late_dossier_timely():
    office = Office()  # due on Thursday 25
    dossier, at = office.take_over(office.receive(), at=MONDAY_9AM), vn("2018-10-23 09:00")
    actions.extend(dossier=dossier, reason="Mưa.", new_due_on=date(2018, 10, 30), by=acting(office.sau, at=at), at=at)
    hear()

    (row,) = report(span=Span(date(2018, 10, 26), date(2018, 10, 26), AFTERWARDS), by=By.AGENCY)

    assert (row.counts.overdue, row.counts.in_time) == (1, 0)
    assert by_day("extended") == {(date(2018, 10, 23), office.department.pk): 1}


def test_a_paper_that_was_received_a_moment_after_midnight_is_counted_from_that_day_on():
    office, at = Office(), vn("2018-10-22 23:59:40")
    dossier = office.receive(at=at, received_at=vn("2018-10-23 00:00:10"))
    actions.withdraw(dossier=dossier, reason="Đổi ý.", by=acting(office.lan, at=at), at=at)
    other = office.take_over(office.receive(at=at, received_at=vn("2018-10-23 00:00:10")), at=at)
    actions.request_supplement(dossier=other, reason="Thiếu.", by=acting(office.hai, at=at), at=at)

    hear()

    day = date(2018, 10, 23)
    (row,) = report(span=Span(day, day, AFTERWARDS), by=By.AGENCY)
    assert (row.counts.received, row.counts.undecided, row.counts.waiting) == (2, 1, 1)
    assert row.counts.is_balanced and not PendingFollowUp.objects.filter(follower=FOLLOWER).exists()


def test_an_agency_that_gives_a_dossier_away_and_gets_it_back_has_it():
    office = Office()
    diem, other = create_officer(Role.CENTRE, office.centre), create_agency("so-xay-dung")
    create_officer(Role.SPECIALIST, other)
    dossier = office.receive()
    for day, to in ((23, other), (24, office.department), (25, other), (26, office.department)):
        at = vn(f"2018-10-{day} 09:00")
        actions.transfer(dossier=dossier.pk, agency=to, reason="Đúng nơi.", by=acting(diem, at=at), at=at)
    hear()

    def of(first: int, last: int) -> dict[int | str, tuple[int, int, int]]:
        rows = report(span=Span(date(2018, 10, first), date(2018, 10, last), AFTERWARDS), by=By.AGENCY)
        assert all(row.counts.is_balanced for row in rows)
        return {row.whose.key: (row.counts.moved_in, row.counts.moved_out, row.counts.left_open) for row in rows}

    mine, theirs = office.department.pk, other.pk
    assert of(22, 31) == {mine: (0, 0, 1), theirs: (1, 1, 0)}
    assert of(23, 23) == {mine: (0, 1, 0), theirs: (1, 0, 1)}
    assert of(24, 25) == {mine: (1, 1, 0), theirs: (0, 0, 1)}


# All anew


@pytest.mark.parametrize("pace", ["each at once", "now and then", "all at the end"])
def test_however_late_it_is_heard_the_rows_are_those_of_counting_anew(pace: str):
    luck = Random(4)
    chance = {"each at once": 1.0, "now and then": 0.1, "all at the end": 0.0}[pace]
    PlayedProvince(Random(5)).play(30, after_each=lambda: luck.random() < chance and hear())
    hear()
    before = kept()

    assert rebuild_figures() > 25

    assert kept() == before


def test_a_follower_that_is_killed_half_way_hears_again_and_counts_nothing_twice():
    PlayedProvince(Random(6)).play(25)
    for number in (1, 3, 2):
        with killed(number):
            hear(limit=7)
    hear()
    before = kept()

    rebuild_figures()

    assert kept() == before


def test_what_nobody_has_heard_of_yet_is_counted_anew_too_and_not_again(monkeypatch):
    monkeypatch.setattr(rebuild, "BATCH", 5)
    PlayedProvince(Random(7)).play(15)
    seen: list[int] = []

    rebuild_figures(after_batch=seen.append)

    assert hear() == 0
    assert len(seen) > 3 and seen == sorted(seen)
    PendingFollowUp.objects.all().delete()
    before = kept()
    with connection.cursor() as cursor:  # as the migration did for what was there before
        cursor.execute(import_module("motcua.reporting.migrations.0002_figures").HEAR_OF_ALL)
    DailyFigure.objects.all().delete()
    Stretch.objects.all().delete()
    hear()
    assert kept() == before


def test_the_operator_counts_anew_with_one_command(capsys):
    office = Office()
    office.receive()
    office.receive()

    call_command("rebuild_figures")

    assert capsys.readouterr().out == "2 dossiers counted.\n"
    assert sum(by_day("received").values()) == 2


def test_a_rebuild_that_is_killed_half_way_has_changed_nothing(monkeypatch):
    monkeypatch.setattr(rebuild, "BATCH", 5)
    PlayedProvince(Random(8)).play(15)
    hear(limit=1)
    before, waiting = kept(), PendingFollowUp.objects.filter(follower=FOLLOWER).count()

    with killed(3):
        rebuild_figures()

    assert kept() == before
    assert PendingFollowUp.objects.filter(follower=FOLLOWER).count() == waiting


def test_a_line_whose_reception_was_never_heard_of_waits_until_all_is_counted_anew():
    office = Office()
    lost, other = office.receive(), office.receive()
    PendingFollowUp.objects.filter(dossier=lost).delete()
    for dossier in (lost, other):
        actions.withdraw(dossier=dossier, reason="Đổi ý.", by=acting(office.lan), at=MONDAY_9AM)

    hear()

    (waiting,) = PendingFollowUp.objects.filter(follower=FOLLOWER)
    assert (waiting.dossier_id, waiting.trouble) == (lost.pk, NeverReceived.__name__)
    rebuild_figures()
    assert sum(by_day("withdrawn").values()) == 2
    assert not PendingFollowUp.objects.filter(follower=FOLLOWER).exists()


@pytest.mark.django_db(transaction=True)
def test_readers_see_the_old_figures_and_followers_wait_while_all_is_counted_anew(monkeypatch):
    monkeypatch.setattr(rebuild, "BATCH", 2)
    office = Office()
    office.receive()
    hear()
    for _number in range(3):
        office.receive()
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory"), parameters.pop("context")
    seen: list[tuple[int, bool]] = []

    def look(_number: int) -> None:
        with psycopg.connect(**parameters) as reader:
            (received,) = reader.execute("SELECT sum(received) FROM reporting_dailyfigure").fetchone()
            (listens,) = reader.execute(
                "SELECT pg_try_advisory_xact_lock_shared(%s)", [counting._COUNTING_LOCK]
            ).fetchone()
            seen.append((received, listens))

    rebuild_figures(after_batch=look)

    assert seen == [(1, False)] * len(seen) and seen
    assert sum(by_day("received").values()) == 4


def test_a_follower_that_cannot_listen_has_heard_nothing_and_is_not_in_trouble(monkeypatch):
    office = Office()
    office.receive()

    def busy() -> None:
        raise events.NotListening

    monkeypatch.setattr(counting, "_take_part_in_counting", busy)

    assert events.hand_over_some(FOLLOWER, follow, real_at=REAL) == 0
    assert PendingFollowUp.objects.get(follower=FOLLOWER).attempts == 0
