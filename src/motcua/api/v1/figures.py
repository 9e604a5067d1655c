"""The figures of the monitoring room: the same questions as its pages ask, so that they cannot disagree.

Satisfaction is for everybody who has a key: it stands on the portal's first page, too. Of the rest, whoever looks over
the province sees all, others the units they hold a post in.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from motcua.api.v1 import figure_answers as answers
from motcua.api.v1 import inputs, problems
from motcua.api.v1.authority import caller
from motcua.api.v1.documented import responses
from motcua.dossiers.actors import Actor
from motcua.lib import clock
from motcua.organisations.models import Agency
from motcua.ratings import queries as ratings
from motcua.ratings.queries import Satisfaction
from motcua.reporting import queries as reporting
from motcua.reporting.authority import may_watch
from motcua.reporting.models import ReviewItem, ReviewLetter
from motcua.reporting.weeks import Week

router = Router(tags=[_("Số liệu")])


@router.get(
    "/figures/satisfaction",
    operation_id="get_satisfaction",
    summary=_("Mức độ hài lòng, từng nơi và chung"),
    description=_("Không ghi from, to: từ đầu tháng tới hôm nay. Dưới 30 lượt thì không tính phần trăm."),
    response=responses(answers.SatisfactionFigures),
    by_alias=True,
)
def get_satisfaction(request: HttpRequest, filters: Query[inputs.Span]) -> answers.SatisfactionFigures:
    first, last = _span(filters)
    rows = ratings.satisfaction(first=first, last=last)
    return answers.SatisfactionFigures(
        first=first,
        last=last,
        items=[_satisfaction(row) for row in rows],
        total=_satisfaction(ratings.together(rows)),
    )


@router.get(
    "/figures/progress",
    operation_id="get_progress",
    summary=_("Tiếp nhận và giải quyết: sớm, đúng, trễ hạn, từng cơ quan"),
    description=_("Không ghi from, to: từ đầu tháng tới hôm nay."),
    response=responses(answers.ProgressFigures),
    by_alias=True,
)
def get_progress(request: HttpRequest, filters: Query[inputs.Span]) -> answers.ProgressFigures:
    first, last = _span(filters)
    rows = [row for row in reporting.progress(first=first, last=last) if _sees(caller(request), row.agency)]
    return answers.ProgressFigures(
        first=first,
        last=last,
        items=[
            answers.Progress(
                agency=row.agency.key,
                agency_name=row.agency.name,
                received=row.received,
                finished=row.finished,
                early=row.early,
                on_time=row.on_time,
                late=row.late,
            )
            for row in rows
        ],
    )


@router.get(
    "/figures/adoption",
    operation_id="get_adoption",
    summary=_("Nơi nào đang dùng phần mềm, nơi nào im lặng"),
    response=responses(answers.AdoptionFigures),
)
def get_adoption(request: HttpRequest) -> answers.AdoptionFigures:
    at = clock.now()
    return answers.AdoptionFigures(
        week=_iso(Week.of(at.date())),
        items=[
            answers.Adoption(
                agency=row.unit.key,
                agency_name=row.unit.name,
                last_on=row.last_on,
                days_ago=row.days_ago,
                entered=row.entered,
                must_be_called=row.must_be_called,
            )
            for row in reporting.adoption(at=at)
            if _sees(caller(request), row.unit)
        ],
    )


@router.get(
    "/reviews/{week}",
    operation_id="get_review",
    summary=_("Rà soát tuần: hồ sơ sắp đến hạn, nguy cơ trễ, quá hạn của từng cơ quan"),
    description=_("week là tuần ISO, ví dụ 2018-W43. Bản chưa gửi chỉ người giám sát toàn tỉnh xem được."),
    response=responses(answers.Review, problems.NOT_FOUND),
    by_alias=True,
)
def get_review(request: HttpRequest, week: str) -> answers.Review:
    by = caller(request)
    try:
        review = reporting.review_of(Week.parse(week))
    except ValueError:
        raise problems.not_found(say("Tuần viết như 2018-W43.")) from None
    if review is None or (review.sent_at is None and not may_watch(by)):
        raise problems.not_found(say("Tuần này chưa có rà soát."))
    items = ReviewItem.objects.select_related("dossier").order_by("due_at", "pk")
    found = reporting.letters_of(review).prefetch_related(Prefetch("items", queryset=items))
    letters = [letter for letter in found if _sees(by, letter.agency)]
    if not letters and not may_watch(by):
        raise problems.not_found(say("Rà soát tuần này không có phần của cơ quan mình."))
    return answers.Review(
        week=_iso(review.week),
        first=review.week.monday,
        last=review.week.sunday,
        drafted_at=review.drafted_at,
        sent_at=review.sent_at,
        letters=[_letter(letter) for letter in letters],
    )


def _span(filters: inputs.Span) -> tuple[date, date]:
    """Return the first and the last day asked for. :raises Problem: 422: the wrong way round, or too long"""
    last = filters.last or clock.now().date()
    first = filters.first or last.replace(day=1)
    if first > last:
        raise problems.wrong("from", say("Ngày đầu phải trước hoặc đúng ngày cuối."))
    if last - first > timedelta(days=3660):
        raise problems.wrong("from", say("Xem nhiều nhất mười năm một lần."))
    return first, last


def _sees(by: Actor, agency: Agency) -> bool:
    return may_watch(by) or (by.standing is not None and agency.pk in by.standing.roles)


def _satisfaction(row: Satisfaction) -> answers.Satisfaction:
    return answers.Satisfaction(
        agency=row.unit.key if row.unit else None,
        agency_name=row.unit.name if row.unit else None,
        ratings=row.ratings,
        satisfied=row.satisfied,
        percent=row.percent,
        from_elsewhere=row.from_elsewhere,
        returned=row.returned,
        returned_and_rated=row.returned_and_rated,
        response_rate=row.response_rate,
    )


def _letter(letter: ReviewLetter) -> answers.Letter:
    return answers.Letter(
        agency=letter.agency.key,
        agency_name=letter.agency.name,
        due_soon=letter.due_soon,
        at_risk=letter.at_risk,
        overdue=letter.overdue,
        note=letter.note,
        seen_at=letter.seen_at,
        answered_at=letter.answered_at,
        answer=letter.answer,
        items=_items(letter.items.all()),
    )


def _items(items: Iterable[ReviewItem]) -> list[answers.InReview]:
    return [
        answers.InReview(code=item.dossier.code or item.dossier.quick_code, danger=item.danger, due_at=item.due_at)
        for item in items
    ]


def _iso(week: Week) -> str:
    return f"{week.year}-W{week.number:02}"
