"""From what a caller sent to an application: the names and keys looked up, the rules left to the rooms below."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from motcua.api.v1 import inputs, problems
from motcua.api.v1.finding import Units, desks_of
from motcua.catalogue.models import ProcedureCase, ProcedureVersion
from motcua.catalogue.queries import offer_at
from motcua.dossiers import actions
from motcua.dossiers.actors import Actor
from motcua.dossiers.application import Application, HandedIn, Person
from motcua.dossiers.models import Dossier
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Agency


def hand_in(said: inputs.NewDossier, *, by: Actor, at: datetime) -> Dossier:
    """Receive it at the counter, or submit it to be received later."""
    application = _application(said, by=by, at=at)
    if said.channel == "counter":
        return actions.receive_at_counter(application=application, by=by, at=at)
    return actions.submit(application=application, by=by, at=at)


def _application(said: inputs.NewDossier, *, by: Actor, at: datetime) -> Application:
    if said.received_at and said.channel != "counter":
        raise problems.wrong("received_at", _("Chỉ ghi lúc nhận khi tiếp nhận tại quầy (channel là counter)."))
    day = min(said.received_at or at, at).date()
    people = [said.applicant, *([said.submitter] if said.submitter else [])]
    desks = [] if said.receiving_agency else desks_of(by)
    units = Units(said.receiving_agency, *(person.commune for person in people), ids=desks, on=day)
    unit = _receiving_unit(said.receiving_agency, desks, units)
    offer = offer_at(unit, said.procedure, on=day)
    return Application(
        offer=offer,
        unit=unit,
        applicant=_person(said.applicant, "applicant", units),
        documents=handed_in(said.components, offer.version),
        case=_case(said.case, offer.version) if said.case else None,
        channel=said.channel,
        result_channel=said.result_channel,
        submitter=_person(said.submitter, "submitter", units) if said.submitter else None,
        authority=said.authority,
        consignment=said.consignment,
        note=said.note,
        received_at=said.received_at,
    )


def _receiving_unit(word: str, desks: list[int], units: Units) -> Agency:
    if word:
        return units.unit(word, field="receiving_agency")
    if len(desks) > 1:
        raise problems.wrong("receiving_agency", _("Khóa này làm việc ở nhiều nơi tiếp nhận. Ghi rõ nhận tại đâu."))
    return units.desk(desks[0])


def _person(person: inputs.NewPerson, field: str, units: Units) -> Person:
    return Person(
        name=person.name,
        kind=person.kind,
        id_number=person.id_number,
        phone=person.phone,
        email=person.email,
        address=person.address,
        commune=units.commune(person.commune, field=f"{field}.commune"),
    )


def _case(key: str, version: ProcedureVersion) -> ProcedureCase:
    cases = {case.key: case for case in version.cases.all()}
    if key not in cases:
        known = ", ".join(cases) or _("thủ tục này không chia trường hợp, bỏ trống mục này")
        raise problems.wrong("case", _("Không có trường hợp “%(key)s”: %(known)s.") % {"key": key, "known": known})
    return cases[key]


def handed_in(components: Iterable[inputs.NewComponent], version: ProcedureVersion) -> list[HandedIn]:
    """Return the papers by their codes; a name is looked for among the published ones, however it is typed."""
    prefetch_related_objects([version], "documents")
    codes = {fold(paper.name): paper.code for paper in version.documents.all()}
    return [
        HandedIn(
            code=paper.code or codes.get(fold(paper.name), paper.name),
            originals=paper.originals,
            copies=paper.copies,
        )
        for paper in components
    ]
