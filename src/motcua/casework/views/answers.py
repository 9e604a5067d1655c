"""How an attempt is answered: done, to be mended, or refused, with a sentence and the status that says the same."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse

from motcua.casework import queries
from motcua.casework.desk import Desk
from motcua.casework.forms import VerbForm
from motcua.casework.presenters.dossier import Refused
from motcua.dossiers.lifecycle import NotAllowed, StalePage, StepNotYours, Verb
from motcua.dossiers.models import Dossier

MEND = 422  # what was typed cannot be taken as it is

Act = Callable[[dict[str, Any]], object]
Again = Callable[[Refused, int], HttpResponse]


def attempt(verb: Verb, form: VerbForm, act: Act, *, again: Again) -> HttpResponse | None:
    """Call one action with what was typed; return nothing when it was done, else the answer that says why not."""
    if not form.is_valid():
        return again(Refused(verb, form), MEND)
    try:
        act(form.cleaned_data)
    except ValidationError as trouble:
        form.take_problems(trouble)
        return again(Refused(verb, form), MEND)
    except StalePage:
        return again(Refused(verb, form, is_stale=True), 412)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return again(Refused(verb, form), 403 if isinstance(refusal, StepNotYours) else 409)
    return None


def found(desk: Desk, code: str) -> Dossier:
    """Return the dossier, fresh. :raises Http404: there is none that this officer may see"""
    dossier = queries.dossier_of(desk, code)
    if dossier is None:
        raise Http404
    return dossier
