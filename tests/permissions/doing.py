"""How each verb is done: as an action, and as a call of the API. Everything that can be said is said rightly."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client

from motcua.dossiers import actions
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import StepNotYours, Verb
from motcua.dossiers.models import Dossier
from motcua.lib.uuid7 import uuid7
from motcua.working_time.actions import set_day
from motcua.working_time.calendar import DayKind, SpecialDay
from motcua.working_time.models import Calendar
from tests.factories import create_application, vn
from tests.permissions.people import NOW, Province, Somebody
from tests.permissions.stages import Stages

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
NEW_DAY = date(2018, 11, 12)

#: verb → what the action wants besides the dossier, `by` and `at`
SAID: dict[Verb, dict[str, Any]] = {
    Verb.RECEIVE: {},
    Verb.REFUSE: {"reason": "Nộp tại huyện."},
    Verb.TAKE_OVER: {},
    Verb.PROPOSE: {"outcome": "granted", "summary": "Đủ điều kiện."},
    Verb.APPROVE: {},
    Verb.SEND_BACK: {"reason": "Thiếu chữ ký."},
    Verb.RETURN_RESULT: {},
    Verb.WITHDRAW: {"reason": "Đổi ý."},
    Verb.REQUEST_SUPPLEMENT: {"reason": "Thiếu đơn."},
    Verb.ACCEPT_SUPPLEMENT: {},
    Verb.STOP: {"reason": "Người nộp xin dừng."},
    Verb.REQUEST_PAYMENT: {"reason": "Lệ phí trước bạ."},
    Verb.CONFIRM_PAYMENT: {"proof": "BL 0012345"},
    Verb.EXTEND: {"reason": "Chờ đo đạc.", "new_due_on": NEW_DAY},
    Verb.SETTLE: {"summary": "Đã đóng điện."},
    Verb.ANSWER: {"text": "Không vướng."},
    Verb.TAKE_BACK: {},
    Verb.RECALCULATE: {"reason": "Nghỉ bão."},
    Verb.SUPPLY: {"files": [actions.BroughtFile("don.png", PNG, "P1")]},
}


def act(verb: Verb, dossier: Dossier, who: Somebody, province: Province) -> bool:
    """Do it as an action; return False where a verb has no action that could be tried on a dossier in this status."""
    by = who.actor(dossier.pk)
    if verb in (Verb.SUBMIT, Verb.RECORD):
        return _OPENING[verb](dossier, who, province)
    said = SAID.get(verb)
    if said is None:
        said = _SAID_BY[verb](by, province)
    if verb == Verb.RECALCULATE:
        a_holiday(province)
    action: Callable[..., Dossier] | None = getattr(actions, verb.value.replace("-", "_"), None)
    if action is None:
        return False
    action(dossier=dossier.pk, by=by, at=NOW, **said)
    return True


def a_holiday(province: Province) -> None:
    """Change the calendar, so that there is something to work out anew."""
    day = SpecialDay(date=date(2018, 10, 25), kind=DayKind.HOLIDAY, reason="Bão")
    set_day(calendar=Calendar.objects.get(is_default=True), day=day, by="test", at=NOW)


def _forward(by: Actor, province: Province) -> dict[str, Any]:
    return {"to": province.minh}


def _consult(by: Actor, province: Province) -> dict[str, Any]:
    return {"agency": province.third, "question": "Có ý kiến gì không?", "half_days": 2}


def _transfer(by: Actor, province: Province) -> dict[str, Any]:
    """Within the unit for its leader, to another unit for who may."""
    elsewhere = by.is_system or by.has_anywhere("centre") or by.has_anywhere("controller")
    return {"reason": "Chuyển công tác."} | ({"agency": province.third} if elsewhere else {"to": province.minh})


_SAID_BY: dict[Verb, Callable[[Actor, Province], dict[str, Any]]] = {
    Verb.FORWARD: _forward,
    Verb.CONSULT: _consult,
    Verb.TRANSFER: _transfer,
    Verb.ARRIVE: lambda by, province: {},
}


def _submit(dossier: Dossier, who: Somebody, province: Province) -> bool:
    """Submit a form like this one: what has a status beyond the draft is never submitted, there is nothing to call."""
    if dossier.status != "draft":
        return False
    application = replace(create_application(province.version, province.centre), dossier_id=uuid7(), channel="online")
    assert application.dossier_id is not None
    actions.submit(application=application, by=who.actor(application.dossier_id), at=NOW)
    return True


def _record(dossier: Dossier, who: Somebody, province: Province) -> bool:
    """Record what the ledger says: only in one go with the entry, so there is nothing to call in another status."""
    if dossier.status != "received":
        return False
    row = Stages(province).late_row(decided_at=vn("2018-10-12 09:00"))
    (entered,) = actions.enter_late(rows=[row], unit=province.centre, by=who.actor(dossier.pk), at=NOW)
    if entered.dossier is None:
        raise StepNotYours(str(entered.problems))
    return True


_OPENING: dict[Verb, Callable[[Dossier, Somebody, Province], bool]] = {Verb.SUBMIT: _submit, Verb.RECORD: _record}


# The same as calls of the API

_BODIES: dict[Verb, Callable[[Province], dict[str, Any]]] = {
    Verb.FORWARD: lambda province: {"to": province.minh.username},
    Verb.CONSULT: lambda province: {"agency": province.third.key, "question": "Có ý kiến gì không?", "half_days": 2},
    Verb.EXTEND: lambda province: SAID[Verb.EXTEND] | {"new_due_on": NEW_DAY.isoformat()},
}


def call(verb: Verb, dossier: Dossier, who: Somebody, province: Province) -> HttpResponse:
    """Call the API for it, with this person's key."""
    if verb == Verb.RECALCULATE:
        a_holiday(province)
    body = _BODIES[verb](province) if verb in _BODIES else SAID[verb]
    return _post(who, f"/dossiers/{code_of(dossier)}/actions/{verb.value}", body)


def hand_in(verb: Verb, who: Somebody, province: Province) -> HttpResponse:
    """Submit or receive a form that is no dossier yet."""
    return _post(
        who,
        "/dossiers",
        {
            "procedure": province.version.procedure.code,
            "receiving_agency": province.centre.key,
            "channel": "counter" if verb == Verb.RECEIVE else "online",
            "applicant": {"kind": "person", "name": "Trần Thị Bé Ba", "phone": "0900000427"},
            "components": [{"code": "P1"}, {"code": "P2"}],
        },
    )


def listed(dossier: Dossier, who: Somebody) -> list[str]:
    """Return the verbs that the API says this person may do now; none where it does not show them the dossier."""
    answer = Client().get(f"/api/v1/dossiers/{code_of(dossier)}/actions", headers=_key(who))
    assert answer.status_code in (200, 404), answer.content
    return answer.json() if answer.status_code == 200 else []


def code_of(dossier: Dossier) -> str:
    return dossier.code or dossier.quick_code


def _post(who: Somebody, path: str, body: dict[str, Any]) -> HttpResponse:
    return Client().post(f"/api/v1{path}", body, content_type="application/json", headers=_key(who))


def _key(who: Somebody) -> dict[str, str]:
    return {"Authorization": f"Bearer {who.token}"}
