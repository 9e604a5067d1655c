import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import localtime

from motcua.dossiers.documents.typesetting import Box
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, Event
from motcua.organisations.models import Agency
from motcua.papers import keys, numbering
from motcua.papers.documents import drawing
from motcua.papers.documents.heads import Source, form_for, unit_on
from motcua.papers.models import IssuedPaper, Signature


@transaction.atomic
def issue(*, event: Event, form: str) -> IssuedPaper | None:
    """Issue the paper that this line of the diary calls for, numbered, signed and kept; once, however often asked.

    The paper bears the moment and the name of the line of the diary. Return None where the set of forms that holds
    for the dossier on that day has no such form (a notice of stopping before TT 03/2025).

    :param form: a key of motcua.law.forms, not "register" (motcua.papers.actions.close_book)
    :raises Exception: the signing token's own errors; nothing is issued and no number is used up
    """
    event = _locked(event)  # two who ask at once wait for one another here
    there = IssuedPaper.objects.filter(event=event, form=form).first()
    if there is not None:
        return there
    day = localtime(event.at).date()
    forms, drawn_as = form_for(event.dossier, form, on=day)
    if drawn_as is None:
        return None
    unit = unit_on(_writes(event.dossier, event), day)
    number = numbering.next_number(unit, form=form, year=day.year) if drawn_as.mark else None
    source = Source(event.dossier, event, drawn_as, unit, number)
    kept = keep(*drawing.draw(source), unit=unit, at=event.at)
    return IssuedPaper.objects.create(
        unit=unit,
        dossier=event.dossier,
        event=event,
        form=form,
        forms=forms,
        year=day.year,
        number=number,
        mark=drawn_as.mark,
        issued_at=event.at,
        issued_by=event.by,
        issued_by_name=event.by_name,
        **kept.fields,
    )


@dataclass(frozen=True)
class Kept:
    """A file in the storage, and what the row says of it."""

    fields: dict[str, str | int]


def keep(pdf: bytes, box: Box, *, unit: Agency, at: datetime) -> Kept:
    """Sign the PDF where papers are signed, and store it under the SHA-256 of its content."""
    signature, signed_as = Signature.BY_HAND, ""
    if keys.is_configured():
        from motcua.papers import signing  # with pyHanko, which only the processes that sign should hold

        signed = signing.sign(pdf, box=box, unit=unit, at=at)
        pdf, signature, signed_as = signed.pdf, Signature.DIGITAL, signed.signed_as
    digest = hashlib.sha256(pdf).hexdigest()
    path = f"papers/{localtime(at):%Y}/{digest}.pdf"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(pdf))
    return Kept(
        {"signature": signature.value, "signed_as": signed_as, "sha256": digest, "path": path, "size": len(pdf)}
    )


def _locked(event: Event) -> Event:
    loaded = Event.objects.select_for_update(of=("self",)).select_related(
        "agency__parent",
        "by",
        "dossier__unit__parent",
        "dossier__unit__successor__parent",
        "dossier__agency__parent",
        "dossier__version__field",
        "dossier__case",
        "dossier__applicant__commune__parent__parent",
        "dossier__submitter",
    )
    return loaded.get(pk=event.pk)


def _writes(dossier: Dossier, event: Event) -> Agency:
    """Return in whose name a paper goes out: what a leader signs in the agency's, all else in the one-stop unit's."""
    if event.verb in (Verb.APPROVE, Verb.EXTEND, Verb.STOP):
        return event.agency or dossier.agency
    return dossier.unit
