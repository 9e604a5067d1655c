"""A small province, grown as the large ones are: whole, the same each time, and fit to be worked in."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command

from motcua.bench.ground import PROFILE, UNTIL
from motcua.casework import lists
from motcua.casework import queries as casework
from motcua.casework.desk import Desk
from motcua.demonstration import province
from motcua.dossiers import actions, actors
from motcua.dossiers.application import Application, HandedIn
from motcua.dossiers.lifecycle import Status, Verb, row_at
from motcua.dossiers.models import Dossier, Event, PendingFollowUp
from motcua.organisations.models import Agency, Post, Role
from motcua.reporting.actions import rebuild_figures
from motcua.reporting.models import DailyFigure, Stretch
from tests.bench import grown
from tests.factories import MAI, offer_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schemas")]
DOSSIERS = 2000


@pytest.fixture(scope="module")
def schemas(django_db_setup, django_db_blocker) -> Iterator[tuple[list, list]]:
    """Grow a province for all the tests here; return what the tables were like before and after."""
    with django_db_blocker.unblock():
        province.set_up(PROFILE, at=UNTIL)
        before = grown.schema()
        grown.fill(DOSSIERS)
        yield before, grown.schema()
        call_command("flush", verbosity=0, interactive=False)


def test_what_was_taken_off_the_tables_is_back_and_proved(schemas):
    before, after = schemas

    assert after == before
    assert {proved for *_said, proved in after} <= {"", "true", "O"}


def test_the_diary_verifies_and_nobody_has_anything_to_hear(capsys):
    call_command("verify_diary")

    assert "the diary is whole" in capsys.readouterr().out
    assert Dossier.objects.count() == DOSSIERS
    assert not PendingFollowUp.objects.exists()


def test_every_line_of_every_diary_is_legal():
    status, received = Status.DRAFT, False
    for line in Event.objects.order_by("dossier_id", "seq").iterator():
        if line.seq == 1:
            status, received = Status.DRAFT, False
        row = row_at(Verb(line.verb), status, received=received)
        assert row is not None, f"{line}: {line.verb} from {status}"
        waits = line.verb == Verb.FORWARD and line.detail.get("clock") == "stopped"
        assert line.status == (row.target or status) or waits, f"{line}: {status} to {line.status}"
        status, received = Status(line.status), received or line.verb == Verb.RECEIVE


def test_the_figures_are_those_that_the_diary_adds_up_to():
    kept = {table: list(grown.rows_of(table)) for table in ("reporting_stretch", "reporting_dailyfigure")}

    rebuild_figures()

    assert DailyFigure.objects.exists() and Stretch.objects.exists()
    for table, rows in kept.items():
        assert list(grown.rows_of(table)) == rows


def test_officers_find_their_dossiers_on_the_desk():
    [busy] = Dossier.objects.filter(finished_at=None, officer__isnull=False).order_by("due_at")[:1]
    desk = Desk(user=busy.officer, actor=actors.officer(busy.officer, at=UNTIL), at=UNTIL)

    page = casework.page_of(desk, lists.is_mine)

    assert busy in page.rows
    assert all(dossier.officer_id == desk.user.pk for dossier in page.rows)


def test_the_next_dossier_takes_the_next_numbers():
    received = Dossier.objects.filter(unit__key="trung-tam-giai-quyet-tthc", book_number__isnull=False)
    last = received.order_by("-book_number")[0]
    unit = Agency.objects.get(pk=last.unit_id)
    clerk = Post.objects.filter(agency=unit, role=Role.COUNTER)[0].user
    offer = offer_at(unit, last.version.procedure.code, on=UNTIL.date())
    papers = [HandedIn(paper.code) for paper in offer.version.documents.filter(case=last.case_id)]
    papers += [HandedIn(paper.code) for paper in offer.version.documents.filter(case=None)] if last.case_id else []

    new = actions.receive_at_counter(
        application=Application(offer=offer, unit=unit, applicant=MAI, documents=papers, case=last.case),
        by=actors.officer(clerk, at=UNTIL),
        at=UNTIL,
    )

    assert new.book_number == last.book_number + 1
