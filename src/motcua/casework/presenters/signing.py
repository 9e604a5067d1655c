"""The leader's signing desk: the queue, the proposal as a sheet of paper, what to know before deciding."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.casework import queries
from motcua.casework.desk import Desk
from motcua.casework.doors import SIGNING
from motcua.casework.forms import SendBackForm
from motcua.casework.presenters import phrases
from motcua.casework.presenters.dossier import Refused
from motcua.casework.presenters.frame import above_the_signing_desk, keys
from motcua.casework.presenters.papers import papers_of
from motcua.casework.presenters.terms import term_of
from motcua.casework.queries import MOST_COUNTED
from motcua.dossiers import steps
from motcua.dossiers.kept import calendars_for
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, Outcome
from motcua.dossiers.queries import timeline
from motcua.lib import vietnamese
from motcua.lib.clock import VIETNAM
from motcua.notifications.messages import name_of
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.queries import all_calendars

#: A queue shows so many; whoever has more waiting signs these first
SHOWN = 60


def page(desk: Desk, *, chosen: str, dossier: Dossier | None = None, refused: Refused | None = None) -> dict[str, Any]:
    """Return the context of the signing desk (2 statements, and 1 for the dossier).

    :param chosen: the ten digits or the code of the dossier that the address names; the most urgent when it is gone
    :param dossier: what was just refused, to be shown although it may have left the queue
    """
    waiting = queries.first_rows(queries.to_sign(desk), at=desk.at, limit=MOST_COUNTED)
    queue = waiting[:SHOWN]
    place = next((at for at, each in enumerate(waiting) if _is_meant(each, chosen)), 0)
    shown = dossier or (queries.whole(desk, waiting[place]) if waiting else None)
    calendars = calendars_for(shown) if shown else all_calendars()
    context = {
        **above_the_signing_desk(desk, waiting=min(len(waiting), MOST_COUNTED - 1), more=len(waiting) >= MOST_COUNTED),
        "queue": [_row(each, desk=desk, calendar=calendars.of(each.holder.calendar_id), shown=shown) for each in queue],
        "how_many": min(len(waiting), MOST_COUNTED - 1),
        "more": len(waiting) >= MOST_COUNTED,
        "is_gone": bool(chosen) and dossier is None and bool(waiting) and not _is_meant(waiting[place], chosen),
        "has_errors": refused is not None,
        "shortcuts": keys(
            ("Ctrl+Enter", _("Duyệt và xem hồ sơ kế")), ("F2", _("Để sau")), ("↑+↓", _("Hồ sơ trước, sau"))
        ),
    }
    if shown is None:
        return context
    following = _following(waiting, shown)
    return context | {
        "number": place + 1,
        "marks": _marks(place, len(waiting)),
        **_decision(desk, shown, following, refused),
        **_summary(desk, shown, calendars.of(shown.holder.calendar_id)),
    }


def _is_meant(dossier: Dossier, text: str) -> bool:
    return text in (dossier.quick_code, dossier.code)


def _row(dossier: Dossier, *, desk: Desk, calendar: WorkingCalendar, shown: Dossier | None) -> dict[str, Any]:
    return {
        "name": name_of(dossier),
        "who": dossier.applicant.name,
        "url": f"{SIGNING}?ho-so={dossier.quick_code}",
        "is_chosen": shown is not None and dossier.pk == shown.pk,
        "term": term_of(dossier, calendar=calendar, at=desk.at),
    }


def _following(waiting: list[Dossier], shown: Dossier) -> str:
    """Return the ten digits of the dossier after this one, going round; "" when there is no other."""
    codes = [dossier.quick_code for dossier in waiting]
    if shown.quick_code not in codes:
        return codes[0] if codes else ""
    after = codes[(codes.index(shown.quick_code) + 1) % len(codes)]
    return "" if after == shown.quick_code else after


def _marks(place: int, many: int) -> list[str]:
    """Return the marks over a telephone's page: "d" behind, "c" here, "" ahead; too many would be no marks at all."""
    if many > 16:
        return []
    return ["d" if at < place else "c" if at == place else "" for at in range(many)]


def _decision(desk: Desk, dossier: Dossier, following: str, refused: Refused | None) -> dict[str, Any]:
    code = str(dossier)
    may_sign = steps.may(desk.actor, Verb.APPROVE, dossier)
    was_typed = refused is not None and refused.verb == Verb.SEND_BACK
    return {
        "may_sign": may_sign,
        "send_back": refused.form if refused and was_typed else SendBackForm(),
        "phrases": phrases.for_sending_back(),
        "approve_url": reverse("casework:approve", args=[code]),
        "send_back_url": reverse("casework:send_back", args=[code]),
        "later_url": f"{SIGNING}?ho-so={following}" if following else "",
        "following": following,
        "refused": refused,
        "unsaid": refused.form.typed if refused and not may_sign else "",
        "last": timeline(dossier)[-1] if refused else None,
    }


def _summary(desk: Desk, dossier: Dossier, calendar: WorkingCalendar) -> dict[str, Any]:
    result = getattr(dossier, "result", None)
    return {
        "dossier": dossier,
        "name": name_of(dossier),
        "url": reverse("casework:dossier", args=[str(dossier)]),
        "term": term_of(dossier, calendar=calendar, at=desk.at),
        "result": result,
        "is_refusal": result is not None and result.outcome == Outcome.REFUSED,
        "papers": papers_of(dossier),
        "sheet": _sheet(dossier, desk),
    }


def _sheet(dossier: Dossier, desk: Desk) -> dict[str, Any]:
    """Return the proposal as a sheet: who proposes what, for whom and why. It is no result, and says so."""
    agency, result = dossier.agency, getattr(dossier, "result", None)
    proposed_at = result.proposed_at.astimezone(VIETNAM) if result else None
    return {
        "above": agency.parent.name if agency.parent else "",
        "agency": agency.name,
        "place_date": _place_date(agency.place, proposed_at) if proposed_at else "",
        "proposed_at": vietnamese.clock_time(proposed_at) if proposed_at else "",
        "proposed_by": result.proposed_by.get_full_name() if result else "",
        "outcome": result.get_outcome_display() if result else "",
        "text": result.summary if result else "",
    }


def _place_date(place: str, moment: Any) -> str:
    if (get_language() or "vi").startswith("en"):
        return ", ".join(part for part in (place, vietnamese.day(moment.date(), "en")) if part)
    return ", ".join(part for part in (place, vietnamese.formal_day(moment.date())) if part)
