"""A dossier that is being prepared on the portal: what was answered so far, and which question comes next.

The answers wait in the visitor's session, on the server; files wait in the storage (dossiers.actions.keep_upload).
Nobody has to sign in, and nothing that was typed ever stands in an address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.models import Channel, ProcedureCase, ProcedureVersion, RequiredDocument
from motcua.catalogue.queries import Offer
from motcua.dossiers.actions import KeptFile
from motcua.dossiers.application import Application, HandedIn, Person
from motcua.lib.uuid7 import uuid7
from motcua.organisations.models import Agency

_KEY = "filing"
#: Drafts that one visitor may have at a time; an older one makes room
MOST_DRAFTS = 5

WHERE, CASE, WHO, ADDRESS, PAPERS, RESULT, CHECK = (
    "noi-nop",
    "truong-hop",
    "nguoi-nop",
    "dia-chi",
    "giay-to",
    "nhan-ket-qua",
    "kiem-tra",
)
NAMES: Mapping[str, str | Promise] = {
    WHERE: _("Nơi nộp"),
    CASE: _("Trường hợp"),
    WHO: _("Người nộp"),
    ADDRESS: _("Nơi ở"),
    PAPERS: _("Giấy tờ"),
    RESULT: _("Nhận kết quả"),
    CHECK: _("Kiểm tra & nộp"),
}


@dataclass
class Draft:
    """What one visitor has answered. `answers` holds one entry for each step that was answered."""

    id: UUID
    code: str
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: list[KeptFile] = field(default_factory=list)
    brought: list[str] = field(default_factory=list)  # codes of papers that will be carried to the counter instead
    saved_at: str = ""
    is_handed_in: bool = False

    def has(self, step: str) -> bool:
        return step in self.answers

    def answer(self, step: str) -> dict[str, Any]:
        return self.answers.get(step, {})

    def files_for(self, code: str) -> list[KeptFile]:
        return [file for file in self.files if file.document_code == code]


def start(session: SessionBase, code: str, *, at: datetime) -> Draft:
    """Begin a draft and return it."""
    draft = Draft(id=uuid7(), code=code)
    keep(session, draft, at=at)
    return draft


def keep(session: SessionBase, draft: Draft, *, at: datetime) -> None:
    """Put the draft into the visitor's session."""
    draft.saved_at = at.isoformat()
    drafts = session.get(_KEY, {})
    drafts[str(draft.id)] = asdict(draft) | {"id": str(draft.id)}
    while len(drafts) > MOST_DRAFTS:
        drafts.pop(min(drafts, key=lambda key: drafts[key]["saved_at"]))
    session[_KEY] = drafts


def draft_of(session: SessionBase, draft_id: UUID) -> Draft | None:
    """Return this visitor's draft of that id; nobody else's."""
    kept = session.get(_KEY, {}).get(str(draft_id))
    return _read(kept) if kept else None


def drafts_for(session: SessionBase, code: str) -> list[Draft]:
    """Return this visitor's open drafts for a procedure, newest first."""
    drafts = [_read(kept) for kept in session.get(_KEY, {}).values() if kept["code"] == code]
    return sorted((draft for draft in drafts if not draft.is_handed_in), key=lambda draft: draft.saved_at, reverse=True)


def hand_over(session: SessionBase, draft: Draft, *, at: datetime) -> None:
    """Forget what was typed, now that the dossier has it; remember only that this visitor handed it in."""
    keep(session, Draft(id=draft.id, code=draft.code, is_handed_in=True), at=at)


def _read(kept: dict[str, Any]) -> Draft:
    return Draft(**kept | {"id": UUID(kept["id"]), "files": [KeptFile(**file) for file in kept["files"]]})


# One visit


@dataclass(frozen=True)
class Visit:
    """A draft with all that its pages need (6 statements, the session's among them)."""

    draft: Draft
    version: ProcedureVersion
    units: Sequence[Agency]

    @property
    def steps(self) -> list[str]:
        return steps_for(self.version, self.units)

    @property
    def unit(self) -> Agency | None:
        return unit_of(self.draft, self.units)

    def address_of(self, step: str) -> str:
        """Return the address of a step's page."""
        return reverse("portal:step", args=[self.draft.id, step])


# Which questions


class StepState(NamedTuple):
    """A step in the bar: done, the current one, or still to come."""

    slug: str
    name: str | Promise
    state: str  # dn, cu, fu
    number: int


def steps_for(version: ProcedureVersion, units: Sequence[Agency]) -> list[str]:
    """Return the questions that this procedure needs, in order: nobody is asked what has one answer only."""
    asked = [WHERE] if len(units) > 1 else []
    asked += [CASE] if version.cases.all() else []
    return [*asked, WHO, ADDRESS, PAPERS, RESULT, CHECK]


def first_open(draft: Draft, steps: Sequence[str]) -> str:
    """Return the first question without an answer: the last page, once all are answered."""
    return next((step for step in steps if step != CHECK and not draft.has(step)), CHECK)


def after(step: str, draft: Draft, steps: Sequence[str]) -> str:
    """Return where to go from an answered step: on, or back to checking when all else was answered before."""
    if first_open(draft, steps) == CHECK:
        return CHECK
    return steps[min(steps.index(step) + 1, len(steps) - 1)]


def before(step: str, steps: Sequence[str]) -> str:
    """Return the step before, or nothing for the first."""
    place = steps.index(step)
    return steps[place - 1] if place else ""


def bar(draft: Draft, steps: Sequence[str], current: str) -> list[StepState]:
    """Return the steps as the bar shows them."""
    return [
        StepState(step, NAMES[step], "cu" if step == current else "dn" if draft.has(step) else "fu", number)
        for number, step in enumerate(steps, 1)
    ]


# What comes of it


def case_of(draft: Draft, version: ProcedureVersion) -> ProcedureCase | None:
    """Return the case that was chosen, if the procedure has any."""
    key = draft.answer(CASE).get("case")
    return next((case for case in version.cases.all() if case.key == key), None)


def papers_for(draft: Draft, version: ProcedureVersion) -> list[RequiredDocument]:
    """Return the papers of the chosen case, in their published order."""
    case = case_of(draft, version)
    fits = (None, case.pk if case else None)
    return sorted(
        (paper for paper in version.documents.all() if paper.case_id in fits), key=lambda paper: paper.position
    )


def unit_of(draft: Draft, units: Sequence[Agency]) -> Agency | None:
    """Return where it is to be handed in; None while that is not chosen."""
    if len(units) == 1:
        return units[0]
    chosen = draft.answer(WHERE).get("unit")
    return next((unit for unit in units if str(unit.pk) == chosen), None)


def application_of(draft: Draft, *, offer: Offer, unit: Agency, commune: Agency | None, note: str) -> Application:
    """Return the draft as an application, to be checked and submitted below."""
    who = draft.answer(WHO)
    papers = [paper.code for paper in papers_for(draft, offer.version)]
    return Application(
        offer=offer,
        unit=unit,
        applicant=Person(**who, address=draft.answer(ADDRESS).get("address", ""), commune=commune),
        documents=[HandedIn(code, originals=0, copies=1) for code in papers if draft.files_for(code)],
        case=case_of(draft, offer.version),
        channel=Channel.ONLINE,
        result_channel=draft.answer(RESULT).get("result_channel", Channel.COUNTER),
        note=note,
    )
