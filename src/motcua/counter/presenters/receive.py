"""The desk as the template draws it: three panels in the middle, what is true around them, the promise on the right."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.models import ProcedureVersion, RequiredDocument
from motcua.counter import queries
from motcua.counter.desk import Desk
from motcua.counter.forms import counts
from motcua.counter.intake import PERSON_FIELDS, Intake
from motcua.counter.presenters import paper
from motcua.counter.presenters.frame import badge, frame, keys
from motcua.dossiers.documents import receipt
from motcua.dossiers.models import Dossier
from motcua.lib import vietnamese
from motcua.working_time.due_dates import DueDate
from motcua.working_time.sentences import limit_in_words, reason_in_words

SHORTCUTS = (
    ("F2", _("Người kế tiếp")),
    ("F4", _("Tìm người")),
    ("Alt+1–6", _("Chọn thủ tục")),
    ("Space", _("Nhận giấy, xuống dòng")),
    ("Ctrl+⏎", _("Tiếp nhận")),
)


@dataclass(frozen=True)
class PaperRow:
    """A published paper, whether it lies on the table, and how many of it."""

    code: str
    name: str
    hint: str
    is_required: bool
    is_ticked: bool
    originals: str
    copies: str


def page(desk: Desk, intake: Intake, **more: Any) -> dict[str, Any]:
    """Return the context of the whole desk (5 statements and those of what is chosen)."""
    return {**around(desk), **middle(desk, intake), "shortcuts": keys(*SHORTCUTS), **more}


def around(desk: Desk) -> dict[str, Any]:
    """Return the bar and the left column: today's count, who waits online, what is ready, what was just received."""
    waiting = list(queries.waiting_online(desk)[: queries.AS_MANY_AS_SHOWN])
    ready = list(queries.ready_to_return(desk)[: queries.AS_MANY_AS_SHOWN])
    mine = list(queries.received_today(desk)[:5])
    return {
        **frame(desk, online=len(waiting), ready=len(ready)),
        "today": vars(mine[0])["how_many"] if mine else 0,
        "waiting": [_row(dossier, dossier.submitted_at) for dossier in waiting[:20]],
        "waiting_badge": badge(len(waiting)),
        "ready": [_row(dossier, dossier.finished_at) for dossier in ready[:20]],
        "ready_badge": badge(len(ready)),
        "just_received": [_row(dossier, dossier.received_at) for dossier in mine],
    }


def middle(desk: Desk, intake: Intake) -> dict[str, Any]:
    """Return the form: person, procedure, papers, and what follows from them (2 statements and those of the choice)."""
    choice = intake.choice
    return {
        **outcome(intake),
        "form": intake.form,
        "person": _person(intake),
        "choices": [_quick(version, intake, place) for place, version in enumerate(queries.quick_choices(desk), 1)],
        "chosen_name": everyday_name(choice.offer.version) if choice else "",
        "papers": paper_rows(choice.papers, intake.values, ticked=intake.ticked) if choice else [],
    }


def outcome(intake: Intake) -> dict[str, Any]:
    """Return what follows from the form: what is missing, the promise and its reasons, the receipt."""
    promise, obstacle = _promise(intake)
    choice = intake.choice
    return {
        "form": intake.form,
        "choice": choice,
        "obstacle": obstacle,
        "limit": limit_in_words(promise.limit) if promise else "",
        "fee": vietnamese.sentence(receipt.fees_in_words(choice.fees)) if choice else "",
        "twins": [_twin(dossier) for dossier in intake.twins],
        "missing": choice.missing(intake.ticked) if choice and not choice.needs_case else [],
        "settles": bool(choice and choice.offer.version.same_day),
        "tally": _tally(intake),
        "promise": promise,
        **_reasons(promise),
        "receipt": paper.before(intake, promise),
    }


def search_rows(found: Sequence[ProcedureVersion]) -> list[dict[str, str]]:
    """Return what a search offers: the everyday name first, the official one under it."""
    return [
        {"code": version.procedure.code, "name": everyday_name(version), "official": version.name} for version in found
    ]


def everyday_name(version: ProcedureVersion) -> str:
    return version.procedure.everyday_name or version.name


def _promise(intake: Intake) -> tuple[DueDate | None, list[str]]:
    """Return the promise, or the sentences that say why there is none."""
    if intake.obstacle is not None:
        return None, intake.obstacle.messages
    if intake.choice is None or intake.choice.needs_case:
        return None, []
    try:
        return intake.choice.promise(), []
    except ValidationError as trouble:
        return None, trouble.messages


def _reasons(promise: DueDate | None) -> dict[str, Any]:
    """Return the days the promise was counted over, each with its reason, and the first that counted."""
    days = promise.derivation if promise else []
    return {
        "days": [(day, reason_in_words(day)) for day in days],
        "counted_from": next((day.date for day in days if day.counted), None),
    }


def _person(intake: Intake) -> dict[str, Any]:
    earlier = intake.earlier
    return {
        "is_there": intake.has_person,
        "is_asked": bool(intake.text("looked_up")),
        "has_errors": any(name in intake.form.errors for name in PERSON_FIELDS) if intake.form.is_bound else False,
        "is_known": bool(intake.text("known")),
        "name": intake.text("name"),
        "id_number": intake.text("id_number"),
        "born": intake.text("born"),
        "kind": intake.form["kind"].value(),
        "address": intake.text("address"),
        "commune": intake.text("commune"),
        "phone": intake.text("phone"),
        "earlier": len(earlier),
        "last": earlier[0].received_at or earlier[0].submitted_at if earlier else None,
    }


def _quick(version: ProcedureVersion, intake: Intake, place: int) -> dict[str, Any]:
    code = version.procedure.code
    return {
        "code": code,
        "name": everyday_name(version),
        "place": place,
        "is_chosen": bool(intake.choice and intake.choice.code == code),
    }


def paper_rows(
    papers: Sequence[RequiredDocument], values: Mapping[str, str], *, ticked: Collection[str]
) -> list[PaperRow]:
    """Return a row for each published paper; the counts are those typed, else those published."""
    typed = counts(values, [document.code for document in papers])
    return [
        PaperRow(
            code=document.code,
            name=document.name,
            hint=document.hint,
            is_required=document.is_required,
            is_ticked=document.code in ticked,
            originals=typed.get(document.code, (str(document.originals), ""))[0],
            copies=typed.get(document.code, ("", str(document.copies)))[1],
        )
        for document in papers
    ]


def _tally(intake: Intake) -> dict[str, Any]:
    """Return "Đủ 3/3": the required papers that are there, of how many."""
    required = [document for document in intake.choice.papers if document.is_required] if intake.choice else []
    there = sum(document.code in intake.ticked for document in required)
    return {"there": there, "of": len(required), "is_complete": bool(intake.choice) and there == len(required)}


def _row(dossier: Dossier, at: object) -> dict[str, Any]:
    name = everyday_name(dossier.version)
    return {
        "name": name,
        "who": dossier.applicant.name,
        "at": at,
        "quick_code": dossier.quick_code,
        "code": dossier.code,
        "online_url": reverse("counter:online_dossier", args=[dossier.quick_code]),
        "return_url": f"{reverse('counter:hand_over')}?ma={dossier.quick_code}",
        "url": reverse("counter:dossier", args=[dossier.code or dossier.quick_code]),
        "receipt_url": reverse("counter:receipt", args=[dossier.code]) if dossier.code else "",
    }


def _twin(dossier: Dossier) -> dict[str, Any]:
    code = dossier.code or dossier.quick_code
    return {"quick_code": dossier.quick_code, "url": reverse("counter:dossier", args=[code])}
