"""The answers once more, as they will be handed in; and what is shown when they have been."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from motcua.catalogue.models import Channel, ProcedureVersion
from motcua.dossiers import quick_codes
from motcua.dossiers.documents.receipt import commune_in_words
from motcua.dossiers.models import Dossier, PersonKind
from motcua.lib import vietnamese
from motcua.organisations.models import Agency
from motcua.portal import filing
from motcua.portal.filing import Draft, Visit
from motcua.portal.presenters import procedure
from motcua.portal.presenters.tracking import answered_by
from motcua.working_time.queries import calendar_of


@dataclass(frozen=True)
class Section:
    """A group of answers with the way back to its question. `rows` as design/parts/summary_list.html wants them."""

    name: str
    url: str
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Problem:
    """A sentence, and where to mend it."""

    text: str
    url: str


def frame(visit: Visit, step: str) -> dict[str, Any]:
    """Return what the frame of every page of the filing shows."""
    steps = visit.steps
    previous = filing.before(step, steps)
    return {
        "draft": visit.draft,
        "title": procedure.short_title_of(visit.version),
        "settled_by": procedure.settled_by(visit.version),
        "bar": filing.bar(visit.draft, steps, step),
        "number": steps.index(step) + 1,
        "count": len(steps),
        "step_name": filing.NAMES[step],
        "back_url": visit.address_of(previous) if previous else reverse("portal:apply", args=[visit.draft.code]),
        "saved_at": parse_datetime(visit.draft.saved_at),
    }


def context(visit: Visit, *, at: datetime) -> dict[str, Any]:
    """Return what the page of checking shows (2 statements)."""
    unit, version = visit.unit, visit.version
    agency = version.agency or unit
    return {
        "sections": [section for step in visit.steps if (section := _section(visit, step))],
        "promise": procedure.promise_now(
            version,
            at=at,
            calendar_id=agency.calendar_id if agency else None,
            channel=Channel.ONLINE,
            case=filing.case_of(visit.draft, version),
        ),
    }


def _section(visit: Visit, step: str) -> Section | None:
    rows = {
        filing.WHERE: _where_rows,
        filing.CASE: _case_rows,
        filing.WHO: _who_rows,
        filing.ADDRESS: _address_rows,
        filing.PAPERS: _paper_rows,
        filing.RESULT: _result_rows,
    }.get(step)
    return Section(str(filing.NAMES[step]), visit.address_of(step), rows(visit)) if rows else None


def _where_rows(visit: Visit) -> list[dict[str, Any]]:
    unit = visit.unit
    return [{"label": _("Nơi nộp"), "value": (unit.desk_name or unit.name) if unit else ""}]


def _case_rows(visit: Visit) -> list[dict[str, Any]]:
    case = filing.case_of(visit.draft, visit.version)
    return [{"label": _("Trường hợp"), "value": case.name if case else ""}]


def _who_rows(visit: Visit) -> list[dict[str, Any]]:
    who = visit.draft.answer(filing.WHO)
    is_person = who.get("kind") == PersonKind.PERSON
    rows = [
        {"label": _("Họ và tên") if is_person else _("Tên"), "value": who.get("name", "")},
        {"label": _("Số giấy tờ") if is_person else _("Mã số thuế"), "value": who.get("id_number", ""), "so": True},
        {"label": _("Điện thoại"), "value": vietnamese.phone(who.get("phone", "")), "so": True},
        {"label": _("Thư điện tử"), "value": who.get("email", "")},
    ]
    if who.get("born"):
        rows.insert(2, {"label": _("Năm sinh"), "value": who["born"], "so": True})
    return rows


def _address_rows(visit: Visit) -> list[dict[str, Any]]:
    said = visit.draft.answer(filing.ADDRESS)
    commune = commune_of(visit.draft)
    place = ", ".join(filter(None, [said.get("address", ""), commune_in_words(commune)]))
    return [{"label": _("Địa chỉ"), "value": place}]


def _paper_rows(visit: Visit) -> list[dict[str, Any]]:
    rows = []
    for document in filing.papers_for(visit.draft, visit.version):
        files = visit.draft.files_for(document.code)
        if files:
            value = ", ".join(file.file_name for file in files)
        elif document.code in visit.draft.brought:
            value = _("Sẽ mang tới nơi nộp")
        else:
            value = _("Không có")
        rows.append({"label": procedure.paper_of(document).name, "value": value})
    return rows


def _result_rows(visit: Visit) -> list[dict[str, Any]]:
    channel = visit.draft.answer(filing.RESULT).get("result_channel")
    unit = visit.unit
    ways: dict[str, str] = {
        Channel.COUNTER: _("Đến nhận tại %(place)s") % {"place": (unit.desk_name or unit.name) if unit else ""},
        Channel.POST: _("Bưu điện mang tới nhà"),
        Channel.ONLINE: _("Bản điện tử trên mạng"),
    }
    return [{"label": _("Cách nhận"), "value": ways.get(str(channel))}]


def commune_of(draft: Draft) -> Agency | None:
    """Return the commune that was chosen (1 statement)."""
    chosen = draft.answer(filing.ADDRESS).get("commune", "")
    return Agency.objects.select_related("parent__parent").filter(pk=chosen).first() if chosen else None


def note_of(draft: Draft, version: ProcedureVersion) -> str:
    """Return what the counter must know: which papers will be carried there."""
    names = [
        procedure.paper_of(document).name
        for document in filing.papers_for(draft, version)
        if document.code in draft.brought
    ]
    return (_("Sẽ mang tới: %(names)s") % {"names": "; ".join(names)})[:500] if names else ""


_STEP_OF = {"components": filing.PAPERS, "unit": filing.WHERE, "result_channel": filing.RESULT, "case": filing.CASE}


def problems_of(trouble: ValidationError, visit: Visit) -> list[Problem]:
    """Return the sentences that the rules below answered with, each leading to the question it is about."""
    said = trouble.message_dict if hasattr(trouble, "error_dict") else {"": trouble.messages}
    return [
        Problem(sentence, _where_to_mend(name, visit)) for name, sentences in said.items() for sentence in sentences
    ]


def _where_to_mend(name: str, visit: Visit) -> str:
    if name == "applicant.address":
        return visit.address_of(filing.ADDRESS)
    if name.startswith("applicant."):
        return visit.address_of(filing.WHO)
    step = _STEP_OF.get(name)
    return visit.address_of(step) if step in visit.steps and step else ""


def done_context(dossier: Dossier, *, is_mine: bool) -> dict[str, Any]:
    """Return what is shown after handing in (1 statement). To others than who did it: the code, nothing more."""
    calendar = calendar_of(dossier.agency.calendar_id)
    token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
    shown_url = f"{settings.PUBLIC_URL}/t/{dossier.quick_code}"
    return {
        "code": dossier.quick_code,
        "title": procedure.title_of(dossier.version),
        "unit": dossier.unit,
        "answered_by": answered_by(dossier, calendar),
        "sent_at": dossier.submitted_at,
        "track_url": reverse("portal:track", args=[dossier.quick_code]),
        "is_mine": is_mine,
        "short_url": f"{shown_url}/{token}" if is_mine else shown_url,
        "brings": dossier.note,
    }
