"""What may be asked for: the catalogue in force today."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from motcua.api.v1 import finding, inputs, paging, problems
from motcua.api.v1 import procedure_answers as answers
from motcua.api.v1 import procedure_presenters as presenters
from motcua.api.v1.authority import NOBODY, BearerIfAny, caller
from motcua.api.v1.documented import responses
from motcua.api.v1.paging import cursor_of, place_of
from motcua.catalogue.models import DatedVersionQuerySet, ProcedureVersion
from motcua.catalogue.queries import receivable_at, receiving_units, why_not_in_force, with_terms
from motcua.catalogue.search import fitting
from motcua.dossiers.actors import Actor
from motcua.lib import clock

#: Nobody reads further into what was found for some words; deeper pages would cost more and more
MOST_FOUND = 500

router = Router(tags=[_("Thủ tục")])


@router.get(
    "/procedures",
    auth=BearerIfAny(),
    operation_id="list_procedures",
    summary=_("Danh sách thủ tục"),
    description=_("Những thủ tục đang có hiệu lực, hay gặp trước. Không cần khóa, trừ receivable=true."),
    response=responses(answers.ProcedurePage, problems.INPUT, problems.NOT_YOURS),
)
def list_procedures(request: HttpRequest, filters: Query[inputs.ProcedureFilters]) -> answers.ProcedurePage:
    versions = _wanted(caller(request), filters)
    if filters.q:
        return _best_first(versions, filters)
    place = place_of(filters.cursor, int, str)
    if place:
        versions = versions.filter(
            Q(procedure__popularity__lt=place[0]) | Q(procedure__popularity=place[0], procedure__code__gt=place[1])
        )
    in_order = with_terms(versions).order_by("-procedure__popularity", "procedure__code")
    page, last = paging.cut(list(in_order[: filters.limit + 1]), filters.limit)
    return answers.ProcedurePage(
        items=[presenters.row(version) for version in page],
        next=cursor_of(last.procedure.popularity, last.procedure.code) if last else None,
    )


@router.get(
    "/procedures/{code}",
    auth=None,
    operation_id="get_procedure",
    summary=_("Một thủ tục, với mọi thứ cần biết trước khi đi nộp"),
    response=responses(answers.Procedure, problems.NOT_FOUND, token=False),
)
def get_procedure(request: HttpRequest, code: str) -> answers.Procedure:
    today = clock.now().date()
    version = (
        with_terms(ProcedureVersion.objects.in_force_on(today))
        .prefetch_related("cases", "documents")
        .filter(procedure__code=code.replace("\0", ""))
        .first()
    )
    if version is None:
        raise problems.not_found(why_not_in_force(code.replace("\0", ""), on=today))
    desks = receiving_units(version.procedure_id, on=today).order_by("order", "name")
    return presenters.full(version, desks=desks)


def _best_first(versions: DatedVersionQuerySet, filters: inputs.ProcedureFilters) -> answers.ProcedurePage:
    """Return a page of what fits the words. Ranks are no place to come back to, so the cursor counts, up to a bound."""
    place = place_of(filters.cursor, int)
    seen = int(place[0]) if place else 0
    if not 0 <= seen < MOST_FOUND:
        raise paging.not_ours()
    rows = with_terms(fitting(versions, filters.q))[seen : seen + filters.limit + 1]
    page, last = paging.cut(list(rows), filters.limit)
    follows = last is not None and seen + len(page) < MOST_FOUND
    return answers.ProcedurePage(
        items=[presenters.row(version) for version in page], next=cursor_of(seen + len(page)) if follows else None
    )


def _wanted(by: Actor, filters: inputs.ProcedureFilters) -> DatedVersionQuerySet:
    today = clock.now().date()
    versions = ProcedureVersion.objects.in_force_on(today)
    if filters.receivable:
        if by is NOBODY:
            raise problems.Problem(problems.NO_TOKEN)
        desks = finding.desks_of(by)
        units = finding.Units(ids=desks, on=today)
        here = [receivable_at(units.desk(desk), on=today).values("pk") for desk in desks]
        versions = versions.filter(pk__in=reduce(or_, here))
    if filters.field:
        versions = versions.filter(field__key=filters.field)
    if filters.agency:
        versions = versions.filter(agency__in=finding.units_ever(filters.agency, field="agency"))
    if filters.level:
        versions = versions.filter(levels__contains=[filters.level])
    return versions
