"""How a dossier comes into being: the row, its people and its papers, before any verb."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from motcua.catalogue.models import RequiredDocument
from motcua.dossiers import postal, quick_codes
from motcua.dossiers.application import Application, HandedIn, Person
from motcua.dossiers.models import Applicant, Dossier, DossierDocument
from motcua.lib.uuid7 import uuid7
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Agency


def open_dossier(application: Application, *, at: datetime, with_quick_code: bool = True) -> Dossier:
    """Return a new draft with its people saved and itself not yet: the verb that follows saves it (1–3 statements).

    :param with_quick_code: a reception draws it later, together with the dossier's numbers
    """
    unit, offer = application.unit, application.offer
    agencies = list(dict.fromkeys([unit.pk, offer.competent.pk]))
    return Dossier(
        id=application.dossier_id or uuid7(),
        unit=unit,
        agency=offer.competent,
        agencies=agencies,
        version=offer.version,
        case=application.case,
        quick_code=quick_codes.draw(year=at.year, key=settings.TRACKING_KEY) if with_quick_code else "",
        channel=application.channel,
        result_channel=application.result_channel,
        applicant=_save_person(application.applicant, unit, agencies),
        submitter=_save_person(application.submitter, unit, []) if application.submitter else None,
        authority=application.authority.strip(),
        consignment=postal.number_of(application.consignment),
        note=application.note.strip(),
        holder=unit,
        moved_at=at,
    )


def how_it_came(dossier: Dossier) -> dict[str, str]:
    """Return what the diary keeps of it: by whose authority, and in which postal item."""
    said = {"authority": dossier.authority, "consignment": dossier.consignment}
    return {name: value for name, value in said.items() if value}


def add_documents(dossier: Dossier, published: Sequence[RequiredDocument], given: Sequence[HandedIn]) -> None:
    """Write down the papers that were handed in, under the names they were published by (1 statement)."""
    counts = {paper.code: paper for paper in given}
    DossierDocument.objects.bulk_create(
        DossierDocument(
            unit_id=dossier.unit_id,
            dossier=dossier,
            code=paper.code,
            name=paper.name,
            originals=counts[paper.code].originals,
            copies=counts[paper.code].copies,
            position=position,
        )
        for position, paper in enumerate(published)
    )


def _save_person(person: Person, unit: Agency, agencies: list[int]) -> Applicant:
    return Applicant.objects.create(
        unit=unit,
        agencies=agencies,
        kind=person.kind,
        name=" ".join(person.name.split()),
        name_folded=fold(person.name),
        id_number=person.id_number,
        phone=person.phone,
        email=person.email,
        address=person.address.strip(),
        commune=person.commune,
        born=person.born,
    )
