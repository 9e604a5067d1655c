"""Find procedures the way people type: without diacritics, with slips, by everyday names ("lap dien ke", "so do")."""

from datetime import date

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Ln

from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import receivable_at
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Agency

#: How alike the closest words must be to pass for a slip of the hand (pg_trgm's word similarity, 0 to 1)
ALIKE = 0.45


def find(text: str, *, on: date, limit: int = 20, unit: Agency | None = None) -> list[ProcedureVersion]:
    """Return the procedures in force on this day that fit these words, best first (1 statement).

    :param unit: only what this unit receives
    """
    versions = receivable_at(unit, on=on) if unit else ProcedureVersion.objects.in_force_on(on)
    return list(fitting(versions, text).select_related("procedure", "field", "agency")[:limit])


def fitting(versions: QuerySet[ProcedureVersion], text: str) -> QuerySet[ProcedureVersion]:
    """Keep those of these versions that fit the words, best first; none for no words.

    A code fits itself. All words found as they are come before words that are only alike; then what is asked for often.
    """
    words = fold(text)
    if not words:
        return versions.none()
    everywhere = Q()
    for word in words.split():
        everywhere &= Q(procedure__search_text__contains=word)
    alike = TrigramWordSimilarity(words, "procedure__search_text")
    often = Ln(F("procedure__popularity") + 1.0, output_field=FloatField()) / 25.0
    whole = Case(
        When(procedure__code__iexact=words, then=Value(9.0)),
        When(procedure__search_text__startswith=words, then=Value(1.2)),
        When(procedure__search_text__contains=words, then=Value(1.0)),
        When(everywhere, then=Value(0.6)),
        default=Value(0.0),
        output_field=FloatField(),
    )
    fits = versions.filter(everywhere | Q(procedure__search_text__trigram_word_similar=words))
    return fits.annotate(fit=alike + whole + often).filter(fit__gte=ALIKE).order_by("-fit", "procedure__code")
