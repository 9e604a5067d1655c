"""Words, icons and status tags for every template; a builtin, so no {% load %} is needed."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import segno
from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.design.context import NAVIGATION, TEXT_SIZES
from motcua.design.sprites import sprite_of
from motcua.design.statuses import STATUSES, TERMS, Look
from motcua.lib import code128, vietnamese

register = template.Library()


def _language() -> str:
    return get_language() or "vi"


def _local(moment: Any) -> Any:
    """Put an aware moment on the house's own clock face, whatever zone it came in."""
    from django.utils import timezone

    return timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment


# Pictures


@register.simple_tag
def icon(name: str, size: int = 20, *, label: str = "", cls: str = "") -> SafeString:
    """Draw a Phosphor icon: {% icon "clock" 26 %}. Silent for screen readers unless it gets a `label`.

    :raises template.TemplateSyntaxError: when no sprite has it (add it to tools/vendor-icons.txt, run tools/vendor.py)
    """
    before, after = _around(name, size, cls)
    spoken = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return mark_safe(before + spoken + after)  # noqa: S308  # three pieces that are safe each


@lru_cache(maxsize=1024)
def _around(name: str, size: int, cls: str) -> tuple[str, str]:
    """Return what stands before and after the words of an icon: a page has dozens, and they never change."""
    try:
        sprite = sprite_of()[name]
    except KeyError:
        raise template.TemplateSyntaxError(f"no sprite has the icon {name!r} (tools/vendor-icons.txt)") from None
    before = format_html('<svg class="{}" width="{}" height="{}" focusable="false" ', f"i {cls}".strip(), size, size)
    return before, format_html('><use href="{}#{}"/></svg>', static(sprite), name)


@register.simple_tag
def qr_code(text: str, *, label: str = "", border: int = 0) -> SafeString:
    """Draw a QR code; its quiet zone is the padding of the white box around it, unless `border` asks for modules.

    Any of the eight masks can be read. Weighing all of them took four fifths of the time; this one is the usual winner.
    """
    symbol = segno.make(text, error="m", micro=False, mask=2)
    drawing = symbol.svg_inline(omitsize=True, border=border, dark="#17211f", svgclass="segno", lineclass=None)
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return mark_safe(drawing.replace("<svg", f"<svg {spoken}", 1))  # noqa: S308  # segno's own drawing


@register.simple_tag
def bar_code(digits: str, *, label: str = "", height: int = 10) -> SafeString:
    """Draw Code 128-C of an even number of digits."""
    return mark_safe(code128.svg(digits, height=height, label=label))  # noqa: S308  # digits and our own drawing


# What is the same on every page


@register.tag
def constant(parser: Parser, token: Token) -> "Constant":
    """Render once, and keep: {% constant here=house.current %}…{% endconstant %}.

    Inside stand only who speaks and the ways (`house`, without anything of the reader), and what is named in the tag,
    which must be simple and few: each value is kept, for each language.
    """
    given = token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(("endconstant",))
    parser.delete_first_token()
    return Constant(nodelist, given)


class Constant(template.Node):
    """A piece of a page that is kept as long as its template is."""

    MOST = 100  # pieces, before all are forgotten: somebody gave a value that is not one of a few

    def __init__(self, nodelist: NodeList, given: dict[str, FilterExpression]) -> None:
        self.nodelist, self.given = nodelist, given
        self.kept: dict[Any, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        given = {name: value.resolve(context) for name, value in self.given.items()}
        key = (get_language(), *settings.SITE.values(), *given.values())
        piece = self.kept.get(key)
        if piece is None:
            house = {**settings.SITE, "nav": NAVIGATION}
            piece = self.nodelist.render(context.new({"house": house, **given}))
            if len(self.kept) >= self.MOST:
                self.kept.clear()
            self.kept[key] = piece
        return piece


@register.simple_tag(takes_context=True)
def text_sizes(context: template.Context) -> SafeString:
    """Offer letters smaller and larger: links that set a cookie, so they work without a script."""
    house = context["house"]
    links = _links_to_sizes(_language(), house["text_size"])
    return mark_safe(links.replace(_HERE, quote(house["path"], safe="")))  # noqa: S308  # quoted whole


_HERE = "{here}"


@lru_cache
def _links_to_sizes(language: str, chosen: str) -> str:
    """Return the links, with _HERE where the reader's page goes; `language` is the one that is spoken now."""
    address = reverse("design:text_size")
    links = format_html_join(
        "",
        '<a class="size size-{}" href="{}?co={}&amp;ve={}" rel="nofollow" aria-label="{}"{}>A</a>',
        (
            (size, address, size, _HERE, name, mark_safe(' aria-current="true"') if size == chosen else "")
            for size, name in TEXT_SIZES.items()
        ),
    )
    return format_html('<span class="sizes" role="group" aria-label="{}">{}</span>', _("Cỡ chữ"), links)


# Status


@register.inclusion_tag("design/parts/status_tag.html")
def status_tag(dossier: Any, audience: str = "citizen", size: str = "") -> dict[str, Any]:
    """Show the status of a dossier, or of a status value, as a tag. `audience`: "citizen" or "officer"."""
    value = str(getattr(dossier, "status", dossier))
    return _shown(STATUSES[value], audience, size)


@register.inclusion_tag("design/parts/status_tag.html")
def term_tag(term: str, audience: str = "officer", size: str = "") -> dict[str, Any]:
    """Show the state of a term as a tag: early, on_time, due_soon, overdue or paused."""
    return _shown(TERMS[str(term)], audience, size)


def _shown(look: Look, audience: str, size: str) -> dict[str, Any]:
    word = look.officer if audience == "officer" else look.citizen
    return {"tone": look.tone, "icon_name": look.icon, "word": word, "size": size}


# Words


@register.filter
def when(moment: datetime | None) -> str:
    """Write a moment with its weekday: "thứ Năm 25/10/2018, 17:00"."""
    return vietnamese.when(_local(moment), _language()) if moment else ""


@register.filter
def short_when(moment: datetime | None) -> str:
    """Write a moment with its weekday and without its year: "thứ Năm 25/10, 17:00"."""
    return vietnamese.when(_local(moment), _language(), year=False) if moment else ""


@register.filter
def day(value: date | None) -> str:
    """Write a date with its weekday: "thứ Năm 25/10/2018"."""
    return vietnamese.day(_local(value), _language()) if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """Write a date with its weekday and without its year: "thứ Năm 25/10"."""
    return vietnamese.day(_local(value), _language(), year=False) if value else ""


@register.filter
def bare_day(value: date | None) -> str:
    """Write a date in a narrow column: "25/10"."""
    moment = _local(value)
    return f"{moment.day:02}/{moment.month:02}" if moment else ""


@register.filter
def clock_time(moment: datetime | None) -> str:
    """Write the time of day: "07:05"."""
    return vietnamese.clock_time(_local(moment)) if moment else ""


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """Write a number with its separators: "17.383"."""
    if value is None:
        return ""
    if isinstance(value, int) and -1000 < value < 1000 and not decimals:
        return SafeString(int(value))  # the same in all languages: most cells of a table
    return mark_safe(vietnamese.number(float(value), int(decimals), _language()))  # noqa: S308  # digits: tables are full


@register.filter
def percent(value: float | None, decimals: int = 2) -> str:
    """Write a percentage given in hundredths: 99.09 is "99,09 %"."""
    if value is None:
        return ""
    return mark_safe(vietnamese.percent(float(value), int(decimals), _language()))  # noqa: S308  # digits again


@register.filter
def dong(amount: int | None) -> str:
    """Write an amount of money: "135.000 đ"."""
    return "" if amount is None else vietnamese.dong(int(amount))


@register.filter
def time_left(minutes: int | None, day_minutes: int = 480) -> str:
    """Write working minutes that are left: "2 giờ 04 phút"."""
    return "" if minutes is None else vietnamese.time_left(int(minutes), day_minutes, _language())


@register.filter
def lateness(minutes: int | None, day_minutes: int = 480) -> str:
    """Write working minutes that are over: "trễ 2 ngày"."""
    return "" if minutes is None else vietnamese.lateness(int(minutes), day_minutes, _language())


for _same in ("quick_code", "phone", "masked_name", "initials", "sentence"):
    register.filter(_same, getattr(vietnamese, _same))
