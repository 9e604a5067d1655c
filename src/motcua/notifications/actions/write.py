from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from motcua.dossiers.models import Dossier
from motcua.notifications.messages import Text
from motcua.notifications.models import Letter
from motcua.organisations.models import Agency


@dataclass(frozen=True)
class Draft:
    """A letter to be: to whom, what, and what caused it."""

    address: str
    text: Text
    occasion: str
    unit: Agency
    at: datetime
    dossier: Dossier | None = None


@transaction.atomic
def write(*, drafts: Iterable[Draft]) -> None:
    """Put letters in the post box for the worker to send (1 statement): one per occasion and address, ever."""
    Letter.objects.bulk_create(
        [
            Letter(
                address=draft.address.strip(),
                subject=" ".join(draft.text.subject.split())[:200],
                body=draft.text.body,
                occasion=draft.occasion,
                unit=draft.unit,
                dossier=draft.dossier,
                created_at=draft.at,
            )
            for draft in drafts
        ],
        ignore_conflicts=True,
    )
