from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from motcua.lib.midnight import start_of
from motcua.organisations.models import Agency
from motcua.reporting.models import Danger, ReviewItem, ReviewLetter, WeeklyReview
from motcua.reporting.queries import Standing, agencies_reviewed, standings
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


Found = dict[int, list[Standing]]  # of each agency


def _found(at: datetime) -> Found:
    """Put every dossier of the review into one class, by agency (2 statements)."""
    found: Found = {}
    for standing in standings(at=at):
        found.setdefault(standing.agency_id, []).append(standing)
    return found


def _write_letters(review: WeeklyReview, found: Found) -> None:
    """Write what was found in place of what stands there (5 statements; more where an agency drops out)."""
    ReviewItem.objects.filter(letter__in=review.letters.values("pk")).delete()
    agencies = list(agencies_reviewed(on=review.week.monday, with_something=set(found)))
    written = set(review.letters.values_list("agency_id", flat=True))
    if written - {agency.pk for agency in agencies}:
        review.letters.exclude(agency__in=agencies).delete()
    letters = ReviewLetter.objects.bulk_create(
        [_letter(review, agency, found.get(agency.pk, ())) for agency in agencies],
        update_conflicts=True,
        unique_fields=["review", "agency"],
        update_fields=["due_soon", "at_risk", "overdue"],
    )
    ReviewItem.objects.bulk_create(_items(letters, found))


def _letter(review: WeeklyReview, agency: Agency, found: Iterable[Standing]) -> ReviewLetter:
    here = Counter(standing.danger for standing in found)
    return ReviewLetter(
        review=review,
        agency=agency,
        due_soon=here[Danger.DUE_SOON] + here[Danger.AT_RISK],
        at_risk=here[Danger.AT_RISK],
        overdue=here[Danger.OVERDUE],
    )


def _items(letters: Iterable[ReviewLetter], found: Found) -> Iterator[ReviewItem]:
    for letter in letters:
        for dossier, _agency, due_at, danger in found.get(letter.agency_id, ()):
            yield ReviewItem(letter=letter, dossier_id=dossier, danger=danger, due_at=due_at)
