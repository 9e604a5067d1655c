"""Find procedures the way people type: without diacritics, with slips, by everyday names ("lap dien ke", "so do")."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Ln, Upper
from django.db.models.lookups import Exact

from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import receivable_at, terms_at_hand, with_terms_along
from motcua.lib.prepared import Given, Prepared
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Agency

#: How alike the closest words must be to pass for a slip of the hand (pg_trgm's word similarity, 0 to 1)
ALIKE = 0.45
MOST_LISTED = 20  # on a page: further down nobody looks


def find(text: str, *, on: date, limit: int = 20, unit: Agency | None = None) -> list[ProcedureVersion]:
    """Return the procedures in force on this day that fit these words, best first (1 statement).

    :param unit: only what this unit receives
    """
    versions = receivable_at(unit, on=on) if unit else ProcedureVersion.objects.in_force_on(on)
    return list(fitting(versions, text).select_related("procedure", "field", "agency")[:limit])


def find_for_list(text: str, *, on: date) -> list[ProcedureVersion]:
    """Return the best of the procedures in force on this day with what a list says of them (1 statement).

    At most MOST_LISTED; none for no words.
    """
    words = fold(text)
    if not words:
        return []
    each = {f"word_{n}": word for n, word in enumerate(words.split())}
    return terms_at_hand(_listed_by(len(each))(day=on, words=words, code=words.upper(), **each))


@lru_cache(maxsize=32)
def _listed_by(count: int) -> Prepared[ProcedureVersion]:
    """Return the question with so many words in it: working its SQL out takes longer than the answer."""
    in_force = ProcedureVersion.objects.in_force_on(Given("day"))
    words = _Words(Given("words"), Given("code"), [Given(f"word_{n}") for n in range(count)])
    return Prepared(lambda: with_terms_along(_fitting(in_force, words)[:MOST_LISTED]))


class _Words(NamedTuple):
    """What is looked for: values, or such as are given each time."""

    all: str | Given
    code: str | Given  # the same in capitals
    each: Sequence[str | Given]


def fitting(versions: QuerySet[ProcedureVersion], text: str) -> QuerySet[ProcedureVersion]:
    """Keep those of these versions that fit the words, best first; none for no words.

    A code fits itself. All words found as they are come before words that are only alike; then what is asked for often.
    """
    words = fold(text)
    if not words:
        return versions.none()
    return _fitting(versions, _Words(words, words.upper(), words.split()))


def _fitting(versions: QuerySet[ProcedureVersion], words: _Words) -> QuerySet[ProcedureVersion]:
    everywhere = Q()
    for word in words.each:
        everywhere &= Q(procedure__search_text__contains=word)
    alike = TrigramWordSimilarity(words.all, "procedure__search_text")  # type: ignore[arg-type]  # it may be given
    often = Ln(F("procedure__popularity") + 1.0, output_field=FloatField()) / 25.0
    whole = Case(
        When(Exact(Upper("procedure__code"), words.code), then=Value(9.0)),
        When(procedure__search_text__startswith=words.all, then=Value(1.2)),
        When(procedure__search_text__contains=words.all, then=Value(1.0)),
        When(everywhere, then=Value(0.6)),
        default=Value(0.0),
        output_field=FloatField(),
    )
    fits = versions.filter(everywhere | Q(procedure__search_text__trigram_word_similar=words.all))
    return fits.annotate(fit=alike + whole + often).filter(fit__gte=ALIKE).order_by("-fit", "procedure__code")
