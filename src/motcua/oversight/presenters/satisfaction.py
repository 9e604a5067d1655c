"""How satisfied people are, place by place, with the counts behind every percentage."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from math import floor
from typing import Any

from django.utils.translation import gettext as _

from motcua.organisations.models import Agency
from motcua.oversight.lists import url_of
from motcua.oversight.presenters.frame import frame
from motcua.oversight.room import Visit
from motcua.ratings import queries
from motcua.ratings.models import FEWEST_FOR_PERCENT, Level, Rating, Reason
from motcua.ratings.queries import Satisfaction

#: Before any one-stop centre kept such figures
BEGINNING = date(2010, 1, 1)
MOST_VOICES = 20
PLACES_SHOWN = 6
#: Over more days nobody asks what part of the results was rated, and counting them takes long
MOST_DAYS_WITH_RETURNED = timedelta(days=366)


def page(visit: Visit, *, period: str) -> dict[str, Any]:
    """Return the figures of every place over a period, and what those said who were not satisfied (5 statements)."""
    spans = _spans(visit)
    name = period if period in spans else "tat-ca"
    first, last, _label = spans[name]
    with_returned = last - first <= MOST_DAYS_WITH_RETURNED
    found = queries.satisfaction(first=first, last=last, with_returned=with_returned)
    figures = [figure for figure in found if figure.ratings or figure.returned]
    voices = queries.not_satisfied(queries.ratings_given(first=first, last=last)).order_by("-at")
    rated = [figure for figure in figures if figure.percent is not None]
    return frame(visit) | {
        "periods": [
            {"label": label, "url": f"?khi={slug}", "current": slug == name}
            for slug, (_first, _last, label) in spans.items()
        ],
        "first": first if name != "tat-ca" else None,
        "last": last,
        "rows": [_row(figure, first, last) for figure in figures],
        "dots": dot_rows(rated),
        "low": low_of(rated),
        "all": queries.together(figures),
        "fewest": FEWEST_FOR_PERCENT,
        "with_returned": with_returned,
        "voices": [_voice(rating) for rating in voices.select_related("unit", "dossier")[:MOST_VOICES]],
        "reasons": _reasons(voices.values_list("reasons", flat=True)),
    }


def places(found: Sequence[Satisfaction]) -> dict[str, Any]:
    """Return the places with most ratings, for the first page."""
    rated = [figure for figure in found if figure.percent is not None]
    shown = sorted(rated, key=lambda figure: -figure.ratings)[:PLACES_SHOWN]
    return {"dots": dot_rows(shown), "low": low_of(shown), "all": queries.together(rated)}


def of_unit(unit: Agency, *, first: date, last: date) -> Satisfaction:
    """Return the figures of one unit (2 statements)."""
    found = queries.satisfaction(first=first, last=last, unit=unit)
    return found[0] if found else Satisfaction(unit=unit)


def _spans(visit: Visit) -> dict[str, tuple[date, date, str]]:
    today = visit.today
    return {
        "tat-ca": (BEGINNING, today, _("Từ trước tới nay")),
        "nam-nay": (today.replace(month=1, day=1), today, _("Năm nay")),
        "30-ngay": (today - timedelta(days=29), today, _("30 ngày")),
        "tuan-nay": (visit.week.monday, today, _("Tuần này")),
    }


def dot_rows(figures: Sequence[Satisfaction]) -> list[dict[str, Any]]:
    """Return rows for {% dot_plot %}: of the places with enough ratings for a percentage."""
    return [
        {"name": figure.unit.short_name, "count": figure.ratings, "value": float(figure.percent)}
        for figure in figures
        if figure.unit and figure.percent is not None
    ]


def low_of(figures: Sequence[Satisfaction]) -> int:
    """Return where the axis begins: below the lowest figure, so that no dot lies about its place."""
    lowest = min((figure.percent for figure in figures if figure.percent is not None), default=98)
    return max(0, min(97, floor(lowest) - 1))


def _row(figure: Satisfaction, first: date, last: date) -> dict[str, Any]:
    return {
        "figure": figure,
        "url": url_of("da-tra", agency=figure.unit, first=first, last=last),
        "is_elsewhere": figure.ratings > 0 and figure.from_elsewhere == figure.ratings,
    }


def _voice(rating: Rating) -> dict[str, Any]:
    labels = dict(Reason.choices)
    return {
        "rating": rating,
        "level": Level(rating.level).label,
        "reasons": [labels.get(reason, reason) for reason in rating.reasons],
    }


def _reasons(given: Any) -> list[dict[str, Any]]:
    counts = Counter(reason for reasons in given for reason in reasons)
    labels = dict(Reason.choices)
    return [{"label": labels.get(reason, reason), "count": count} for reason, count in counts.most_common()]
