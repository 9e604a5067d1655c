"""Dossiers that stand where a verb could apply, brought there by real verbs: one for each status, more where needed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum

from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers import actions, opening
from motcua.dossiers.actions import LateRow
from motcua.dossiers.lifecycle import Status, Verb
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import with_all_it_shows
from motcua.lib.uuid7 import uuid7
from tests.factories import MAI, acting, create_application, vn
from tests.permissions.people import NOW, Province

AT: datetime = vn("2018-10-22 09:30")
_S, _V = Status, Verb

#: Where a verb is tried in a status, when not at the first stage of that status. A pair names the role too
PLACES_TO_TRY: dict[Status, dict[Verb | tuple[Verb, str], tuple[str, ...]]] = {
    _S.DRAFT: {},
    _S.SUBMITTED: {},
    _S.RECEIVED: {
        _V.FORWARD: ("received_in_hand",),
        _V.REQUEST_SUPPLEMENT: ("received_in_hand",),
        _V.REQUEST_PAYMENT: ("received_in_hand",),
        _V.CONSULT: ("received_in_hand",),
        _V.ANSWER: ("received_asked",),
        _V.TAKE_BACK: ("received_forwarded",),
        (_V.TAKE_BACK, "leader"): ("received_forwarded_by_leader",),
        _V.SETTLE: ("received_same_day",),
        _V.RECORD: ("entered_late",),
    },
    _S.IN_PROGRESS: {
        _V.TAKE_OVER: ("in_progress_of_colleague",),
        _V.APPROVE: ("proposed",),
        _V.SEND_BACK: ("proposed",),
        _V.ANSWER: ("in_progress_asked",),
        (_V.TAKE_BACK, "leader"): ("sent_back",),
    },
    _S.AWAITING_SUPPLEMENT: {
        _V.REFUSE: ("asked_before_reception",),
        _V.ACCEPT_SUPPLEMENT: ("awaiting_supplement", "asked_before_reception"),
        _V.SUPPLY: ("awaiting_supplement", "asked_before_reception"),
        _V.WITHDRAW: ("awaiting_supplement", "asked_before_reception"),
        _V.ANSWER: ("awaiting_supplement_asked",),
    },
    _S.AWAITING_PAYMENT: {_V.ANSWER: ("awaiting_payment_asked",)},
    _S.RESULT_READY: {},
    _S.RETURNED: {},
    _S.REFUSED: {},
    _S.WITHDRAWN: {},
    _S.STOPPED: {},
}


def stages_of(status: Status, verb: Verb, role: str) -> tuple[str, ...]:
    """Return the names of the stages where this role tries this verb in this status."""
    others = PLACES_TO_TRY[status]
    return others.get((verb, role)) or others.get(verb) or (status.value,)


def fingerprint() -> tuple[Any, ...]:
    """Return what every change to any dossier changes: how many there are, their versions and their diaries."""
    found = Dossier.objects.aggregate(many=Count("pk"), versions=Sum("version_number"), lines=Sum("diary_length"))
    return tuple(found.values())


class Stages:
    """Builds each dossier when it is first asked for, outside of any savepoint that is undone."""

    def __init__(self, province: Province) -> None:
        self.province = province
        self._built: dict[str, Dossier] = {}
        self.fingerprint = fingerprint()

    def __getitem__(self, name: str) -> Dossier:
        if name not in self._built:
            made: Callable[[], Dossier] = getattr(self, f"_{name}")
            found = Dossier.objects.select_related("process", "version__procedure")
            self._built[name] = with_all_it_shows(found).get(pk=made().pk)
            self.fingerprint = fingerprint()
        return self._built[name]

    # Before the reception

    def _draft(self) -> Dossier:
        """Not even the counter leaves one behind: a form that somebody has begun, saved as it stands."""
        application = create_application(self.province.version, self.province.centre)
        dossier = opening.open_dossier(application, at=AT)
        dossier.save(force_insert=True)
        opening.add_documents(dossier, list(self.province.version.documents.all()), application.documents)
        return dossier

    def _submitted(self) -> Dossier:
        return self.province.submit(at=AT)

    _another = _submitted

    def _asked_before_reception(self) -> Dossier:
        return actions.request_supplement(dossier=self._submitted(), reason="Thiếu đơn.", **self._lan)

    def _refused(self) -> Dossier:
        return actions.refuse(dossier=self._submitted(), reason="Nộp ở huyện.", **self._lan)

    # Received, and not yet worked on

    def _received(self) -> Dossier:
        return self.province.receive(at=AT)

    def _received_in_hand(self) -> Dossier:
        given = {"to": self.province.hai, "reason": "Phân công."}
        return actions.transfer(dossier=self._received(), **given, **self._sau)

    def _received_asked(self) -> Dossier:
        return self._ask(self._received_in_hand())

    def _received_forwarded(self) -> Dossier:
        return actions.forward(dossier=self._received_in_hand(), to=self.province.minh, **self._hai)

    def _received_forwarded_by_leader(self) -> Dossier:
        return actions.forward(dossier=self._received_in_hand(), to=self.province.minh, **self._sau)

    def _received_same_day(self) -> Dossier:
        return self._received_of(self.province.same_day)

    def _received_of(self, version: ProcedureVersion) -> Dossier:
        application = create_application(version, self.province.centre)
        return actions.receive_at_counter(application=application, **self._lan)

    def _entered_late(self) -> Dossier:
        (entered,) = actions.enter_late(rows=[self.late_row()], unit=self.province.centre, **self._lan)
        assert entered.dossier is not None, entered.problems
        return entered.dossier

    def late_row(self, **more: object) -> LateRow:
        code = self.province.version.procedure.code
        given = {"applicant": MAI, "received_at": vn(f"2018-10-{10 + bool(more)} 08:00")}
        return LateRow(row_id=uuid7(), procedure=code, **given | more)

    # At work

    def _in_progress(self) -> Dossier:
        return self.province.take_over(self._received(), at=AT)

    def _in_progress_of_colleague(self) -> Dossier:
        by = acting(self.province.minh, at=AT)
        return actions.take_over(dossier=self._received(), by=by, at=AT)

    def _in_progress_asked(self) -> Dossier:
        return self._ask(self._in_progress())

    def _proposed(self) -> Dossier:
        return self.province.propose(self._in_progress(), at=AT)

    def _sent_back(self) -> Dossier:
        return actions.send_back(dossier=self._proposed(), reason="Thiếu chữ ký.", **self._sau)

    def _extended(self) -> Dossier:
        given = {"reason": "Đo lại.", "new_due_on": vn("2018-11-12 08:00").date()}
        return actions.extend(dossier=self._in_progress(), **given, **self._sau)

    # Waiting

    def _awaiting_supplement(self) -> Dossier:
        return self._wait_for_papers(self._in_progress())

    def _awaiting_supplement_asked(self) -> Dossier:
        return self._wait_for_papers(self._in_progress_asked())

    def _awaiting_payment(self) -> Dossier:
        return self._wait_for_money(self._in_progress())

    def _awaiting_payment_asked(self) -> Dossier:
        return self._wait_for_money(self._in_progress_asked())

    def _wait_for_papers(self, dossier: Dossier) -> Dossier:
        return actions.request_supplement(dossier=dossier, reason="Thiếu đơn.", **self._hai)

    def _wait_for_money(self, dossier: Dossier) -> Dossier:
        return actions.request_payment(dossier=dossier, reason="Lệ phí trước bạ.", **self._hai)

    # Over

    def _result_ready(self) -> Dossier:
        return self.province.approve(self._proposed(), at=AT)

    def _returned(self) -> Dossier:
        return self.province.return_result(self._result_ready(), at=AT)

    def _withdrawn(self) -> Dossier:
        return actions.withdraw(dossier=self._in_progress(), reason="Đổi ý.", **self._lan)

    def _stopped(self) -> Dossier:
        return actions.stop(dossier=self._in_progress(), reason="Người nộp xin dừng.", **self._sau)

    def _ask(self, dossier: Dossier) -> Dossier:
        asked = {"agency": self.province.asked, "question": "Vướng quy hoạch không?", "half_days": 4}
        return actions.consult(dossier=dossier, **asked, **self._hai)

    @property
    def _lan(self) -> dict:
        return {"by": acting(self.province.lan, at=AT), "at": AT}

    @property
    def _hai(self) -> dict:
        return {"by": acting(self.province.hai, at=AT), "at": AT}

    @property
    def _sau(self) -> dict:
        return {"by": acting(self.province.sau, at=AT), "at": AT}


assert AT < NOW
