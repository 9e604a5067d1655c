"""Dossiers and all that belongs to one."""

from motcua.dossiers.models.belongings import Assignment, Attachment, Consultation, DossierDocument, Outcome, Result
from motcua.dossiers.models.diary import Event, NumberBook, PendingFollowUp, Seal, SealedLine
from motcua.dossiers.models.dossier import CLOCK_RUNS, Applicant, Dossier, DossierQuerySet, PersonKind

__all__ = [
    "CLOCK_RUNS",
    "Applicant",
    "Assignment",
    "Attachment",
    "Consultation",
    "Dossier",
    "DossierDocument",
    "DossierQuerySet",
    "Event",
    "NumberBook",
    "Outcome",
    "PendingFollowUp",
    "PersonKind",
    "Result",
    "Seal",
    "SealedLine",
]
