"""What can be done to a dossier: one call a verb, each with a body of its own. The law's table decides below."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop as _
from ninja import Body, Header, Router

from motcua.accounts.models import User
from motcua.api.v1 import answers, finding, inputs, intake, presenters, problems
from motcua.api.v1.authority import caller
from motcua.api.v1.documented import responses
from motcua.api.v1.writing import Guards, Outcome, answer_once
from motcua.dossiers import actions
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossiers_visible_to
from motcua.lib import clock

router = Router(tags=[_("Việc làm với hồ sơ")])

# Bodies that may be left out altogether
OptionalReceive = Annotated[inputs.Receive, Body(inputs.Receive())]
OptionalNothing = Annotated[inputs.Nothing, Body(inputs.Nothing())]
OptionalForward = Annotated[inputs.Forward, Body(inputs.Forward())]
OptionalApprove = Annotated[inputs.Approve, Body(inputs.Approve())]
OptionalAcceptSupplement = Annotated[inputs.AcceptSupplement, Body(inputs.AcceptSupplement())]
OptionalTakeBack = Annotated[inputs.TakeBack, Body(inputs.TakeBack())]
OptionalReturnResult = Annotated[inputs.ReturnResult, Body(inputs.ReturnResult())]

_CAN_GO_WRONG = (
    problems.NOT_YOURS, problems.NOT_FOUND, problems.NOT_OPEN, problems.STALE, problems.KEY_USED
)  # fmt: skip
_DONE = responses(answers.DossierRow, *_CAN_GO_WRONG, body=True)


def _documented(verb: Verb, summary: str) -> dict[str, Any]:
    return {
        "path": f"/dossiers/{{code}}/actions/{verb.value}",
        "operation_id": f"{verb.value.replace('-', '_')}_dossier",
        "summary": summary,
        "response": _DONE,
    }


@router.post(**_documented(Verb.RECEIVE, _("Tiếp nhận hồ sơ đã nộp")))
def receive(request: HttpRequest, code: str, said: OptionalReceive, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, actions.receive, received_at=said.received_at)


@router.post(**_documented(Verb.REFUSE, _("Từ chối tiếp nhận, có lý do bằng văn bản")))
def refuse(request: HttpRequest, code: str, said: inputs.Reason, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, actions.refuse, reason=said.reason)


@router.post(**_documented(Verb.TAKE_OVER, _("Chuyên viên nhận xử lý")))
def take_over(request: HttpRequest, code: str, said: OptionalNothing, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, actions.take_over)


@router.post(**_documented(Verb.FORWARD, _("Chuyển cho đồng nghiệp, hoặc sang bước sau")))
def forward(request: HttpRequest, code: str, said: OptionalForward, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, _forward, to=said.to, note=said.note)


@router.post(**_documented(Verb.PROPOSE, _("Trình lãnh đạo ký")))
def propose(request: HttpRequest, code: str, said: inputs.Propose, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, actions.propose, outcome=said.outcome, summary=said.summary)


@router.post(**_documented(Verb.APPROVE, _("Phê duyệt như đã trình")))
def approve(request: HttpRequest, code: str, said: OptionalApprove, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, actions.approve, note=said.note)


@router.post(**_documented(Verb.SEND_BACK, _("Trả lại cho chuyên viên làm lại")))
def send_back(request: HttpRequest, code: str, said: inputs.Reason, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, actions.send_back, reason=said.reason)


@router.post(**_documented(Verb.RETURN_RESULT, _("Trả kết quả")))
def return_result(
    request: HttpRequest,
    code: str,
    said: OptionalReturnResult,
    guards: Header[Guards],
) -> HttpResponse:
    return _do(
        request,
        code,
        guards,
        actions.return_result,
        collected_by=said.collected_by,
        authority=said.authority,
        consignment=said.consignment,
        note=said.note,
    )


@router.post(**_documented(Verb.WITHDRAW, _("Rút hồ sơ theo ý người nộp")))
def withdraw(request: HttpRequest, code: str, said: inputs.Reason, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, actions.withdraw, reason=said.reason)


@router.post(**_documented(Verb.REQUEST_SUPPLEMENT, _("Yêu cầu bổ sung; sau tiếp nhận thì đồng hồ dừng")))
def request_supplement(
    request: HttpRequest, code: str, said: inputs.RequestSupplement, guards: Header[Guards]
) -> HttpResponse:
    asked = {"reason": said.reason, "papers": said.papers, "asked_until": said.asked_until}
    return _do(request, code, guards, actions.request_supplement, **asked)


@router.post(**_documented(Verb.ACCEPT_SUPPLEMENT, _("Nhận đủ bổ sung; thời hạn tính lại từ đầu")))
def accept_supplement(
    request: HttpRequest, code: str, said: OptionalAcceptSupplement, guards: Header[Guards]
) -> HttpResponse:
    return _do(request, code, guards, _accept_supplement, components=said.components, note=said.note)


@router.post(**_documented(Verb.STOP, _("Dừng giải quyết, khi chưa có quyết định")))
def stop(request: HttpRequest, code: str, said: inputs.Reason, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, actions.stop, reason=said.reason)


@router.post(**_documented(Verb.REQUEST_PAYMENT, _("Báo nghĩa vụ tài chính; đồng hồ dừng tới khi nộp đủ")))
def request_payment(
    request: HttpRequest, code: str, said: inputs.RequestPayment, guards: Header[Guards]
) -> HttpResponse:
    asked = {"reason": said.reason, "amount": said.amount, "limit_after": said.limit_after}
    return _do(request, code, guards, actions.request_payment, **asked)


@router.post(**_documented(Verb.CONFIRM_PAYMENT, _("Xác nhận đã nộp đủ, hoặc được miễn")))
def confirm_payment(
    request: HttpRequest, code: str, said: inputs.ConfirmPayment, guards: Header[Guards]
) -> HttpResponse:
    return _do(request, code, guards, actions.confirm_payment, proof=said.proof)


@router.post(**_documented(Verb.EXTEND, _("Xin lỗi và hẹn lại, một lần, trước hạn một ngày làm việc")))
def extend(request: HttpRequest, code: str, said: inputs.Extend, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, actions.extend, reason=said.reason, new_due_on=said.new_due_on)


@router.post(**_documented(Verb.SETTLE, _("Giải quyết ngay tại quầy, thủ tục trả trong ngày")))
def settle(request: HttpRequest, code: str, said: inputs.Settle, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, actions.settle, summary=said.summary)


@router.post(**_documented(Verb.CONSULT, _("Lấy ý kiến cơ quan khác, có hạn trả lời")))
def consult(request: HttpRequest, code: str, said: inputs.Consult, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, _consult, asked=said.agency, question=said.question, half_days=said.half_days)


@router.post(**_documented(Verb.ANSWER, _("Trả lời ý kiến đã hỏi cơ quan mình")))
def answer(request: HttpRequest, code: str, said: inputs.Reply, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, _answer, for_unit=said.agency, text=said.text)


@router.post(**_documented(Verb.TAKE_BACK, _("Lấy lại việc chính mình vừa làm")))
def take_back(request: HttpRequest, code: str, said: OptionalTakeBack, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, actions.take_back, reason=said.reason)


@router.post(**_documented(Verb.RECALCULATE, _("Tính lại ngày hẹn sau khi lịch làm việc đổi")))
def recalculate(request: HttpRequest, code: str, said: inputs.Reason, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, actions.recalculate, reason=said.reason)


def _do(request: HttpRequest, code: str, guards: Guards, action: Callable[..., Dossier], **said: Any) -> HttpResponse:
    """Find the dossier among those the caller may see, let the action do it, answer with what it has become."""
    by, at = caller(request), clock.now()

    def do() -> Outcome:
        seen = finding.the_dossier(by, code, dossiers_visible_to(by).select_related(*presenters.ROW))
        moved = action(dossier=seen.pk, by=by, at=at, expected_version=guards.expected_version, **said)
        moved.applicant, moved.version = seen.applicant, seen.version  # no verb changes them
        return 200, presenters.row(moved, at=at)

    return answer_once(request, guards, do)


def _forward(*, to: str, **said: Any) -> Dossier:
    """Look the colleague up. Somebody unknown and somebody of another agency are refused alike below."""
    officer = User.objects.filter(username=to).first() if to else None
    if to and officer is None:
        raise problems.wrong("to", say("Không có chuyên viên nào tên đăng nhập “%(name)s”. Xem lại.") % {"name": to})
    return actions.forward(to=officer, **said)


def _accept_supplement(*, dossier: UUID, components: list[inputs.NewComponent], **said: Any) -> Dossier:
    version = Dossier.objects.select_related("version").get(pk=dossier).version
    documents = intake.handed_in(components, version)
    return actions.accept_supplement(dossier=dossier, documents=documents, **said)


def _consult(*, asked: str, at: datetime, **said: Any) -> Dossier:
    units = finding.Units(asked, on=at.date())
    return actions.consult(agency=units.unit(asked, field="agency"), at=at, **said)


def _answer(*, for_unit: str, at: datetime, **said: Any) -> Dossier:
    units = finding.Units(for_unit, on=at.date())
    agency_id = units.unit(for_unit, field="agency").pk if for_unit else None
    return actions.answer(agency_id=agency_id, at=at, **said)
