"""What is read along with a dossier is what would have been read for it by itself."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

from motcua.dossiers.kept import Whole, calendar_for, kept
from motcua.dossiers.models import Assignment, Consultation, Dossier, DossierDocument, Event
from motcua.dossiers.queries import account_of, clock_events, holdings, progress, timeline
from motcua.lib.prepared import Given
from motcua.working_time.queries import calendar_of
from tests.dossiers.conftest import TUESDAY
from tests.factories import create_agency

BY_CODE = Whole(Q(code=Given("code")))


@pytest.fixture
def whole(plain: Dossier) -> Dossier:
    found = BY_CODE.first(code=plain.code)
    assert found is not None
    return found


def test_its_diary_is_the_same(plain: Dossier, whole: Dossier):
    said = ("id", "seq", "verb", "at", "by_name", "agency_id", "status", "due_at", "detail")

    def lines(dossier: Dossier) -> list[tuple[object, ...]]:
        return [tuple(getattr(line, name) for name in said) for line in timeline(dossier)]

    assert len(lines(whole)) == 4
    assert lines(whole) == lines(plain)
    assert [line.agency.short_name for line in timeline(whole)] == [line.agency.short_name for line in timeline(plain)]


def test_so_are_its_clock_its_account_and_its_steps(plain: Dossier, whole: Dossier):
    assert clock_events(whole) == clock_events(plain)
    assert account_of(whole, at=TUESDAY) == account_of(plain, at=TUESDAY)
    assert [(state.step, state.state) for state in progress(whole)] == [
        (state.step, state.state) for state in progress(plain)
    ]
    assert calendar_for(whole) is calendar_of(plain.agency.calendar_id)


def test_so_are_who_had_it_who_was_asked_and_what_was_handed_in(plain: Dossier, whole: Dossier):
    assert [
        (each.pk, each.agency.name, each.officer and each.officer.get_full_name(), each.started_at, each.ended_at)
        for each in holdings(whole)
    ] == [
        (each.pk, each.agency.name, each.officer and each.officer.get_full_name(), each.started_at, each.ended_at)
        for each in holdings(plain)
    ]
    (share,) = kept(whole, Consultation) or ()
    assert share == plain.consultations.get()
    assert (share.agency.name, share.answered_by) == ("Sở Y tế", None)
    assert list(kept(whole, DossierDocument) or ()) == list(plain.documents.order_by("position"))


def test_its_units_and_people_are_the_same(plain: Dossier, whole: Dossier):
    for name in ("unit", "agency", "holder"):
        assert getattr(whole, name).name == getattr(plain, name).name
    assert whole.applicant == plain.applicant
    assert whole.submitter is None


def test_nothing_is_asked_for_it(whole: Dossier, django_assert_num_queries):
    progress(whole)  # the calendars are built once a process, the steps are read for each
    with django_assert_num_queries(0):
        timeline(whole), clock_events(whole), holdings(whole), account_of(whole, at=TUESDAY), calendar_for(whole)
        _names = whole.unit.name, whole.agency.name, whole.holder.name, whole.applicant.commune, whole.submitter


def test_without_it_nothing_is_kept_at_hand(plain: Dossier):
    assert kept(plain, Event) is None
    assert kept(plain, Assignment) is None


@pytest.mark.parametrize("change", ["holder", "asked"])
def test_the_database_refuses_a_holder_or_an_asked_unit_that_has_no_part(plain: Dossier, change: str):
    """Whoever works there sees what lies there, so nobody asks for the part as well: motcua.casework.lists."""
    stranger = create_agency()

    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.filter(pk=plain.pk).update(**{change: stranger if change == "holder" else [stranger.pk]})
