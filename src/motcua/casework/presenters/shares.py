"""What other units are asked about a dossier: the list with its clocks, and the question to be answered here."""

from datetime import datetime
from typing import Any

from motcua.casework.desk import Desk
from motcua.casework.presenters.terms import answer_term_of
from motcua.dossiers.kept import calendars_for, kept
from motcua.dossiers.models import Consultation, Dossier


def shares_of(dossier: Dossier, *, at: datetime) -> list[dict[str, Any]]:
    """Return what each unit was asked, until when, and what it said, in the order of their turns (0 statements).

    :param dossier: whole, as motcua.dossiers.kept loads it
    """
    calendars = calendars_for(dossier)
    return [
        {"share": share, "term": answer_term_of(share, calendar=calendars.of(share.agency.calendar_id), at=at)}
        for share in kept(dossier, Consultation) or ()
    ]


def question_to(desk: Desk, dossier: Dossier) -> Consultation | None:
    """Return what this officer's unit is to answer now: what was asked first (0 statements)."""
    asked = [
        (share.started_at, share.pk, share)
        for share in kept(dossier, Consultation) or ()
        if share.started_at and not share.answered_at and share.agency_id in desk.works_at
    ]
    return min(asked)[2] if asked else None
