"""The cells of a large table: two thousand of them, each a number with an address, drawn without two thousand loops."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from motcua.design.templatetags.design import number

register = template.Library()


@register.simple_tag
def figure_cells(cells: Iterable[Mapping[str, Any]], share: str) -> SafeString:
    """Draw the numbers of one row, each with the address of its list; behind a cell with a share, the share.

    :param share: the heading of that column
    """
    drawn = []
    for cell in cells:
        marks = f"{' begins' if cell['begins'] else ''}{' w7' if cell['is_sum'] else ''}"
        drawn.append(f'<td role="cell" class="r so{marks}" data-l="{escape(cell["label"])}">{_drawn(cell)}</td>')
        if cell["share"]:
            drawn.append(f'<td role="cell" class="r so nowrap" data-l="{escape(share)}">{escape(cell["share"])}</td>')
    return mark_safe("".join(drawn))  # noqa: S308  # all that is not ours is escaped


def _drawn(cell: Mapping[str, Any]) -> str:
    if not cell["value"]:
        return "–"
    if not cell["url"]:
        return number(cell["value"])
    tone = f' class="{escape(cell["tone"])}"' if cell["tone"] else ""
    return f'<a href="{escape(cell["url"])}"{tone}>{number(cell["value"])}</a>'
