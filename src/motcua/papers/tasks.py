"""What runs by the clock (settings.SCHEDULED_JOBS)."""

from datetime import datetime, timedelta

from django.db.models import Q

from motcua.dossiers.lifecycle import Status, Verb
from motcua.dossiers.models import Dossier, Event
from motcua.papers import actions

#: How far back one run looks: a worker that stood still over a long weekend misses nothing
LOOKS_BACK = timedelta(days=7)
#: Dossiers of one run: drawing and signing take a third of a second each, and everything else waits for the worker
PORTION = 8
_ENDS = (Verb.RETURN_RESULT, Verb.WITHDRAW, Verb.STOP)


def file_control_slips(*, at: datetime) -> str:
    """Issue the control slips of dossiers whose result was handed over, or that ended otherwise, the oldest first.

    Until then the slip is drawn from the diary whenever somebody asks; filed, it is kept with the dossier
    (law.md §4.8).
    """
    since = at - LOOKS_BACK
    handed_over = Q(returned_at__gt=since, returned_at__lte=at)
    given_up = Q(finished_at__gt=since, finished_at__lte=at, status__in=(Status.WITHDRAWN, Status.STOPPED))
    done = Dossier.objects.filter(handed_over | given_up, received_at__isnull=False)
    unfiled = done.exclude(papers__form="control_slip").order_by("moved_at")[:PORTION]
    filed = [actions.issue(event=_end_of(dossier), form="control_slip") for dossier in unfiled]
    return f"{len(filed)} slips"


def _end_of(dossier: Dossier) -> Event:
    return dossier.events.filter(verb__in=_ENDS).order_by("-seq")[0]
