"""Whose time a dossier's time was: every working minute since its reception, charged to one or to nobody."""

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router
from pydantic import Field

from motcua.api.v1 import finding, problems
from motcua.api.v1.answers import Answer
from motcua.api.v1.authority import caller
from motcua.api.v1.documented import responses
from motcua.api.v1.types import Moment
from motcua.dossiers import queries
from motcua.dossiers.clock import Account, Charge, ClockEvent
from motcua.dossiers.models import Dossier
from motcua.lib import clock

router = Router(tags=[_("Hồ sơ")])


class TimeCharge(Answer):
    start: Moment = Field(description=_("Từ lúc"))
    end: Moment = Field(description=_("Đến lúc"))
    minutes: int = Field(description=_("Phút làm việc"))
    agency_name: str = Field(description=_("Tính cho cơ quan nào; trống: không tính cho ai"))
    step: str = Field(description=_("Ở bước nào"))
    officer: str = Field(description=_("Ở tay ai; trống: chưa ai nhận"))
    waits_for: str = Field(description=_("Đang chờ: applicant, payment, partner hoặc transit; trống: đồng hồ chạy"))


class TimeEvent(Answer):
    kind: str = Field(description=_("started, stopped, resumed, restarted, moved, recalculated hoặc ended"))
    at: Moment = Field(description=_("Lúc nào"))
    article: str = Field(description=_("Theo điều nào"))
    waits_for: str = Field(description=_("Dừng để chờ ai"))


class TimeAccount(Answer):
    charges: list[TimeCharge] = Field(description=_("Liền nhau, không chồng lên nhau"))
    total: int = Field(description=_("Cộng: phút làm việc từ lúc nhận tới lúc quyết định, hoặc tới bây giờ"))
    office: int = Field(description=_("Phút làm việc tính cho các cơ quan"))
    waited: int = Field(description=_("Phút làm việc không tính cho ai"))
    events: list[TimeEvent] = Field(description=_("Đồng hồ chạy, dừng ra sao"))


@router.get(
    "/dossiers/{code}/account",
    operation_id="get_account",
    summary=_("Sổ thời gian của hồ sơ"),
    description=_("Mỗi phút làm việc tính cho ai. Hồ sơ chưa tiếp nhận: sổ trống."),
    response=responses(TimeAccount, problems.NOT_FOUND),
)
def get_account(request: HttpRequest, code: str) -> TimeAccount:
    by = caller(request)
    dossier: Dossier = finding.the_dossier(by, code, queries.dossiers_visible_to(by).select_related("agency"))
    account = queries.account_of(dossier, at=clock.now())
    return _answer(account or Account((), 0), queries.clock_events(dossier))


def _answer(account: Account, events: list[ClockEvent]) -> TimeAccount:
    return TimeAccount(
        charges=[_charge(charge) for charge in account.charges],
        total=account.total,
        office=account.office,
        waited=account.waited,
        events=[
            TimeEvent(kind=event.kind.value, at=event.at, article=event.article, waits_for=event.waits_for)
            for event in events
        ],
    )


def _charge(charge: Charge) -> TimeCharge:
    return TimeCharge(
        start=charge.start,
        end=charge.end,
        minutes=charge.minutes,
        agency_name=charge.agency,
        step=charge.step,
        officer=charge.officer,
        waits_for=charge.waits_for,
    )
