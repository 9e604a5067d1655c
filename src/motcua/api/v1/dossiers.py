"""Dossiers: hand one in, list them, look at one."""

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop as _
from ninja import Header, Query, Router

from motcua.api.v1 import answers, finding, inputs, intake, paging, presenters, problems
from motcua.api.v1.authority import caller
from motcua.api.v1.documented import responses
from motcua.api.v1.paging import cursor_of, place_of
from motcua.api.v1.types import VERBS, Verb
from motcua.api.v1.writing import Once, answer_once, etag
from motcua.dossiers import queries, steps
from motcua.dossiers.models import DossierQuerySet
from motcua.lib import clock
from motcua.lib.vietnamese import fold

router = Router(tags=[_("Hồ sơ")])


@router.post(
    "/dossiers",
    operation_id="hand_in_dossier",
    summary=_("Nộp hoặc tiếp nhận hồ sơ"),
    description=_(
        "channel là counter: tiếp nhận ngay, hồ sơ có mã và ngày hẹn. channel là online hoặc post: hồ sơ chờ tiếp nhận."
    ),
    response=responses(answers.DossierRow, problems.NOT_YOURS, problems.KEY_USED, status=201, body=True),
)
def hand_in(request: HttpRequest, said: inputs.NewDossier, guards: Header[Once]) -> HttpResponse:
    by, at = caller(request), clock.now()
    return answer_once(request, guards, lambda: (201, presenters.row(intake.hand_in(said, by=by, at=at), at=at)))


@router.get(
    "/dossiers",
    operation_id="list_dossiers",
    summary=_("Danh sách hồ sơ"),
    description=_("Chỉ những hồ sơ khóa này được xem, mới mở trước."),
    response=responses(answers.DossierPage, problems.INPUT),
)
def list_dossiers(request: HttpRequest, filters: Query[inputs.DossierFilters]) -> answers.DossierPage:
    dossiers = _wanted(queries.dossiers_visible_to(caller(request)), filters)
    place = place_of(filters.cursor, str)
    if place:
        dossiers = dossiers.filter(pk__lt=_uuid(place[0]))
    rows = dossiers.select_related(*presenters.ROW).order_by("-pk")[: filters.limit + 1]
    page, last = paging.cut(list(rows), filters.limit)
    at = clock.now()
    return answers.DossierPage(
        items=[presenters.row(dossier, at=at) for dossier in page], next=cursor_of(str(last.pk)) if last else None
    )


@router.get(
    "/dossiers/{code}",
    operation_id="get_dossier",
    summary=_("Một hồ sơ, với mọi thứ thuộc về nó"),
    description=_("code là mã hồ sơ hoặc mã tra nhanh. ETag là version của hồ sơ."),
    response=responses(answers.Dossier, problems.NOT_FOUND),
)
def get_dossier(request: HttpRequest, response: HttpResponse, code: str) -> answers.Dossier:
    by = caller(request)
    seen = queries.dossiers_visible_to(by).select_related(*presenters.FULL)
    dossier = finding.the_dossier(by, code, seen)
    response["ETag"] = etag(dossier.version_number)
    return presenters.full(
        dossier,
        papers=dossier.documents.order_by("position"),
        files=dossier.attachments.order_by("pk"),
        steps=queries.progress(dossier),
        at=clock.now(),
    )


@router.get(
    "/dossiers/{code}/events",
    operation_id="list_events",
    summary=_("Nhật ký của hồ sơ"),
    description=_("Từ dòng đầu tới dòng cuối; không ai sửa hay xóa được."),
    response=responses(list[answers.Event], problems.NOT_FOUND),
)
def list_events(request: HttpRequest, code: str) -> list[answers.Event]:
    dossier = finding.the_dossier(caller(request), code)
    return [presenters.event(line) for line in queries.timeline(dossier)]


@router.get(
    "/dossiers/{code}/actions",
    operation_id="list_actions",
    summary=_("Khóa này làm được gì với hồ sơ lúc này"),
    description=_("Tên các việc gọi được tại /dossiers/{code}/actions/{verb}. ETag là version của hồ sơ."),
    response=responses(list[Verb], problems.NOT_FOUND),
)
def list_actions(request: HttpRequest, response: HttpResponse, code: str) -> list[str]:
    by = caller(request)
    seen = queries.dossiers_visible_to(by).select_related("step", "holder", "unit", "officer")
    dossier = finding.the_dossier(by, code, seen)
    response["ETag"] = etag(dossier.version_number)
    return [verb.value for verb in steps.verbs_open_to(by, dossier) if verb.value in VERBS]


def _wanted(dossiers: DossierQuerySet, filters: inputs.DossierFilters) -> DossierQuerySet:
    if filters.status:
        dossiers = dossiers.filter(status__in=filters.status)
    if filters.agency:
        dossiers = dossiers.filter(agency__in=finding.units_ever(filters.agency, field="agency"))
    if filters.procedure:
        dossiers = dossiers.filter(version__procedure=finding.the_procedure_id(filters.procedure))
    if filters.due_before:
        dossiers = dossiers.filter(due_at__lt=filters.due_before)
    return _matching(dossiers, filters.q) if filters.q else dossiers


def _matching(dossiers: DossierQuerySet, q: str) -> DossierQuerySet:
    """Ten digits are a quick code, what looks like a code is one, and the rest is a name, with or without accents."""
    digits = re.sub(r"[\s.]", "", q)
    if re.fullmatch(r"[0-9]{10}", digits):
        return dossiers.filter(quick_code=digits)
    if re.search(r"[0-9]-[0-9]", q):
        return dossiers.filter(code__startswith=q.upper())
    words = fold(q).split()
    if not words or max(map(len, words)) < 2:
        raise problems.wrong("q", say("Gõ ít nhất hai chữ cái của tên, hoặc cả mã."))
    for word in words:
        dossiers = dossiers.filter(applicant__name_folded__contains=word)
    return dossiers


def _uuid(text: str | int) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise paging.not_ours() from None
