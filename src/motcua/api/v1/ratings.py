"""A citizen rates how a dossier was handled: once, with the receipt in hand, and without signing in."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Header, Router

from motcua.api.v1 import answers, inputs, problems, trying
from motcua.api.v1.authority import BearerIfAny, caller
from motcua.api.v1.documented import responses
from motcua.api.v1.tracking import UNKNOWN_CODES, WRONG_TOKENS
from motcua.api.v1.writing import Once, Outcome, answer_once
from motcua.lib import clock
from motcua.ratings import actions

router = Router(tags=[_("Đánh giá")])


@router.post(
    "/ratings",
    auth=BearerIfAny(),
    operation_id="rate_dossier",
    summary=_("Chấm điểm việc giải quyết hồ sơ"),
    description=_("Sau khi nhận kết quả, một lần cho mỗi hồ sơ, bằng mã trên giấy hẹn. Khóa của cán bộ bị từ chối."),
    response=responses(answers.Rated, problems.NOT_YOURS, problems.NOT_OPEN, problems.KEY_USED, status=201, body=True),
)
def rate(request: HttpRequest, said: inputs.Rating, guards: Header[Once]) -> HttpResponse:
    who = trying.address_of(request)
    trying.check("track", who=who, **UNKNOWN_CODES)
    trying.check("token", who=said.quick_code, **WRONG_TOKENS)

    def do() -> Outcome:
        rating = actions.rate(
            quick_code=said.quick_code,
            token=said.token,
            level=said.level,
            finished_in_one_visit=said.finished_in_one_visit,
            reasons=said.reasons,
            comment=said.comment,
            by=caller(request),
            at=clock.now(),
        )
        return 201, answers.Rated(quick_code=said.quick_code, level=rating.level, rated_at=rating.at)

    try:
        return answer_once(request, guards, do)
    except actions.UnknownReceipt:
        trying.count("token", who=said.quick_code, **WRONG_TOKENS)
        trying.count("track", who=who, **UNKNOWN_CODES)
        raise
