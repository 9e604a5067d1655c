"""The list of processes."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from motcua.administration.presenters.frame import frame
from motcua.administration.presenters.states import state_of
from motcua.administration.queries import FILTERS, PAGE, TO_BE_REDRAWN, processes
from motcua.administration.room import Visit
from motcua.catalogue.process_words import half_days_in_words
from motcua.catalogue.redrawing import to_be_redrawn


def page(visit: Visit, query: dict[str, str]) -> dict[str, Any]:
    """Return one page of the list. What is being worked on comes where it belongs: beside what it replaces."""
    asked = query.get("loc", "") if query.get("loc", "") in FILTERS else ""
    text = query.get("q", "")[:100]
    found = Paginator(processes(text=text, asked=asked, on=visit.today), PAGE).get_page(query.get("trang"))
    more = {"loc": asked, "q": text}
    undrawn = to_be_redrawn(on=visit.today)
    marked = set(undrawn.filter(pk__in=[process.pk for process in found]).values_list("pk", flat=True))
    return {
        **frame(visit, asked=asked),
        "undrawn": undrawn.count() if not (asked or text) else 0,
        "undrawn_url": f"?loc={TO_BE_REDRAWN}",
        "rows": [
            {
                "process": process,
                "state": state_of(process, on=visit.today),
                "name": process.version.procedure.everyday_name or process.version.name,
                "total": half_days_in_words(process.total or 0),  # type: ignore[attr-defined]
                "is_undrawn": process.pk in marked,
            }
            for process in found
        ],
        "text": text,
        "asked": asked,
        "count": found.paginator.count,
        "before": _address(more, found.previous_page_number()) if found.has_previous() else "",
        "after": _address(more, found.next_page_number()) if found.has_next() else "",
        "page_words": _("Trang %(page)d trên %(pages)d") % {"page": found.number, "pages": found.paginator.num_pages},
    }


def _address(more: dict[str, str], number: int) -> str:
    return "?" + urlencode({**{key: value for key, value in more.items() if value}, "trang": number})
