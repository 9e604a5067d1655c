"""The statutory papers of a dossier: what was issued, as a list and as PDF."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from motcua.api.v1 import answers, finding, problems
from motcua.api.v1.authority import caller
from motcua.api.v1.documented import PDF, responses
from motcua.dossiers.documents import receipt
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.dossiers.queries import dossiers_visible_to
from motcua.papers import queries
from motcua.papers.documents.drawing import control_slip_of
from motcua.papers.models import IssuedPaper, Signature

router = Router(tags=[_("Giấy tờ")])

#: How the API calls the forms of motcua.law.forms
FORMS = {
    "receipt": "receipt",
    "supplement": "supplement_request",
    "refusal": "refusal",
    "apology": "apology",
    "stop": "stop_notice",
    "control-sheet": "control_slip",
}
_NAMES = {key: name for name, key in FORMS.items()}


@router.get(
    "/dossiers/{code}/receipt.pdf",
    operation_id="get_receipt",
    summary=_("Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01), để in"),
    response=responses(None, problems.NOT_FOUND, problems.NOT_OPEN),
    openapi_extra=PDF,
)
def get_receipt(
    request: HttpRequest, code: str, copies: Annotated[int, Query(2, ge=1, le=2, description=_("Số liên"))]
) -> HttpResponse:
    dossier = _seen(request, code)
    return _answer(_receipt(dossier, copies=copies), f"giay-hen-{dossier.code}")


@router.get(
    "/dossiers/{code}/papers",
    operation_id="list_papers",
    summary=_("Giấy tờ đã cấp cho hồ sơ"),
    description=_("Từ giấy đầu tới giấy cuối. Giấy được cấp vài giây sau việc dẫn tới nó."),
    response=responses(list[answers.IssuedPaper], problems.NOT_FOUND),
)
def list_papers(request: HttpRequest, code: str) -> list[answers.IssuedPaper]:
    dossier = finding.the_dossier(caller(request), code)
    return [_paper(paper, code) for paper in queries.papers_of(dossier)]


@router.get(
    "/dossiers/{code}/papers/{paper}.pdf",
    operation_id="get_paper",
    summary=_("Một giấy đã cấp"),
    description=_("paper là id trong danh sách, hoặc tên mẫu để lấy bản mới nhất."),
    response=responses(None, problems.NOT_FOUND, problems.NOT_OPEN),
    openapi_extra=PDF,
)
def get_paper(request: HttpRequest, code: str, paper: str) -> HttpResponse:
    if paper in FORMS:
        return _latest(request, code, paper)
    dossier = finding.the_dossier(caller(request), code)
    wanted = [issued for issued in queries.papers_of(dossier) if str(issued.pk) == _as_id(paper)]
    if not wanted:
        raise problems.not_found(say("Hồ sơ này không có giấy đó. Xem lại danh sách giấy tờ."))
    return _answer(queries.content_of(wanted[0]), _file_name(dossier, wanted[0].form))


#: The addresses of the public contract, one a form
SUMMARIES = {
    "supplement": _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (Mẫu 02)"),
    "refusal": _("Phiếu từ chối tiếp nhận giải quyết hồ sơ (Mẫu 03)"),
    "apology": _("Phiếu xin lỗi và hẹn lại ngày trả kết quả (Mẫu 04)"),
    "stop": _("Thông báo dừng giải quyết hồ sơ (Mẫu 05 từ 2025)"),
    "control-sheet": _("Phiếu kiểm soát quá trình giải quyết hồ sơ (Mẫu 05, từ 2025: Mẫu 06)"),
}


def _add(name: str) -> None:
    def view(request: HttpRequest, code: str) -> HttpResponse:
        return _latest(request, code, name)

    router.get(
        f"/dossiers/{{code}}/{name}.pdf",
        operation_id=f"get_{name.replace('-', '_')}",
        summary=SUMMARIES[name],
        response=responses(None, problems.NOT_FOUND, problems.NOT_OPEN),
        openapi_extra=PDF,
    )(view)


for _name in SUMMARIES:
    _add(_name)


def _latest(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Answer with the last paper of this form; what was not issued yet but can be drawn is drawn as it stands."""
    dossier = _seen(request, code)
    form = FORMS[name]
    issued = queries.latest(dossier, form)
    if issued is not None:
        return _answer(queries.content_of(issued), _file_name(dossier, form))
    if form == "receipt":
        return _answer(_receipt(dossier, copies=1), _file_name(dossier, form))
    if form == "control_slip" and dossier.received_at is not None:
        return _answer(control_slip_of(dossier), _file_name(dossier, form))
    raise problems.Problem(problems.NOT_OPEN, say("Hồ sơ chưa có giấy này. Vừa làm xong thì chờ vài giây rồi tải lại."))


def _seen(request: HttpRequest, code: str) -> Dossier:
    """Return the dossier with all that its papers print, if this caller may see it. :raises Problem: 404"""
    by = caller(request)
    return finding.the_dossier(by, code, _loaded(dossiers_visible_to(by)))


def _loaded(dossiers: DossierQuerySet) -> DossierQuerySet:
    return dossiers.select_related(
        "unit__parent", "agency__parent", "version__field", "case", "applicant__commune__parent__parent", "submitter"
    )


def _receipt(dossier: Dossier, *, copies: int) -> bytes:
    if dossier.received_at is None:
        raise problems.Problem(problems.NOT_OPEN, say("Hồ sơ chưa được tiếp nhận nên chưa có giấy hẹn."))
    return receipt.render(dossier, copies=copies)


def _as_id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _paper(paper: IssuedPaper, code: str) -> answers.IssuedPaper:
    return answers.IssuedPaper(
        id=str(paper.pk),
        form=_NAMES[paper.form],
        name=queries.name_of(paper),
        number=queries.label_of(paper) or None,
        issued_at=localtime(paper.issued_at),
        issued_by=paper.issued_by_name,
        agency=paper.unit.key,
        agency_name=paper.unit.name,
        is_signed=paper.signature == Signature.DIGITAL,
        sha256=paper.sha256,
        size=paper.size,
        path=f"/dossiers/{code}/papers/{paper.pk}.pdf",
    )


def _file_name(dossier: Dossier, form: str) -> str:
    return f"{_NAMES[form]}-{dossier.code or dossier.quick_code}"


def _answer(pdf: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
