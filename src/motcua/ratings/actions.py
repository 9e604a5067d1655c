"""Rate the handling of a dossier; load what was counted elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.dossiers import quick_codes
from motcua.dossiers.actors import Actor
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier
from motcua.organisations.models import Agency
from motcua.ratings.models import (
    CountedRatings,
    DailyRatings,
    Level,
    MonthlyRatings,
    Rating,
    Reason,
    SatisfactionRecord,
    Source,
)
from motcua.ratings.percentages import percent_of

#: Of ratings that were given before there were figures of their days, or were written past `rate`
COUNT_ALL = """
INSERT INTO ratings_dailyratings (unit_id, day, level_1, level_2, level_3, level_4, level_5)
SELECT unit_id, (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, count(*) FILTER (WHERE level = 1),
    count(*) FILTER (WHERE level = 2), count(*) FILTER (WHERE level = 3), count(*) FILTER (WHERE level = 4),
    count(*) FILTER (WHERE level = 5)
FROM ratings_rating GROUP BY 1, 2;
INSERT INTO ratings_monthlyratings (unit_id, month, level_1, level_2, level_3, level_4, level_5)
SELECT unit_id, date_trunc('month', day)::date, sum(level_1), sum(level_2), sum(level_3), sum(level_4), sum(level_5)
FROM ratings_dailyratings GROUP BY 1, 2
"""


def _adding_to(counted: type[CountedRatings], time: str) -> str:
    return """
INSERT INTO {table} (unit_id, {time}, {levels}) VALUES (%s, %s, {values})
ON CONFLICT (unit_id, {time}) DO UPDATE SET {sums}
""".format(
        table=counted._meta.db_table,
        time=time,
        levels=", ".join(f"level_{level}" for level in Level.values),
        values=", ".join("%s" for _level in Level.values),
        sums=", ".join(
            f"level_{level} = {counted._meta.db_table}.level_{level} + excluded.level_{level}" for level in Level.values
        ),
    )


_COUNT = f"WITH of_day AS ({_adding_to(DailyRatings, 'day')} RETURNING 1) {_adding_to(MonthlyRatings, 'month')}"


class NotRated(Exception):
    """The rating was not taken; `str()` is the sentence for the person who tried."""


class UnknownReceipt(NotRated):
    """There is no dossier with this code and token (403: which of the two is wrong is not said)."""


class NotReturnedYet(NotRated):
    """There is nothing to rate before the result is handed over (409)."""


class RatedAlready(NotRated):
    """One result is rated once (409)."""


class NotForOfficers(NotRated):
    """Officers do not rate their own work (403)."""


@transaction.atomic
def rate(
    *,
    quick_code: str,
    token: str,
    level: int,
    at: datetime,
    finished_in_one_visit: bool | None = None,
    reasons: Sequence[str] = (),
    comment: str = "",
    source: str = Source.ONLINE,
    by: Actor | None = None,
) -> Rating:
    """Say how the handling of a dossier was: once, after the result is handed over, by whoever has the receipt.

    Callers that strangers can reach count tries first (accounts.actions.count_try): the token has six characters.

    :param token: the six characters on the receipt's QR, or in the letter that told of the result
    :param by: the officer who is signed in, if one is: they are refused
    :raises NotRated: one of the four above
    :raises ValidationError: level, reasons or comment; each says what to do
    """
    if by is not None and by.user is not None:
        raise NotForOfficers(_("Cán bộ không chấm điểm thay bà con. Mời bà con tự chấm trên máy hoặc điện thoại."))
    _check(level, reasons, comment)
    if not quick_codes.token_matches(quick_code, token, key=settings.TRACKING_KEY):
        raise UnknownReceipt(_("Đường dẫn chấm điểm chưa đúng. Quét lại mã trên giấy hẹn, hoặc mở lại từ tin nhắn."))
    dossier = Dossier.objects.filter(quick_code=quick_code).first()
    if dossier is None:
        raise UnknownReceipt(_("Chưa có hồ sơ mang mã này. Xem lại mã trên giấy hẹn."))
    if dossier.status != Status.RETURNED:
        raise NotReturnedYet(_("Nhận kết quả xong rồi mới chấm điểm. Bà con quay lại sau nhé."))
    rating = Rating(
        dossier=dossier,
        unit_id=dossier.unit_id,
        level=level,
        finished_in_one_visit=finished_in_one_visit,
        reasons=list(dict.fromkeys(reasons)),
        comment=comment.strip(),
        source=source,
        at=at,
    )
    try:
        with transaction.atomic():
            rating.save(force_insert=True)
    except IntegrityError as trouble:  # the database knows best whether somebody was quicker
        raise RatedAlready(_("Hồ sơ này đã được chấm điểm. Cảm ơn bà con.")) from trouble
    _count(rating)
    return rating


def _count(rating: Rating) -> None:
    """Add it to the figures of its day and month (1 statement)."""
    ones = [int(level == rating.level) for level in Level.values]
    day = localdate(rating.at)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [rating.unit_id, day, *ones, rating.unit_id, day.replace(day=1), *ones])


@transaction.atomic
def explain(*, quick_code: str, token: str, reasons: Sequence[str], comment: str = "") -> Rating:
    """Add what was wrong to a rating that has no words yet: once, by whoever has the receipt.

    A face is one tap and counts at once; the reasons are asked after it, so that nobody who leaves then is lost.

    :raises NotRated: unknown receipt, or there are words already
    :raises ValidationError: reasons or comment; each says what to do
    """
    if not quick_codes.token_matches(quick_code, token, key=settings.TRACKING_KEY):
        raise UnknownReceipt(_("Đường dẫn chấm điểm chưa đúng. Quét lại mã trên giấy hẹn, hoặc mở lại từ tin nhắn."))
    rating = Rating.objects.select_for_update().filter(dossier__quick_code=quick_code).first()
    if rating is None:
        raise UnknownReceipt(_("Hồ sơ này chưa được chấm điểm. Chọn một gương mặt trước đã."))
    _check(rating.level, reasons, comment)
    if rating.reasons or rating.comment:
        raise RatedAlready(_("Góp ý đã ghi lại rồi. Cảm ơn bà con."))
    rating.reasons, rating.comment = list(dict.fromkeys(reasons)), comment.strip()
    rating.save(update_fields=["reasons", "comment"])
    return rating


def _check(level: int, reasons: Sequence[str], comment: str) -> None:
    problems = {}
    if level not in Level.values:
        problems["level"] = _("Chọn một trong năm mức, từ rất hài lòng đến rất không hài lòng.")
    if unknown := [reason for reason in reasons if reason not in Reason.values]:
        problems["reasons"] = _("Không có lý do “%(reason)s”. Chọn trong: %(all)s.") % {
            "reason": unknown[0][:40],
            "all": ", ".join(Reason.values),
        }
    if len(comment) > 500:
        problems["comment"] = _("Góp ý dài quá 500 chữ. Bà con viết gọn lại giúp.")
    if problems:
        raise ValidationError(problems)


@dataclass(frozen=True)
class Counted:
    """Ratings that were counted elsewhere. Give `satisfied`, or, where only a percentage was published, `percent`."""

    unit: Agency
    first: date
    last: date
    ratings: int
    source: str
    satisfied: int | None = None
    percent: Decimal | None = None


@transaction.atomic
def load_history(records: Iterable[Counted]) -> int:
    """Load figures of satisfaction from before, or from elsewhere; return how many are new. Loading twice adds nothing.

    :raises ValidationError: no whole number of satisfied people makes this percentage
    """
    rows = [
        SatisfactionRecord(
            unit=record.unit,
            first=record.first,
            last=record.last,
            ratings=record.ratings,
            satisfied=_satisfied(record),
            source=record.source,
        )
        for record in records
    ]
    before = SatisfactionRecord.objects.count()
    SatisfactionRecord.objects.bulk_create(rows, ignore_conflicts=True)
    return SatisfactionRecord.objects.count() - before


def _satisfied(record: Counted) -> int:
    """Return how many were satisfied: as given, or the number of people that makes the published percentage."""
    if record.satisfied is not None:
        return record.satisfied
    if record.percent is None:
        raise ValidationError(_("Ghi số lượt hài lòng, hoặc tỉ lệ phần trăm đã công bố."))
    nearest = int((record.ratings * record.percent / 100).to_integral_value())
    if percent_of(nearest, record.ratings) != record.percent:
        raise ValidationError(
            _("%(ratings)d lượt không thể có tỉ lệ %(percent)s %%. Xem lại số lượt và tỉ lệ.")
            % {"ratings": record.ratings, "percent": record.percent}
        )
    return nearest
