"""From lives to the rows of the tables, as PostgreSQL's COPY reads them: columns divided by tabs, \\N for nothing."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Model

from motcua.bench.growing.belongings import Line, Share
from motcua.bench.growing.life import Life
from motcua.bench.growing.townsfolk import Visitor
from motcua.dossiers.models import (
    Applicant,
    Assignment,
    Consultation,
    Dossier,
    DossierDocument,
    Event,
    NumberBook,
    Result,
    Seal,
    SealedLine,
)
from motcua.ratings.models import Rating
from motcua.reporting.models import DailyFigure, Stretch

#: What is written here, column by column. Columns that come later get what the model gives a new row (see Sheet)
COLUMNS: dict[type[Model], str] = {
    Applicant: "id unit_id kind name name_folded id_number phone email address commune_id born agencies",
    Dossier: "id unit_id agency_id agencies version_id case_id process_id rules calendar_version code quick_code "
    "book_number status version_number channel result_channel applicant_id submitter_id authority submitted_at "
    "received_at limit due_at first_due_at judged_due_at national_due_at clock_stopped_at waits_for "
    "supplement_requests extended_at finished_at returned_at moved_at last_verb last_by_id holder_id officer_id "
    "step_id step_due_at asked diary_length diary_head",
    Event: "id unit_id dossier_id seq verb at by_id by_name agency_id status due_at detail previous hash",
    Assignment: "id unit_id dossier_id step_id agency_id officer_id started_at due_at ended_at",
    DossierDocument: "id unit_id dossier_id code name originals copies position",
    Result: "id unit_id dossier_id outcome summary proposed_by_id proposed_at decided_by_id decided_at",
    Consultation: "id unit_id dossier_id step_id agency_id question order half_days is_lead results_to asked_by_id "
    "started_at due_at answered_at answered_by_id answer",
    Rating: "id dossier_id unit_id level finished_in_one_visit reasons comment source at",
    Seal: "number previous root hash leaves",
    SealedLine: "seal_id position event_id",
    NumberBook: "unit_id period last",
    Stretch: "dossier_id number unit_id agency_id version_id channel since until came left waits due_at",
    DailyFigure: f"day unit_id agency_id version_id channel {' '.join(DailyFigure.COUNTERS)}",
}
NOTHING = r"\N"


class Sheet:
    """One table to be written: the statement that takes its rows, and what stands at the end of every row."""

    def __init__(self, model: type[Model]) -> None:
        named = COLUMNS[model].split()
        others = [
            field
            for field in model._meta.concrete_fields
            if field.column not in named and not field.get_internal_type().endswith("AutoField")
        ]
        names = ", ".join(f'"{name}"' for name in [*named, *(field.column for field in others)])
        self.copy = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
        self.tail = "".join(f"\t{_plain(field.get_default())}" for field in others) + "\n"


def _plain(value: Any) -> str:
    """Return what a new row has in a column that nobody fills."""
    if value is None:
        return NOTHING
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    return escaped(json.dumps(value) if isinstance(value, dict) else str(value))


def escaped(text: str) -> str:
    """Return a text as COPY reads it."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


_escaped = lru_cache(maxsize=4096)(escaped)  # names of papers and people come again and again


@lru_cache(maxsize=8192)
def when(moment: datetime | None) -> str:
    """Return a moment; one is written in several rows of a life, so it is kept for a while."""
    return NOTHING if moment is None else moment.isoformat()


def maybe(value: object) -> str:
    return NOTHING if value is None else str(value)


def ids(values: Iterable[object]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _octets(value: bytes) -> str:
    return rf"\\x{value.hex()}"


# One life


def applicants(life: Life) -> Iterator[str]:
    yield _person(life.applicant_id, life.unit_id, life.applicant, life.agencies)
    if life.submitter_id is not None and life.submitter is not None:
        yield _person(life.submitter_id, life.unit_id, life.submitter, [])


def _person(pk: str, unit_id: int, who: Visitor, agencies: Iterable[int]) -> str:
    return (
        f"{pk}\t{unit_id}\t{who.kind}\t{who.name}\t{who.name_folded}\t{who.id_number}\t{who.phone}\t{who.email}\t"
        f"{who.address}\t{who.commune.id}\t{who.born}\t{ids(agencies)}"
    )


def dossier(life: Life) -> str:
    officer_id = life.officer.pk if life.officer else NOTHING
    step_id = life.step.id if life.step else NOTHING
    case_id = life.case.id if life.case else NOTHING
    return (
        f"{life.id}\t{life.unit_id}\t{life.agency_id}\t{ids(life.agencies)}\t{life.version.id}\t{case_id}\t"
        f"{maybe(life.process_id)}\t{life.rules}\t{life.calendar_version}\t{maybe(life.code)}\t{life.quick_code}\t"
        f"{maybe(life.book_number)}\t{life.status}\t{len(life.diary)}\t{life.channel}\t{life.result_channel}\t"
        f"{life.applicant_id}\t{maybe(life.submitter_id)}\t{life.authority}\t{when(life.submitted_at)}\t"
        f"{when(life.received_at)}\t{life.limit}\t{when(life.due_at)}\t{when(life.first_due_at)}\t"
        f"{when(life.judged_due_at)}\t{when(life.national_due_at)}\t{when(life.clock_stopped_at)}\t{life.waits_for}\t"
        f"{life.supplement_requests}\t{when(life.extended_at)}\t{when(life.finished_at)}\t{when(life.returned_at)}\t"
        f"{when(life.moved_at)}\t{life.last_verb}\t{maybe(life.last_by_id)}\t{life.holder_id}\t{officer_id}\t"
        f"{step_id}\t{when(life.step_due_at)}\t{ids(life.asked)}\t{len(life.diary)}\t{_octets(life.diary_head)}"
    )


def event(line: Line) -> str:
    return (
        f"{line.id}\t{line.unit_id}\t{line.dossier_id}\t{line.seq}\t{line.verb}\t{when(line.at)}\t{maybe(line.by_id)}\t"
        f"{line.by_name}\t{maybe(line.agency_id)}\t{line.status}\t{when(line.due_at)}\t{_detail(line.detail)}\t"
        f"{_octets(line.previous)}\t{_octets(line.hash)}"
    )


def _detail(said: dict[str, Any]) -> str:
    try:
        return _written(tuple(said.items()))
    except TypeError:  # a list in it: rare
        return escaped(json.dumps(said, ensure_ascii=False))


@lru_cache(maxsize=4096)
def _written(items: tuple[tuple[str, Any], ...]) -> str:
    return escaped(json.dumps(dict(items), ensure_ascii=False))


def assignments(life: Life) -> Iterator[str]:
    for spell in life.spells:
        yield (
            f"{spell.id}\t{life.unit_id}\t{life.id}\t{spell.step_id}\t{spell.agency_id}\t{maybe(spell.officer_id)}\t"
            f"{when(spell.started_at)}\t{when(spell.due_at)}\t{when(spell.ended_at)}"
        )


def documents(life: Life) -> Iterator[str]:
    for position, (pk, (paper, originals, copies)) in enumerate(zip(life.document_ids, life.papers, strict=True)):
        name = _escaped(paper.name)
        yield f"{pk}\t{life.unit_id}\t{life.id}\t{paper.code}\t{name}\t{originals}\t{copies}\t{position}"


def results(life: Life) -> Iterator[str]:
    if (outcome := life.outcome) is not None:
        decided_by = outcome.decided_by.pk if outcome.decided_by else NOTHING
        yield (
            f"{outcome.id}\t{life.unit_id}\t{life.id}\t{outcome.outcome}\t{outcome.summary}\t{outcome.proposed_by.pk}\t"
            f"{when(outcome.proposed_at)}\t{decided_by}\t{when(outcome.decided_at)}"
        )


def consultations(life: Life) -> Iterator[str]:
    for share in life.shares:
        yield _consultation(life, share)


def _consultation(life: Life, share: Share) -> str:
    asked_by = share.asked_by.pk if share.asked_by else NOTHING
    answered_by = share.answered_by.pk if share.answered_by else NOTHING
    return (
        f"{share.id}\t{life.unit_id}\t{life.id}\t{share.step_id}\t{share.agency.id}\t{escaped(share.question)}\t"
        f"{share.order}\t{share.half_days}\t{share.is_lead}\t{ids(share.results_to)}\t{asked_by}\t"
        f"{when(share.started_at)}\t{when(share.due_at)}\t{when(share.answered_at)}\t{answered_by}\t{share.answer}"
    )


def rating(life: Life, at: datetime, level: int, pk: str) -> str:
    source = "online" if life.channel == "online" else "device"
    reasons = "{}" if level > 3 else "{waiting}"
    return f"{pk}\t{life.id}\t{life.unit_id}\t{level}\t{NOTHING}\t{reasons}\t\t{source}\t{when(at)}"


# The whole province


def seal(number: int, previous: bytes, root: bytes, digest: bytes, leaves: int) -> str:
    return f"{number}\t{_octets(previous)}\t{_octets(root)}\t{_octets(digest)}\t{leaves}"


def sealed_lines(number: int, events: Sequence[str]) -> Iterator[str]:
    for position, pk in enumerate(events):
        yield f"{number}\t{position}\t{pk}"


def books(last: dict[tuple[int, str], int]) -> Iterator[str]:
    for (unit_id, period), number in last.items():
        yield f"{unit_id}\t{period}\t{number}"
