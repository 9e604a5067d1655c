"""The cells of large tables: hundreds of numbers, each with its address, drawn without a template for each."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from html import escape
from typing import NamedTuple

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.design.templatetags.design import icon, number
from motcua.oversight.presenters.figures import Line, Shown
from motcua.oversight.presenters.reviews import State
from motcua.reporting.models import ReviewLetter

register = template.Library()


@register.simple_tag
def figure_rows(rows: Iterable[Line], columns: Sequence[Shown], share: str) -> SafeString:
    """Draw the rows of a report, each number with the address of its list; behind a column that has it, the share.

    :param share: the heading of that column
    """
    drawn = _drawn_columns(columns, share)
    return mark_safe(  # noqa: S308  # all that is not ours is escaped
        "\n".join(f'<tr role="row"><td role="cell">{escape(row.name)}</td>{_cells(row, drawn)}</tr>' for row in rows)
    )


@register.simple_tag
def figure_cells(sums: Line, columns: Sequence[Shown], share: str) -> SafeString:
    """Draw the numbers of the last row: all that have a list lead to that of everybody."""
    drawn = _drawn_columns(columns, share)
    of_all = [each if column.opens_all else each._replace(link="") for column, each in zip(columns, drawn, strict=True)]
    return mark_safe(_cells(sums, of_all))  # noqa: S308  # as above


class _Drawn(NamedTuple):
    """What is drawn in each cell of a column: there are a few columns, and a hundred cells of each."""

    opening: str
    link: str  # up to whose list it is; "" where there is none
    behind: str  # up to the number
    share: str  # how the cell behind it begins, "" where none follows


def _drawn_columns(columns: Iterable[Shown], share: str) -> list[_Drawn]:
    return [
        _Drawn(
            opening=_opening(column.label, column.begins, column.is_sum),
            link=f'<a href="{escape(column.address[0])}',
            behind=f'{escape(column.address[1])}"{_tone(column.tone)}>',
            share=f'<td role="cell" class="r so nowrap" data-l="{escape(share)}">' if column.has_share else "",
        )
        for column in columns
    ]


def _tone(tone: str) -> str:
    return f' class="{escape(tone)}"' if tone else ""


def _cells(row: Line, columns: Iterable[_Drawn]) -> str:
    part, cells = escape(row.part), []
    for value, (opening, link, behind, share) in zip(row.numbers, columns, strict=True):
        if not value:
            cells.append(f"{opening}–</td>")
        elif link:
            cells.append(f"{opening}{link}{part}{behind}{number(value)}</a></td>")
        else:
            cells.append(f"{opening}{number(value)}</td>")
        if share:
            cells.append(f"{share}{escape(row.share)}</td>")
    return "".join(cells)


@lru_cache(maxsize=256)
def _opening(label: str, begins: bool, is_sum: bool) -> str:
    """Return how each cell of a column begins."""
    marks = f"{' begins' if begins else ''}{' w7' if is_sum else ''}"
    return f'<td role="cell" class="r so{marks}" data-l="{escape(label)}">'


@register.simple_tag
def danger_cells(letter: ReviewLetter, url: str) -> SafeString:
    """Draw the three numbers of a letter; each leads to the dossiers it counts."""
    cells = (
        ("", letter.due_soon, f"{url}#sap-han"),
        ("hot", letter.at_risk, f"{url}#nguy-co"),
        ("red", letter.overdue, f"{url}#qua-han"),
    )
    openings = _danger_openings(get_language())
    drawn = (f"{opening}{_danger(*cell)}</td>" for opening, cell in zip(openings, cells, strict=True))
    return mark_safe("".join(drawn))  # noqa: S308  # escaped as above


@cache
def _danger_openings(language: str | None) -> tuple[str, ...]:
    """Return how these cells begin in the language that is spoken: said once, and not in every row."""
    labels = (_("Sắp hạn"), _("Nguy cơ"), _("Quá hạn"))
    return tuple(_opening(label, begins=False, is_sum=False) for label in labels)


def _danger(tone: str, count: int, to: str) -> str:
    if not count:
        return "–"
    drawn = f'<span class="{tone}">{number(count)}</span>' if tone else number(count)
    return f'<a href="{escape(to)}">{drawn}</a>'


@register.simple_tag
def state_tag(state: State) -> SafeString:
    """Draw how something stands: its colour, shape and word."""
    return _drawn_state(state.tone, state.icon, str(state.word))


@lru_cache(maxsize=256)
def _drawn_state(tone: str, shape: str, word: str) -> SafeString:
    """Return a tag; a hundred rows share a few."""
    return format_html('<span class="tag tag--{}">{}{}</span>', tone, icon(shape, 16), word)
