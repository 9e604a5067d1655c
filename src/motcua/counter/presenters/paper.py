"""Form 01 for the eye, before it is printed: the values of the real one, from what stands on the desk.

A legal form speaks Vietnamese, whatever language the officer reads.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from motcua.catalogue.models import Channel
from motcua.counter.intake import Intake, applicant_of, submitter_of
from motcua.dossiers import postal, quick_codes
from motcua.dossiers.arrivals import counts_from_arrival
from motcua.dossiers.documents import receipt
from motcua.dossiers.documents.receipt import Receipt
from motcua.dossiers.models import Dossier
from motcua.law import rule_sets
from motcua.lib import vietnamese
from motcua.organisations.models import Agency
from motcua.working_time.due_dates import DueDate

#: What is written in when the dossier is received
LATER = "…"


@dataclass
class OnTheTable:
    """A paper that would be handed in, as a row of the receipt needs it."""

    name: str
    originals: int
    copies: int


def before(intake: Intake, promise: DueDate | None) -> Receipt:
    """Return the receipt as it would be printed if all that stands on the desk were received now."""
    desk, choice = intake.desk, intake.choice
    unit, version = desk.unit, choice.offer.version if choice else None
    superior, office = receipt.letterhead(unit)
    person = applicant_of(intake, commune=None)
    case = f" – {choice.case.name}" if choice and choice.case else ""
    return Receipt(
        title=receipt.TITLE,
        superior=superior,
        unit=office,
        unit_name=unit.desk_name,
        number=f"Số: {LATER}/{receipt.office_mark(unit)}",
        place_and_day=f"{unit.place}, {vietnamese.formal_day(intake.received_at.date())}",
        code="",
        applicant=person.name,
        about=receipt.about(person),
        how_it_came=_how_it_came(intake),
        procedure=f"{version.name}{case}" if version else "",
        documents=_papers(intake),
        sets=f"{version.sets_of_papers:02d}" if version else LATER,
        limit=receipt.limit_in_words(promise.limit, arrival_at=_arrival(intake)) if promise else LATER,
        received=vietnamese.formal_moment(intake.received_at),
        due=receipt.due_in_words(promise.due_at) if promise else LATER,
        result_at=receipt.result_place(intake.text("result_channel") or Channel.COUNTER, unit),
        fees=receipt.fees_in_words(choice.fees) if choice else LATER,
        note=intake.text("note"),
        book=f"{intake.received_at:%Y}",
        book_number=LATER,
        quick_code="",
        how_to_track=receipt.how_to_track(unit),
        submitter=(submitter_of(intake) or person).name,
        officer=desk.actor.name,
        foot="",
    )


def _how_it_came(intake: Intake) -> list[str]:
    return receipt.how_it_came(
        submitter=submitter_of(intake) if intake.text("by_name") else None,
        authority=intake.text("by_authority"),
        by_post=intake.channel == Channel.POST,
        consignment=postal.number_of(intake.text("consignment")),
    )


def _arrival(intake: Intake) -> Agency | None:
    """Return the agency whose clock waits for the paper, None where it runs from the reception."""
    assert intake.choice is not None  # only a choice has a promise
    competent = intake.choice.offer.competent
    waits = counts_from_arrival(
        unit=intake.desk.unit,
        competent=competent,
        channel=intake.channel,
        rules=rule_sets.in_force_on(intake.received_at.date()),
    )
    return competent if waits else None


def codes_of(dossier: Dossier) -> dict[str, Any]:
    """Return what the receipt's QR and bar code hold, and the address where its holder rates the handling.

    Both addresses are public and never change (ux.md §3.4), so they are written here as they are printed.
    """
    token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
    return {
        "track_url": f"{settings.PUBLIC_URL}/t/{dossier.quick_code}/{token}",
        "rating_url": f"{settings.PUBLIC_URL}/danh-gia/{dossier.quick_code}/{token}/",
        "bars": dossier.quick_code,
    }


def _papers(intake: Intake) -> list[dict[str, str]]:
    """Return the rows of the table, in the published order, as the receipt writes them."""
    if intake.choice is None:
        return []
    rows = []
    for paper in intake.choice.papers:
        if paper.code in intake.ticked:
            originals, copies = (max(number, 0) for number in intake.ticked[paper.code])
            rows.append(receipt.counted(OnTheTable(paper.name, originals, copies)))
    return rows
