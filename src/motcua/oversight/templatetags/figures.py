"""The cells of large tables: hundreds of numbers, each with its address, drawn without a template for each."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from html import escape
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.design.templatetags.design import icon, number
from motcua.oversight.presenters.reviews import State
from motcua.reporting.models import ReviewLetter

register = template.Library()


@register.simple_tag
def figure_cells(cells: Iterable[Mapping[str, Any]], share: str) -> SafeString:
    """Draw the numbers of one row, each with the address of its list; behind a cell with a share, the share.

    :param share: the heading of that column
    """
    drawn = []
    for cell in cells:
        drawn.append(f"{_opening(cell['label'], cell['begins'], cell['is_sum'])}{_drawn(cell)}</td>")
        if cell["share"]:
            drawn.append(f'<td role="cell" class="r so nowrap" data-l="{escape(share)}">{escape(cell["share"])}</td>')
    return mark_safe("".join(drawn))  # noqa: S308  # all that is not ours is escaped


@lru_cache(maxsize=256)
def _opening(label: str, begins: bool, is_sum: bool) -> str:
    """Return how each cell of a column begins: there are a few columns, and a hundred cells of each."""
    marks = f"{' begins' if begins else ''}{' w7' if is_sum else ''}"
    return f'<td role="cell" class="r so{marks}" data-l="{escape(label)}">'


def _drawn(cell: Mapping[str, Any]) -> str:
    if not cell["value"]:
        return "–"
    if not cell["url"]:
        return number(cell["value"])
    tone = f' class="{escape(cell["tone"])}"' if cell["tone"] else ""
    return f'<a href="{escape(cell["url"])}"{tone}>{number(cell["value"])}</a>'


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
