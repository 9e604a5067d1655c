"""The statistical report: what was carried over, received, settled and is left, each number with its dossiers."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.lib import vietnamese
from motcua.oversight.forms import PeriodForm
from motcua.oversight.lists import BY, SLUGS, address_around, address_part
from motcua.oversight.presenters.frame import frame
from motcua.oversight.queries import Aside, bar_of
from motcua.oversight.room import Visit
from motcua.reporting.queries import By, Counts, Row, Span, is_complete, report, together

#: The page shows so many rows; the file has all of them
MOST_SHOWN = 200
#: Spreadsheets take a cell that begins so for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Column(NamedTuple):
    """A column: the figure it shows, what it is called, and the list that each of its numbers opens."""

    figure: str
    label: str | Promise
    listing: str
    part: str = ""
    tone: str = ""
    is_sum: bool = False


class Group(NamedTuple):
    """Columns that stand under one heading."""

    label: str | Promise
    columns: tuple[Column, ...]
    only_by: By | None = None  # shown in this report only


LATE = Column("late", gettext_lazy("Quá hạn"), "da-xong", "late", "red")
GROUPS = (
    Group(gettext_lazy("Tồn đầu kỳ"), (Column("carried_over", gettext_lazy("Tồn đầu kỳ"), "ton-dau"),)),
    Group(
        gettext_lazy("Tiếp nhận trong kỳ"),
        (
            Column("received", gettext_lazy("Tổng nhận"), "da-nhan", is_sum=True),
            Column("online", gettext_lazy("Trực tuyến"), "da-nhan", "online"),
            Column("counter", gettext_lazy("Trực tiếp"), "da-nhan", "counter"),
            Column("post", gettext_lazy("Bưu chính"), "da-nhan", "post"),
        ),
    ),
    Group(gettext_lazy("Chuyển đến"), (Column("moved_in", gettext_lazy("Chuyển đến"), "chuyen-den"),), By.AGENCY),
    Group(
        gettext_lazy("Đã giải quyết"),
        (
            Column("finished", gettext_lazy("Tổng xong"), "da-xong", is_sum=True),
            Column("early", gettext_lazy("Trước hạn"), "da-xong", "early"),
            Column("on_time", gettext_lazy("Đúng hạn"), "da-xong", "on_time"),
            LATE,
        ),
    ),
    Group(gettext_lazy("Rút, dừng"), (Column("undecided", gettext_lazy("Rút, dừng"), "rut-dung"),)),
    Group(gettext_lazy("Chuyển đi"), (Column("moved_out", gettext_lazy("Chuyển đi"), "chuyen-di"),), By.AGENCY),
    Group(
        gettext_lazy("Còn lại cuối kỳ"),
        (
            Column("left_open", gettext_lazy("Tổng còn"), "con-lai", is_sum=True),
            Column("in_time", gettext_lazy("Trong hạn"), "con-lai", "in_time"),
            Column("overdue", gettext_lazy("Còn quá hạn"), "con-lai", "overdue", "red"),
            Column("waiting", gettext_lazy("Đang chờ"), "con-lai", "waiting"),
        ),
    ),
)
#: The share is no number of dossiers: it opens nothing, and stands behind the last that it is worked out from
SHARE = gettext_lazy("Tỉ lệ đúng hạn")


def page(visit: Visit, *, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the report that the address asks for; without one where its days cannot be read (3–4 statements)."""
    by = by_of(query)
    form = PeriodForm(query if "tu" in query or "den" in query else None)
    span = span_of(form, visit)
    bar = bar_of(visit, _completeness)
    context = frame(visit, bar=bar) | {
        "is_complete": bar["is_complete"],
        "form": form if form.is_bound else PeriodForm(initial={"tu": span.first, "den": span.last} if span else None),
        "by": by,
        "slug": SLUGS[by],
        "name_of_rows": str(by.label),
        "kinds": [{"label": kind.label, "url": _url(slug, span), "current": kind == by} for slug, kind in BY.items()],
        "periods": _periods(visit, span, SLUGS[by]),
    }
    return context | (_table(span, by) if span else {})


def _completeness() -> Aside:
    return {"is_complete": is_complete()}


def by_of(query: Mapping[str, str]) -> By:
    return BY.get(query.get("theo", ""), By.AGENCY)


def span_of(form: PeriodForm, visit: Visit) -> Span | None:
    """Return the days that were asked for, this month where none were; None where they cannot be read."""
    if not form.is_bound:
        return Span(visit.today.replace(day=1), visit.today, visit.at)
    if not form.is_valid():
        return None
    return Span(form.cleaned_data["tu"], form.cleaned_data["den"], visit.at)


def _table(span: Span, by: By) -> dict[str, Any]:
    rows = report(span=span, by=by)
    total = together(rows)
    groups = _shown(by, total)
    return {
        "span": span,
        "first": f"{span.first:%d/%m/%Y}",
        "last": f"{span.last:%d/%m/%Y}",
        "is_open": span.closes_at == span.at,
        "groups": [{"label": group.label, "width": _width(group), "columns": group.columns} for group in groups],
        "columns": _columns(groups, span),
        "share": str(SHARE),
        "total": _line(None, total, groups),
        "rows": [_line(row, row.counts, groups) for row in rows[:MOST_SHOWN]],
        "hidden": max(0, len(rows) - MOST_SHOWN),
        "file_url": f"{reverse('oversight:figures_file')}?{urlencode(_asked(SLUGS[by], span))}",
    }


def _shown(by: By, total: Counts) -> list[Group]:
    """Return the columns of this report: moves between agencies only where there were any."""
    has_moves = by == By.AGENCY and bool(total.moved_in or total.moved_out)
    return [group for group in GROUPS if group.only_by is None or has_moves]


def _width(group: Group) -> int:
    return len(group.columns) + (LATE in group.columns)


class Shown(NamedTuple):
    """A column of this report: what is the same in all of its cells."""

    label: str
    tone: str
    is_sum: bool
    begins: bool  # a group
    has_share: bool  # behind it
    address: tuple[str, str]  # of its lists: what stands before and behind whose they are
    opens_all: bool  # the sum of all rows has a list, too


class Line(NamedTuple):
    """A row of the report: its numbers, one for each column."""

    name: str
    numbers: list[int]
    part: str  # of the addresses: whose the numbers are; "" for all
    share: str


def _columns(groups: Sequence[Group], span: Span) -> list[Shown]:
    return [
        Shown(
            label=str(column.label),
            tone=column.tone,
            is_sum=column.is_sum,
            begins=column is group.columns[0],
            has_share=column is LATE,
            address=address_around(column.listing, **_days(span), **_part(column)),
            # what came from one agency and went to another is no list of all
            opens_all=not column.figure.startswith("moved"),
        )
        for group in groups
        for column in group.columns
    ]


def _days(span: Span) -> dict[str, date]:
    return {"first": span.first, "last": span.last}


def _part(column: Column) -> dict[str, str]:
    return {"part": column.part} if column.part else {}


def _line(row: Row | None, counts: Counts, groups: Sequence[Group]) -> Line:
    """Return a row of numbers; without `row`, those of all of them."""
    numbers = [getattr(counts, column.figure) for group in groups for column in group.columns]
    return Line(row.name if row else "", numbers, address_part(row.whose if row else None), share_in_words(counts))


def share_in_words(counts: Counts) -> str:
    """Return how many of a hundred were finished in time: 98,50 %; "–" where nothing was finished."""
    share = counts.share_in_time
    return "–" if share is None else vietnamese.percent(share, 2, get_language() or "vi")


def _asked(slug: str, span: Span | None) -> dict[str, str]:
    days = {"tu": span.first.isoformat(), "den": span.last.isoformat()} if span else {}
    return days | {"theo": slug}


def _url(slug: str, span: Span | None) -> str:
    return f"?{urlencode(_asked(slug, span))}"


def _periods(visit: Visit, span: Span | None, slug: str) -> list[dict[str, Any]]:
    today = visit.today
    begins = {
        _("Tuần này"): visit.week.monday,
        _("Tháng này"): today.replace(day=1),
        _("Quý này"): date(today.year, (today.month - 1) // 3 * 3 + 1, 1),
        _("Năm nay"): date(today.year, 1, 1),
    }
    spans = {label: (first, today) for label, first in begins.items()}
    last_month = today.replace(day=1) - timedelta(days=1)
    spans[_("Tháng trước")] = (last_month.replace(day=1), last_month)
    chosen = next((label for label, days in spans.items() if span and days == (span.first, span.last)), "")
    return [
        {"label": label, "url": _url(slug, Span(first, last, visit.at)), "current": label == chosen}
        for label, (first, last) in spans.items()
    ]


# The file


def file_of(span: Span, by: By) -> str:
    """Return the whole report as CSV (RFC 4180) that spreadsheets open as it is, and never as formulas."""
    rows = report(span=span, by=by)
    total = together(rows)
    columns = [column for group in _shown(by, total) for column in group.columns]
    labels = [label for column in columns for label in (column.label, *([SHARE] if column is LATE else []))]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([vietnamese.sentence(str(by.label)), *map(str, labels)])
    for name, counts in [*((row.name, row.counts) for row in rows), (_("Tổng cộng"), total)]:
        writer.writerow([harmless(name), *_numbers(counts, columns)])
    return "\ufeff" + text.getvalue()


def _numbers(counts: Counts, columns: Sequence[Column]) -> Iterator[int | str]:
    for column in columns:
        yield getattr(counts, column.figure)
        if column is LATE:
            yield share_in_words(counts).replace("\xa0", "")


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
