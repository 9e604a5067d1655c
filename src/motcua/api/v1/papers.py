"""The statutory papers of a dossier, as PDF."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from motcua.api.v1 import finding, problems
from motcua.api.v1.authority import caller
from motcua.api.v1.documented import PDF, responses
from motcua.dossiers import queries
from motcua.dossiers.documents import receipt

router = Router(tags=[_("Giấy tờ")])


@router.get(
    "/dossiers/{code}/receipt.pdf",
    operation_id="get_receipt",
    summary=_("Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01)"),
    response=responses(None, problems.NOT_FOUND, problems.NOT_OPEN),
    openapi_extra=PDF,
)
def get_receipt(
    request: HttpRequest, code: str, copies: Annotated[int, Query(2, ge=1, le=2, description=_("Số liên"))]
) -> HttpResponse:
    by = caller(request)
    seen = queries.dossiers_visible_to(by).select_related(
        "unit__parent", "version", "case", "applicant__commune__parent__parent", "submitter"
    )
    dossier = finding.the_dossier(by, code, seen)
    if dossier.received_at is None:
        raise problems.Problem(problems.NOT_OPEN, say("Hồ sơ chưa được tiếp nhận nên chưa có giấy hẹn."))
    answer = HttpResponse(receipt.render(dossier, copies=copies), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="giay-hen-{dossier.code}.pdf"'
    return answer
