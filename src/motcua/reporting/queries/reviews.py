"""The weekly review: whom it is for, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet, Window

from motcua.lib.prepared import Given, Prepared
from motcua.organisations.models import Agency, Kind, Level
from motcua.reporting.models import Danger, ReviewItem, ReviewLetter, WeeklyReview
from motcua.reporting.queries.progress import WEEKS_OF_TREND, Trend, span_of, trend_said_by, trends_within
from motcua.reporting.weeks import Week

#: The province's own agencies get a letter every week, also one that says "nothing"
_EVERY_WEEK = (Kind.DEPARTMENT, Kind.VERTICAL, Kind.UTILITY)


def agencies_reviewed(*, on: date, with_something: set[int]) -> QuerySet[Agency]:
    """Return whom a review is for: the province's agencies, and whoever else has something in it."""
    always = Q(kind__in=_EVERY_WEEK, level=Level.PROVINCE)
    return Agency.objects.existing_on(on).filter(always) | Agency.objects.filter(pk__in=with_something)


def review_of(week: Week) -> WeeklyReview | None:
    """Return the review of this week, if one was drafted."""
    return WeeklyReview.objects.filter(year=week.year, number=week.number).select_related("sent_by").first()


def letters_of(review: WeeklyReview) -> QuerySet[ReviewLetter]:
    """Return its letters, the most endangered agency first."""
    return _in_order(review.letters.select_related("agency", "seen_by", "answered_by", "review"))


def review_with_letters(week: Week) -> tuple[WeeklyReview | None, list[ReviewLetter]]:
    """Return the review of this week, if one was drafted, and its letters as a list shows them (1–2 statements)."""
    review = review_of(week)
    if review is None:
        return None, []
    letters = _LETTERS(review=review.pk)
    for letter in letters:
        letter.review = review
    return review, letters


_OF_A_LETTER = ("due_soon", "at_risk", "overdue", "note", "told", "seen_at", "answered_at", "answer")
_LETTERS = Prepared(
    lambda: _in_order(
        ReviewLetter.objects.filter(review=Given("review"))
        .select_related("agency")
        .only(*_OF_A_LETTER, "agency__key", "agency__name")
    )
)


@dataclass(frozen=True)
class Glance:
    """The first letters of a review, with how their agencies kept their promises, and the numbers of all."""

    review: WeeklyReview
    letters: Sequence[ReviewLetter]
    trends: Sequence[Trend]  # of the letters' agencies, in the same order
    count: int = 0
    unseen: int = 0


def glance_at(week: Week, *, most: int, at: datetime) -> Glance | None:
    """Return this week's review as far as a first page shows it (1 statement; 2 where it has no letter)."""
    first, last = span_of(WEEKS_OF_TREND, at=at)
    found: list[Any] = _first_letters(most)(year=week.year, number=week.number, first=first, last=last)
    if not found:
        review = review_of(week)
        return Glance(review, (), ()) if review else None
    return Glance(
        review=found[0].review,
        letters=found,
        trends=[trend_said_by(letter.trend, at=at) for letter in found],
        count=found[0].count,
        unseen=found[0].unseen,
    )


@cache
def _first_letters(most: int) -> Prepared[ReviewLetter]:
    trend = trends_within("agency", Given("first"), Given("last"))

    def rows() -> QuerySet[ReviewLetter]:
        letters = ReviewLetter.objects.filter(review__year=Given("year"), review__number=Given("number"))
        return _in_order(letters.select_related("agency", "review")).annotate(
            count=Window(Count("*")), unseen=Window(Count("pk", filter=Q(seen_at=None))), trend=trend
        )[:most]

    return Prepared(rows)


def _in_order(letters: QuerySet[ReviewLetter]) -> QuerySet[ReviewLetter]:
    return letters.order_by("-at_risk", "-overdue", "-due_soon", "agency__order", "agency__name")


def letter_to(agency: Agency, week: Week) -> ReviewLetter | None:
    """Return this agency's letter in the review of this week, if there is one."""
    letters = ReviewLetter.objects.select_related("agency", "review__sent_by", "seen_by", "answered_by")
    return letters.filter(agency=agency, review__year=week.year, review__number=week.number).first()


def letters_to(agency: Agency) -> QuerySet[ReviewLetter]:
    """Return the letters that were sent to this agency, the newest first."""
    sent = ReviewLetter.objects.filter(agency=agency, review__sent_at__isnull=False)
    return sent.select_related("review", "agency").order_by("-review__year", "-review__number")


def items_of(letter: ReviewLetter, danger: str = "") -> QuerySet[ReviewItem]:
    """Return the dossiers in this letter, by their promise. Those at risk are due soon, too."""
    items = letter.items.select_related("dossier__step", "dossier__holder", "dossier__version__procedure")
    if danger:
        classes = [Danger.DUE_SOON, Danger.AT_RISK] if danger == Danger.DUE_SOON else [danger]
        items = items.filter(danger__in=classes)
    return items.order_by("due_at", "dossier__code")
