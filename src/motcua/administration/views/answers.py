"""How an attempt is answered: done, to be mended, or refused, with a sentence and the status that says the same."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse

from motcua.catalogue.process_guard import NotYours, StaleProcess
from motcua.dossiers.answering import MEND, STALE

Again = Callable[[dict[str, list[str]], int], HttpResponse]


def attempt(act: Callable[[], object], *, again: Again) -> HttpResponse | None:
    """Call one action; return nothing when it was done, else the page that says why not."""
    try:
        act()
    except ValidationError as trouble:
        return again(trouble.message_dict, MEND)
    except StaleProcess as trouble:
        return again({"process": [str(trouble)]}, STALE)
    except NotYours as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return None


def number_in(text: str) -> int:
    """Return the number that a page sends along, a revision or an id; one that never was when it says nothing."""
    return int(text) if text.isdecimal() and len(text) < 9 else -1
