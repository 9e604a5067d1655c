"""Every page that does something to a dossier: which verb, at which address, with which fields.

A route of the counter, the bench or the portal that takes a POST is here, or in NO_DOORS with what else it is for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from motcua.casework.forms import NEXT_STEP
from motcua.dossiers.lifecycle import Status, Verb
from motcua.dossiers.models import Dossier
from motcua.lib.uuid7 import uuid7
from motcua.portal import filing
from tests.permissions.doing import PNG, a_holiday, code_of
from tests.permissions.people import DESK, NOW, Province, Somebody

Fields = Callable[[Dossier, Province], dict[str, Any]]
RECEPTION, HANDING_IN = "counter:receive", "portal:check"
TURN = "counter:turn"  # the verb stands in the address
#: Routes whose form says which dossier it is about, or that are about many
WITHOUT_CODE = {RECEPTION, "counter:hand_over", "counter:late_entry", "casework:hand_over", "oversight:recalculation"}
ALL = frozenset(Status.values)
DRAFT, ONLY_RECEIVED = frozenset({"draft"}), frozenset({"received"})
#: A list that does not have the dossier, or a procedure that is not offered at that desk: said beside the field
NOT_HERE = frozenset({422})

#: Whose desks stand in which room
ROOMS = {
    "counter": {"counter"},
    "casework": {"specialist", "leader"},
    "portal": {"applicant"},
    "oversight": {"centre", "controller"},
}


@dataclass(frozen=True)
class Door:
    """A route that takes a POST, and the verb that is done there with these fields. A route may do several verbs."""

    route: str
    verb: Verb
    fields: Fields
    only_when: frozenset[str] = ALL - {"draft"}  # a form that lies on the desk is no dossier yet
    also_refuses_by: frozenset[int] = frozenset()  # besides 403, 404 and 409

    @property
    def room(self) -> str:
        return self.route.partition(":")[0]

    def knock(self, who: Somebody, dossier: Dossier, province: Province) -> HttpResponse:
        """Post the form as this person."""
        if self.route == HANDING_IN:
            return _hand_in_on_the_net(who, province)
        if self.verb == Verb.RECALCULATE:
            a_holiday(province)
        if self.route in WITHOUT_CODE:
            path = reverse(self.route)
        else:
            by_quick_code = self.route.startswith(("portal:", "counter:online"))
            code = dossier.quick_code if by_quick_code else code_of(dossier)
            path = reverse(self.route, args=[code, self.verb.value] if self.route == TURN else [code])
        return who.client.post(path, self.fields(dossier, province))


def _nothing(dossier: Dossier, province: Province) -> dict[str, Any]:
    return {"version": dossier.version_number}


def _saying(**said: Any) -> Fields:
    return lambda dossier, province: {"version": dossier.version_number} | said


def _on_the_desk(do: str) -> Fields:
    """Return the reception's form with everything in order."""

    def fields(dossier: Dossier, province: Province) -> dict[str, Any]:
        ticked = {f"{name}-{code}": value for code in ("P1", "P2") for name, value in _TICKED.items()}
        return ticked | {
            "dossier_id": str(uuid7()),
            "do": do,
            "procedure": province.version.procedure.code,
            "number": "381000123",
            "looked_up": "=381000123",
            "kind": "person",
            "name": "Trần Thị Bé Ba",
            "id_number": "381000123",
            "phone": "0900000427",
            "result_channel": "counter",
            "reason": "Nộp tại huyện.",
        }

    return fields


_TICKED = {"paper": "on", "originals": "1", "copies": "0"}


def _a_photograph(dossier: Dossier, province: Province) -> dict[str, Any]:
    return {"tep-khac": SimpleUploadedFile("don.png", PNG, "image/png"), "gui": "1", "ban": dossier.version_number}


def _passed_on(dossier: Dossier, province: Province) -> dict[str, Any]:
    """To a colleague where there is one; to the next step from where nobody works."""
    to = str(province.minh.pk) if dossier.holder_id == province.department.pk else NEXT_STEP
    return {"version": dossier.version_number, "to": to}


def _fetched(dossier: Dossier, province: Province) -> dict[str, Any]:
    return {"ma": dossier.quick_code, "version": dossier.version_number, "identity": "on", "collected_by": ""}


def _in_the_ledger(dossier: Dossier, province: Province) -> dict[str, Any]:
    line = {"procedure": province.version.procedure.code, "received": "12/10", "number": "0900000427"}
    cells = line | {"id": str(uuid7()), "name": "Trần Thị Bé Ba", "decided": "15/10", "returned": ""}
    return {f"0-{cell}": text for cell, text in cells.items()}


def _given_to_minh(dossier: Dossier, province: Province) -> dict[str, Any]:
    whose = {"co-quan": dossier.holder.key, "only": [str(dossier.pk)], "to": [str(province.minh.pk)]}
    return whose | {"reason": "Chuyển công tác.", "dong-y": "1"}


def _the_third_is_asked(dossier: Dossier, province: Province) -> dict[str, Any]:
    asked = {"agency": str(province.third.pk), "question": "Có ý kiến gì không?", "half_days": "2"}
    return {"version": dossier.version_number} | asked


DOORS = (
    Door(HANDING_IN, Verb.SUBMIT, _nothing, only_when=DRAFT),
    Door(RECEPTION, Verb.RECEIVE, _on_the_desk("receive"), only_when=DRAFT, also_refuses_by=NOT_HERE),
    Door(RECEPTION, Verb.REFUSE, _on_the_desk("refuse"), only_when=DRAFT, also_refuses_by=NOT_HERE),
    Door("counter:online_accept", Verb.RECEIVE, _nothing),
    Door("counter:online_refuse", Verb.REFUSE, _saying(reason="Nộp tại huyện.")),
    Door("counter:hand_over", Verb.RETURN_RESULT, _fetched, also_refuses_by=NOT_HERE),
    Door("counter:withdraw", Verb.WITHDRAW, _saying(reason="Đổi ý.")),
    Door(TURN, Verb.REQUEST_SUPPLEMENT, _saying(reason="Thiếu đơn.", papers=["Đơn đề nghị"])),
    Door(TURN, Verb.ACCEPT_SUPPLEMENT, _saying(papers=["P1"])),
    Door(TURN, Verb.CONFIRM_PAYMENT, _saying(proof="BL 0012345")),
    Door(TURN, Verb.STOP, _saying(reason="Người nộp xin dừng.")),
    Door("counter:late_entry", Verb.RECORD, _in_the_ledger, only_when=ONLY_RECEIVED, also_refuses_by=NOT_HERE),
    Door("casework:take_over", Verb.TAKE_OVER, _nothing),
    Door("casework:propose", Verb.PROPOSE, _saying(outcome="granted", summary="Đủ điều kiện.")),
    Door("casework:forward", Verb.FORWARD, _passed_on),
    Door("casework:approve", Verb.APPROVE, _nothing),
    Door("casework:send_back", Verb.SEND_BACK, _saying(reason="Thiếu chữ ký.")),
    Door("casework:hand_over", Verb.TRANSFER, _given_to_minh, also_refuses_by=NOT_HERE),
    Door("casework:request_supplement", Verb.REQUEST_SUPPLEMENT, _saying(reason="Thiếu đơn.")),
    Door("casework:consult", Verb.CONSULT, _the_third_is_asked),
    Door("casework:request_payment", Verb.REQUEST_PAYMENT, _saying(reason="Lệ phí trước bạ.")),
    Door("casework:confirm_payment", Verb.CONFIRM_PAYMENT, _saying(proof="BL 0012345")),
    Door("casework:extend", Verb.EXTEND, _saying(reason="Chờ đo đạc.", new_due_on="12/11/2018")),
    Door("casework:stop", Verb.STOP, _saying(reason="Người nộp xin dừng.")),
    Door("casework:answer", Verb.ANSWER, _saying(text="Không vướng.")),
    Door("casework:take_back", Verb.TAKE_BACK, _nothing),
    Door(  # of all dossiers whose day is another now: where there is none, the list is empty
        "oversight:recalculation",
        Verb.RECALCULATE,
        _saying(reason="Nghỉ bão.", sure="on"),
        also_refuses_by=frozenset({200}),
    ),
    Door("portal:withdraw", Verb.WITHDRAW, _saying(reason="Đổi ý.", proof="0427")),
    Door("portal:supply", Verb.SUPPLY, _a_photograph),
)

#: Verbs that somebody may do and that no page offers (yet): by the API, by another verb, or by the system alone
NO_PAGE: dict[tuple[Verb, str], str] = {
    (Verb.SUBMIT, "counter"): "a counter receives or refuses at once; only the API hands in for later",
    (Verb.SUBMIT, "partner"): "partners are machines: by the API",
    (Verb.SETTLE, "counter"): "by the API",
    (Verb.ARRIVE, "specialist"): "comes with confirming the sheet, casework:paper_sheets",
    (Verb.ARRIVE, "leader"): "comes with confirming the sheet, casework:paper_sheets",
    (Verb.TRANSFER, "centre"): "between units: the operator's reorganisation, no page",
    (Verb.TRANSFER, "controller"): "between units: the operator's reorganisation, no page",
    (Verb.TRANSFER, "system"): "carries out a reorganisation",
    (Verb.RECALCULATE, "system"): "nobody's page",
}

#: Routes that take a POST and change no dossier, or only what another route has done
NO_DOORS = {
    "counter:None": "the address of the room, which leads to the desk",
    "counter:close_register": "closes a year's register book: no dossier moves",
    "counter:handovers": "writes a sheet for paper, or confirms one: the dossiers on it stay as they are",
    "casework:paper_sheets": "likewise; of a dossier whose limit waits for it, confirming does the verb arrive, "
    "by the rule of that verb (motcua.handovers.actions.confirm)",
    "casework:delegations": "gives the power to sign, to a person",
    "casework:end_delegation": "takes that power back",
    "casework:leaves": "says who is away and who covers",
    "casework:end_leave": "says who is back",
    "casework:undo_hand_over": "transfers back what the leader has just handed over: the same verb, by the same person",
    "oversight:answer": "answers a letter of the weekly review",
    "oversight:calendar": "changes a working day; no promise moves by it",
    "oversight:draft_review": "writes the weekly review",
    "oversight:note": "adds a note to a letter of it",
    "oversight:send_review": "sends it",
    "oversight:read_all": "ticks off notices",
    "oversight:remind": "reminds officers of what is due",
    "portal:apply": "begins a draft in the visitor's session",
    "portal:papers": "keeps the photographs of such a draft",
    "portal:step": "keeps the answers of such a draft",
    "portal:rate": "says how satisfied somebody was; the dossier stays as it is",
    "oversight:recalculation_go_on": "goes on with a run that its beginner has begun: the same verb",
}


def doors_of(verb: Verb, dossier: Dossier) -> list[Door]:
    """Return where this verb is done to a dossier in this status."""
    return [door for door in DOORS if door.verb == verb and dossier.status in door.only_when]


def _hand_in_on_the_net(who: Somebody, province: Province) -> HttpResponse:
    """Press the last button of the portal, with all questions answered in the session of whom the draft is."""
    session = who.client.session
    draft = filing.start(session, province.version.procedure.code, at=NOW)
    draft.answers = {
        filing.WHO: {"name": "Trần Thị Bé Ba", "phone": "0900000427"},
        filing.ADDRESS: {"address": "Ấp Tân Ánh"},
        filing.PAPERS: {},
        filing.RESULT: {"result_channel": "counter"},
    }
    if who.place == DESK:
        filing.keep(session, draft, at=NOW)
    else:  # the draft of another visitor
        session.clear()
    session.save()
    return who.client.post(reverse(HANDING_IN, args=[draft.id]), {"cam_doan": "on"})
