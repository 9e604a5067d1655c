"""The units that other calls name by key: who receives, who settles, which commune an address lies in."""

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from motcua.api.v1 import answers, inputs, paging, presenters, problems
from motcua.api.v1.documented import responses
from motcua.api.v1.paging import cursor_of, place_of
from motcua.lib import clock
from motcua.organisations.models import Agency

router = Router(tags=[_("Cơ quan")])


@router.get(
    "/agencies",
    auth=None,
    operation_id="list_agencies",
    summary=_("Các cơ quan đang có, với khóa và mã để gọi tên trong các lệnh khác"),
    response=responses(answers.AgencyPage, problems.INPUT, token=False),
)
def list_agencies(request: HttpRequest, filters: Query[inputs.AgencyFilters]) -> answers.AgencyPage:
    units = Agency.objects.existing_on(clock.now().date()).select_related("parent")
    if filters.level:
        units = units.filter(level=filters.level)
    place = place_of(filters.cursor, int, str)
    if place:
        units = units.filter(Q(order__gt=place[0]) | Q(order=place[0], key__gt=place[1]))
    page, last = paging.cut(list(units.order_by("order", "key")[: filters.limit + 1]), filters.limit)
    return answers.AgencyPage(
        items=[presenters.agency(unit) for unit in page], next=cursor_of(last.order, last.key) if last else None
    )
