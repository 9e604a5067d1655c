from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from motcua.dossiers import steps, timekeeping, ways
from motcua.dossiers.actors import Actor
from motcua.dossiers.application import HandedIn, problems_of_papers
from motcua.dossiers.clock import Kind
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, DossierDocument


@transaction.atomic
def accept_supplement(
    *,
    dossier: Dossier | UUID,
    by: Actor,
    at: datetime,
    documents: Sequence[HandedIn] = (),
    note: str = "",
    expected_version: int | None = None,
) -> Dossier:
    """Take in what was asked for. A dossier that was received before gets its whole limit anew, and a new day.

    :param documents: the papers that came now, by the codes they are published under, as they were counted

    NĐ 61/2018 art. 19.4: once everything is there the term begins again. The national statistics subtract the wait
    instead (QĐ 766/QĐ-TTg); both days are kept. What was late when the clock stopped stays late.
    """
    dossier = steps.take(dossier, Verb.ACCEPT_SUPPLEMENT, by=by, at=at, expected_version=expected_version)
    names = _add(dossier, documents)
    detail = ({"papers": names} if names else {}) | ({"note": note.strip()} if note.strip() else {})
    if dossier.received_at is not None:
        rules = dossier.rule_set
        anew = rules.clock_after_supplement == "restart"
        detail |= timekeeping.turn(
            dossier,
            Kind.RESTARTED if anew else Kind.RESUMED,
            at=at,
            article=rules.basis["clock_after_supplement"].article,
            limit=dossier.limit if anew else "",
        )
        ways.go_on(dossier, at=at)
    return steps.move(dossier, Verb.ACCEPT_SUPPLEMENT, by=by, at=at, detail=detail)


def _add(dossier: Dossier, documents: Sequence[HandedIn]) -> list[str]:
    """Write down the papers that came; one that was there already is there again, with its new counts."""
    published = {paper.code: paper for paper in dossier.version.documents.all()}
    if said := problems_of_papers(documents, published.values(), to_receive=False):
        raise ValidationError({"components": said})
    for paper in documents:
        DossierDocument.objects.update_or_create(
            dossier=dossier,
            code=paper.code,
            defaults={
                "unit_id": dossier.unit_id,
                "name": published[paper.code].name,
                "originals": paper.originals,
                "copies": paper.copies,
                "position": published[paper.code].position,
            },
        )
    return [published[paper.code].name for paper in documents]
