"""What can be done to a dossier: one call a verb, each with a body of its own. The law's table decides below."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop as _
from ninja import Body, Header, Router

from motcua.accounts.models import User
from motcua.api.v1 import answers, finding, inputs, presenters, problems
from motcua.api.v1.authority import caller
from motcua.api.v1.documented import responses
from motcua.api.v1.writing import Guards, Outcome, answer_once
from motcua.dossiers import actions, steps
from motcua.dossiers.lifecycle import StepNotOpen, Verb
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossiers_visible_to
from motcua.lib import clock

router = Router(tags=[_("Việc làm với hồ sơ")])

# Bodies that may be left out altogether
OptionalReceive = Annotated[inputs.Receive, Body(inputs.Receive())]
OptionalNothing = Annotated[inputs.Nothing, Body(inputs.Nothing())]
OptionalForward = Annotated[inputs.Forward, Body(inputs.Forward())]
OptionalApprove = Annotated[inputs.Approve, Body(inputs.Approve())]
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
    return _do(request, code, guards, actions.return_result, collected_by=said.collected_by, note=said.note)


@router.post(**_documented(Verb.WITHDRAW, _("Rút hồ sơ theo ý người nộp")))
def withdraw(request: HttpRequest, code: str, said: inputs.Reason, guards: Header[Guards]) -> HttpResponse:
    return _do(request, code, guards, actions.withdraw, reason=said.reason)


#: In the public contract already, in the law's table not yet (motcua.dossiers.lifecycle.NOT_YET)
TO_COME = {
    Verb.REQUEST_SUPPLEMENT: _("Yêu cầu bổ sung (chưa mở)"),
    Verb.ACCEPT_SUPPLEMENT: _("Nhận bổ sung (chưa mở)"),
    Verb.STOP: _("Dừng giải quyết (chưa mở)"),
    Verb.REQUEST_PAYMENT: _("Báo nộp tiền (chưa mở)"),
    Verb.CONFIRM_PAYMENT: _("Xác nhận đã nộp tiền (chưa mở)"),
    Verb.EXTEND: _("Xin lỗi, hẹn lại (chưa mở)"),
}


def _refuse_for_now(verb: Verb) -> None:
    """Give a verb that is still to come its address, where it answers 409 and says so."""

    def view(request: HttpRequest, code: str) -> HttpResponse:
        by = caller(request)
        seen = dossiers_visible_to(by).select_related("step", "holder", "unit", "officer")
        raise steps.why_not(by, verb, finding.the_dossier(by, code, seen)) or StepNotOpen("")

    answered = responses(answers.DossierRow, problems.NOT_FOUND, problems.NOT_OPEN)
    router.post(**_documented(verb, TO_COME[verb]) | {"response": answered})(view)


for _verb in TO_COME:
    _refuse_for_now(_verb)


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
