"""The page that moves promises after a calendar was changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from motcua.dossiers.actions import Shift
from motcua.dossiers.models import Dossier, Event
from motcua.oversight import recalculation
from motcua.oversight.forms import RecalculationForm
from motcua.oversight.lists import address_of
from motcua.oversight.presenters.frame import frame
from motcua.oversight.recalculation import Preview, Run
from motcua.oversight.room import Visit


def page(visit: Visit, form: RecalculationForm, preview: Preview, run: Run | None) -> dict[str, Any]:
    """Return the preview, and the way back to a run that was left before its end."""
    return frame(visit) | {
        "run": run if run and not run.is_over else None,
        "form": form,
        "count": preview.count,
        "rows": [_shift(shift) for shift in preview.first],
        "hidden": preview.count - len(preview.first),
    }


def run_page(visit: Visit, run: Run) -> dict[str, Any]:
    """Return how far a run has come, and the result of each dossier."""
    results = recalculation.results_of(run)
    codes = Dossier.objects.in_bulk([UUID(pk) for pk, _sentence in run.refused])
    refused = [(codes.get(UUID(pk)), sentence) for pk, sentence in run.refused]
    return frame(visit) | {
        "run": run,
        "batch": min(recalculation.BATCH, run.left),
        "looked": min(run.looked, run.total),
        "percent": 100 if run.is_over else round(100 * min(run.looked, run.total) / run.total),
        "hidden": run.moved - len(results),
        "results": [_result(line) for line in results],
        "refused": [
            {"dossier": dossier, "url": address_of(dossier) if dossier else "", "sentence": sentence}
            for dossier, sentence in refused
        ],
    }


def _shift(shift: Shift) -> dict[str, Any]:
    dossier = shift.dossier
    return {
        "dossier": dossier,
        "url": address_of(dossier),
        "old": localtime(dossier.due_at),
        "new": localtime(shift.due_at),
        "word": _word(dossier.due_at, shift.due_at),
    }


def _result(line: Event) -> dict[str, Any]:
    before = line.detail.get("due_before")
    return {
        "dossier": line.dossier,
        "url": address_of(line.dossier),
        "old": localtime(datetime.fromisoformat(before)) if before else None,
        "new": localtime(line.due_at) if line.due_at else None,
    }


def _word(old: datetime | None, new: datetime) -> str:
    return _("sớm hơn") if old and new < old else _("muộn hơn")
