"""How an attempt is answered: done, to be mended, or refused, with a sentence and the status that says the same."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse

from motcua.casework import queries
from motcua.casework.desk import Desk
from motcua.casework.forms import VerbForm
from motcua.casework.presenters.dossier import Refused
from motcua.dossiers import steps
from motcua.dossiers.answering import MEND, status_of
from motcua.dossiers.lifecycle import NotAllowed, StalePage, Verb
from motcua.dossiers.models import Dossier

Act = Callable[[dict[str, Any]], object]
Again = Callable[[Refused, int], HttpResponse]


def attempt(verb: Verb, form: VerbForm, act: Act, *, desk: Desk, dossier: Dossier, again: Again) -> HttpResponse | None:
    """Call one action with what was typed; return nothing when it was done, else the answer that says why not.

    Whoever may not do this is told so, and not how to fill in the form better.
    """
    try:
        if form.is_valid():
            act(form.cleaned_data)
            return None
    except ValidationError as trouble:
        form.take_problems(trouble)
    except NotAllowed as refusal:
        return _refused(verb, form, refusal, again)
    forbidden = steps.why_not(desk.actor, verb, dossier)
    return _refused(verb, form, forbidden, again) if forbidden else again(Refused(verb, form), MEND)


def found(desk: Desk, code: str, *, whole: bool = False) -> Dossier:
    """Return the dossier, fresh. :raises Http404: there is none that this officer may see

    :param whole: with everything that its page shows
    """
    dossier = queries.whole_of(desk, code) if whole else queries.dossier_of(desk, code)
    if dossier is None:
        raise Http404
    return dossier


def meant(desk: Desk, code: str) -> Dossier:
    """Return the dossier that a verb is about. :raises Http404: there is none that this officer may see"""
    dossier = queries.meant_by(desk, code)
    if dossier is None:
        raise Http404
    return dossier


def _refused(verb: Verb, form: VerbForm, refusal: NotAllowed, again: Again) -> HttpResponse:
    is_stale = isinstance(refusal, StalePage)
    form.errors.clear()
    if not is_stale:  # a stale page says who was quicker, in words of its own
        form.add_error(None, str(refusal))
    return again(Refused(verb, form, is_stale=is_stale), status_of(refusal))
