from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from motcua.dossiers.models import DossierQuerySet
from motcua.lib.midnight import start_of
from motcua.reporting.models import Danger, ReviewItem, ReviewLetter, WeeklyReview
from motcua.reporting.queries import agencies_reviewed, at_risk, due_soon, overdue
from motcua.reporting.weeks import Week


@transaction.atomic
def draft_review(*, week: Week, at: datetime) -> WeeklyReview:
    """Draft this week's review, or draft it again while it is not sent; notes are kept. A sent one stays as it was.

    Things are counted as they stand at `at`; for another week than the present one, as of its Monday at half past six.
    """
    review, _made = WeeklyReview.objects.select_for_update().get_or_create(
        year=week.year, number=week.number, defaults={"drafted_at": at}
    )
    if review.sent_at is not None:
        return review
    review.drafted_at = at
    review.save(update_fields=["drafted_at"])
    today = timezone.localtime(at).date()
    moment = at if Week.of(today) == week else start_of(week.monday).replace(hour=6, minute=30)
    _write_letters(review, _found(moment))
    return review


Found = dict[int, dict[Danger, list[tuple[UUID, datetime]]]]  # agency → class → dossier and its promise


def _found(at: datetime) -> Found:
    """Put every dossier of the review into one class, by agency."""
    found: Found = {}
    risky = at_risk(at=at)
    classes: tuple[tuple[Danger, DossierQuerySet], ...] = (
        (Danger.OVERDUE, overdue(at=at)),
        (Danger.AT_RISK, risky),
        (Danger.DUE_SOON, due_soon(at=at).exclude(pk__in=list(risky.values_list("pk", flat=True)))),
    )
    for danger, dossiers in classes:
        for pk, agency_id, due_at in dossiers.values_list("pk", "agency_id", "judged_due_at"):
            assert due_at is not None  # they were chosen by their promise
            found.setdefault(agency_id, {}).setdefault(danger, []).append((pk, due_at))
    return found


def _write_letters(review: WeeklyReview, found: Found) -> None:
    ReviewItem.objects.filter(letter__review=review).delete()
    agencies = agencies_reviewed(on=review.week.monday, with_something=set(found))
    kept = {letter.agency_id: letter for letter in review.letters.all()}
    review.letters.exclude(agency__in=agencies).delete()
    letters = []
    for agency in agencies:
        letter = kept.get(agency.pk) or ReviewLetter(review=review, agency=agency)
        here = {danger: len(dossiers) for danger, dossiers in found.get(agency.pk, {}).items()}
        letter.at_risk, letter.overdue = here.get(Danger.AT_RISK, 0), here.get(Danger.OVERDUE, 0)
        letter.due_soon = here.get(Danger.DUE_SOON, 0) + letter.at_risk
        letters.append(letter)
    ReviewLetter.objects.bulk_update(
        [letter for letter in letters if letter.pk], ["due_soon", "at_risk", "overdue"], batch_size=200
    )
    ReviewLetter.objects.bulk_create([letter for letter in letters if not letter.pk])
    ReviewItem.objects.bulk_create(_items(letters, found), batch_size=2000)


def _items(letters: Iterable[ReviewLetter], found: Found) -> Iterable[ReviewItem]:
    for letter in letters:
        for danger, dossiers in found.get(letter.agency_id, {}).items():
            for pk, due_at in dossiers:
                yield ReviewItem(letter=letter, dossier_id=pk, danger=danger, due_at=due_at)
