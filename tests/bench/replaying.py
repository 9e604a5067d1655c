"""Lives made up by the generator, played once more through the actions: the same people, papers and moments."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from motcua.accounts.models import User
from motcua.bench.ground import UNTIL
from motcua.bench.growing import seasons, snapshot, writing
from motcua.bench.growing.intake import Intake
from motcua.bench.growing.life import Life
from motcua.bench.growing.writing import Sheet
from motcua.catalogue.queries import Offer
from motcua.dossiers import actions, actors
from motcua.dossiers.actors import Actor
from motcua.dossiers.application import Application, HandedIn, Person
from motcua.dossiers.models import (
    Applicant,
    Assignment,
    Consultation,
    Dossier,
    DossierDocument,
    Event,
    NumberBook,
    Result,
)
from motcua.law import codes

ROWS = {
    Applicant: writing.applicants,
    Dossier: lambda life: [writing.dossier(life)],
    Event: lambda life: [writing.event(line) for line in life.diary],
    Assignment: writing.assignments,
    DossierDocument: writing.documents,
    Result: writing.results,
    Consultation: writing.consultations,
}
#: Drawn anew each time, and the hashes that follow from them
DRAWN = {"id", "quick_code", "applicant_id", "submitter_id", "diary_head", "previous", "hash"}


def made_up(*, seed: int = 5, days: int = 40, a_day: int = 3, desks: int = 14) -> list[Life]:
    """Return lives that began in the weeks before UNTIL, in the order in which each desk numbers them."""
    province = snapshot.take(on=UNTIL.date())
    intake = Intake(province, seed=seed, until=UNTIL, tracking_key=settings.TRACKING_KEY)
    first = UNTIL.date() - timedelta(days=90)
    open_days = seasons.working_days(UNTIL, first=first, dossiers=days * seasons.A_DAY, calendar=province.calendar)
    return [
        told.life
        for day in open_days
        for number, desk in enumerate(province.desks[:desks])
        for told in intake.day_at(desk, day, count=a_day, first_serial=serial_of(day, number, a_day))
    ]


def serial_of(day: date, desk: int, a_day: int) -> int:
    return day.toordinal() * 1000 + desk * a_day


def one_of_each_turn(lives: list[Life]) -> list[Life]:
    """Return the first lives in which one verb follows upon another: together they turn every way there is."""
    seen: set[tuple[str, ...]] = set()
    chosen = []
    for life in lives:
        way = ["", *(line.verb for line in life.diary), life.status]
        turns = {*pairwise(way), ("channel", life.channel), ("steps", str(len(life.matter.steps)))}
        if not turns <= seen:
            chosen.append(life)
        seen |= turns
    return chosen


def replay(life: Life) -> Dossier:
    """Play this life through the actions; return the dossier that it became."""
    _open_books(life)
    dossier_id = UUID(life.id)
    for line in life.diary:
        by = actors.officer(User.objects.get(pk=line.by_id), at=line.at) if line.by_id else None
        _VERBS[line.verb](life, line, dossier_id, by)
    return Dossier.objects.get(pk=dossier_id)


def _open_books(life: Life) -> None:
    """Let the unit have come to just before the numbers that this life was given."""
    if life.code is None or life.received_at is None or life.book_number is None:
        return
    on = life.received_at.date()
    for period, number in ((on.isoformat(), codes.parse(life.code).number), (str(on.year), life.book_number)):
        NumberBook.objects.update_or_create(unit=life.unit, period=period, defaults={"last": number - 1})


def _application(life: Life) -> Application:
    return Application(
        offer=Offer(life.version, life.agency),
        unit=life.unit,
        applicant=person(life.applicant),
        documents=[HandedIn(paper.code, originals, copies) for paper, originals, copies in life.papers],
        case=life.case,
        channel=life.channel,
        result_channel=life.result_channel,
        submitter=person(life.submitter) if life.submitter else None,
        authority=life.authority,
        dossier_id=UUID(life.id),
    )


def person(visitor: Any) -> Person:
    """Return whoever came as the actions take them."""
    said = visitor._asdict()
    del said["name_folded"]
    return Person(**said)


def _submit(life: Life, line: Any, pk: UUID, by: Actor | None) -> None:
    actions.submit(application=_application(life), by=by, at=line.at)


def _receive(life: Life, line: Any, pk: UUID, by: Actor) -> None:
    if line.seq > 1:
        actions.receive(dossier=pk, by=by, at=line.at)
    else:
        actions.receive_at_counter(application=_application(life), by=by, at=line.at)


def _request_supplement(life: Life, line: Any, pk: UUID, by: Actor) -> None:
    actions.request_supplement(
        dossier=pk, reason=line.detail["reason"], papers=line.detail["papers"],
        asked_until=date.fromisoformat(line.detail["asked_until"]), by=by, at=line.at,
    )  # fmt: skip


def _consult(life: Life, line: Any, pk: UUID, by: Actor) -> None:
    share = next(share for share in life.shares if share.id == line.detail["consultation"])
    actions.consult(
        dossier=pk, agency=share.agency, question=share.question, half_days=share.half_days, by=by, at=line.at
    )


def _answer(life: Life, line: Any, pk: UUID, by: Actor) -> None:
    share = next(share for share in life.shares if share.id == line.detail["consultation"])
    actions.answer(dossier=pk, text=share.answer, agency_id=share.agency.pk, by=by, at=line.at)


def _extend(life: Life, line: Any, pk: UUID, by: Actor) -> None:
    actions.extend(dossier=pk, reason=line.detail["reason"], new_due_on=line.due_at.date(), by=by, at=line.at)


def _plain(action: Any, *said: str) -> Any:
    def act(life: Life, line: Any, pk: UUID, by: Actor) -> None:
        action(dossier=pk, by=by, at=line.at, **{name: line.detail[name] for name in said})

    return act


_VERBS = {
    "submit": _submit,
    "receive": _receive,
    "refuse": _plain(actions.refuse, "reason"),
    "settle": _plain(actions.settle, "summary"),
    "take-over": _plain(actions.take_over),
    "forward": _plain(actions.forward),
    "propose": _plain(actions.propose, "outcome", "summary"),
    "approve": _plain(actions.approve),
    "send-back": _plain(actions.send_back, "reason"),
    "extend": _extend,
    "consult": _consult,
    "answer": _answer,
    "request-supplement": _request_supplement,
    "accept-supplement": _plain(actions.accept_supplement),
    "confirm-payment": _plain(actions.confirm_payment, "proof"),
    "return-result": _plain(actions.return_result),
    "withdraw": _plain(actions.withdraw, "reason"),
    "stop": _plain(actions.stop, "reason"),
}


def rows_of(life: Life) -> dict[str, list[dict[str, Any]]]:
    """Return this life's rows as the database reads them, from copies of its tables."""
    found = {}
    with connection.cursor() as cursor:
        for model, rows in ROWS.items():
            table = model._meta.db_table
            cursor.execute(f"CREATE TEMP TABLE made_{table} (LIKE {table} INCLUDING CONSTRAINTS)")
            sheet = Sheet(model)
            with cursor.copy(sheet.copy.replace(f'"{table}"', f"made_{table}")) as copy:
                for row in rows(life):
                    copy.write(row + sheet.tail)
            found[table] = list(_read(cursor, f"SELECT * FROM made_{table}"))
            cursor.execute(f"DROP TABLE made_{table}")
    return found


def rows_written(dossier: Dossier) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that the actions wrote of this dossier."""
    found = {}
    with connection.cursor() as cursor:
        for model in ROWS:
            table = model._meta.db_table
            keys = {Dossier: "id = %(pk)s", Applicant: "id IN (%(applicant)s, %(submitter)s)"}
            where = keys.get(model, "dossier_id = %(pk)s")
            values = {"pk": dossier.pk, "applicant": dossier.applicant_id, "submitter": dossier.submitter_id}
            found[table] = list(_read(cursor, f"SELECT * FROM {table} WHERE {where}", values))
    return found


def _read(cursor: Any, statement: str, values: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
    cursor.execute(statement + " ORDER BY id", values)
    names = [column.name for column in cursor.description]
    for row in cursor.fetchall():
        yield dict(zip(names, row, strict=True))


def comparable(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Take out what is drawn anew each time, and name consultations by their place."""
    places = {str(row["id"]): n for n, row in enumerate(rows["dossiers_consultation"])}
    plain = {}
    for table, found in rows.items():
        kept = [{name: value for name, value in row.items() if name not in DRAWN} for row in found]
        for row in kept:
            if "detail" in row:
                detail = row["detail"] = json.loads(row["detail"])
                detail |= {"consultation": places[detail["consultation"]]} if "consultation" in detail else {}
        plain[table] = sorted(kept, key=_in_order)
    return plain


def differences(made: dict[str, list[dict[str, Any]]], written: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Say where what was made up is not what the actions wrote."""
    found = []
    for table, rows in written.items():
        if len(made[table]) != len(rows):
            found.append(f"{table}: {len(made[table])} rows, not {len(rows)}")
        for ours, theirs in zip(made[table], rows, strict=False):
            names = [name for name in theirs if ours[name] != theirs[name]]
            found += [f"{table}.{name} of {_in_order(theirs)}: {ours[name]!r}, not {theirs[name]!r}" for name in names]
    return found


def _in_order(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(row.get(name, "")) for name in ("seq", "position", "name", "started_at", "step_id", "agency_id"))
