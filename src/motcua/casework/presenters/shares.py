"""What other units are asked about a dossier: the list with its clocks, and the question to be answered here."""

from datetime import datetime
from typing import Any

from motcua.casework import queries
from motcua.casework.desk import Desk
from motcua.casework.presenters.terms import answer_term_of
from motcua.dossiers.models import Consultation, Dossier
from motcua.working_time.queries import calendars_of


def shares_of(dossier: Dossier, *, at: datetime) -> list[dict[str, Any]]:
    """Return what each unit was asked, until when, and what it said (1 statement, 1 more when there is any)."""
    shares = queries.shares_of(dossier)
    calendars = calendars_of({share.agency.calendar_id for share in shares}) if shares else {}
    return [
        {"share": share, "term": answer_term_of(share, calendar=calendars[share.agency.calendar_id], at=at)}
        for share in shares
    ]


def question_to(desk: Desk, dossier: Dossier) -> Consultation | None:
    """Return what this officer's unit is to answer now (1 statement)."""
    return queries.questions_to(desk, [dossier]).get(dossier.pk)
