"""A row of the bench. Forty stand on a page, so each is drawn in one go."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from motcua.design.templatetags.design import icon
from motcua.lib import vietnamese

register = template.Library()

_ROW = (
    '<a class="rw{chosen}" href="{url}" data-row data-code="{code}"{current} hx-get="{beside_url}"'
    ' hx-target="#chi-tiet" hx-select="#chi-tiet" hx-swap="outerHTML" hx-push-url="{url}">'
    '<span class="d {tone}">{door}</span>'
    '<div><b>{name}</b><small class="so">{spaced_code} · {applicant}</small></div>'
    '<div>{bar}<small>{happening}</small></div><span class="due so{due}">{words}</span></a>'
)
_CURRENT = mark_safe(' aria-current="true"')
#: How the due column looks, by its tone
_DUE = {"late": " l", "soon": " s", "wait": " w"}


@register.simple_tag
def row_of_list(row: Mapping[str, Any]) -> SafeString:
    """Draw a row of motcua.casework.presenters.rows."""
    dossier, term = row["dossier"], row["term"]
    return format_html(
        _ROW,
        chosen=" sel" if row["is_chosen"] else "",
        current=_CURRENT if row["is_chosen"] else "",
        url=row["url"],
        beside_url=row["beside_url"],
        code=dossier.quick_code,
        spaced_code=vietnamese.quick_code(dossier.quick_code),
        name=row["name"],
        applicant=vietnamese.masked_name(dossier.applicant.name),
        door=icon(row["icon"], 13),
        bar=_step_bar(row["bar"]),
        happening=row["happening"],
        tone=term.tone,
        due=_DUE.get(term.tone, ""),
        words=term.words,
    )


@lru_cache(maxsize=256)
def _step_bar(marks: tuple[str, ...]) -> SafeString:
    """Draw how far a dossier has come: processes have few steps, so few bars are different."""
    steps = format_html_join("", "<i{}></i>", ((format_html(' class="{}"', mark) if mark else "",) for mark in marks))
    return format_html('<div class="stp" aria-hidden="true">{}</div>', steps)
