"""The page of each turn a dossier can take: its form, what it warns of, what must be known to fill it in."""

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.casework import forms, queries
from motcua.casework.desk import Desk
from motcua.casework.forms import VerbForm
from motcua.casework.presenters.dossier import Refused
from motcua.casework.presenters.frame import beside_the_bench
from motcua.casework.presenters.looks import LOOKS, away_from, url_of
from motcua.casework.presenters.terms import clock_of, half_days_in_words
from motcua.dossiers import steps
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import timeline
from motcua.lib import vietnamese
from motcua.lib.clock import VIETNAM
from motcua.notifications.messages import name_of
from motcua.working_time.queries import calendar_of
from motcua.working_time.terms import apology_due_at, supplement_request_due_at

#: Half working days that an answer may take, as the form offers them
ANSWER_TERMS = (1, 2, 4, 6, 10, 20, 30)
_USUAL_TERM = 4


_FORMS: dict[Verb, type[VerbForm]] = {
    Verb.REQUEST_SUPPLEMENT: forms.RequestSupplementForm,
    Verb.CONSULT: forms.ConsultForm,
    Verb.REQUEST_PAYMENT: forms.RequestPaymentForm,
    Verb.CONFIRM_PAYMENT: forms.ConfirmPaymentForm,
    Verb.EXTEND: forms.ExtendForm,
    Verb.STOP: forms.StopForm,
}


def form_of(verb: Verb, dossier: Dossier, *, desk: Desk, data: QueryDict | None = None) -> VerbForm:
    """Return the form of this turn for this dossier, with what may be chosen in it."""
    more: dict[str, Any] = {}
    if verb == Verb.REQUEST_SUPPLEMENT:
        more["papers"] = [paper.name for paper in queries.published_papers(dossier)]
    if verb == Verb.CONSULT:
        more["units"] = [(str(unit.pk), unit.name) for unit in queries.units_to_ask(dossier, desk=desk)]
        more["terms"] = [(str(half_days), half_days_in_words(half_days)) for half_days in ANSWER_TERMS]
        more["initial"] = {"half_days": str(_USUAL_TERM)}
    return _FORMS[verb](data, **more)


def page(
    desk: Desk, dossier: Dossier, verb: Verb, *, form: VerbForm, back: str, refused: Refused | None = None
) -> dict[str, Any]:
    """Return the context of a turn's own page. What was typed into a form that is closed now is shown by itself.

    :param back: the list that the page was opened from, as its address has it
    """
    look, is_open = LOOKS[verb], steps.may(desk.actor, verb, dossier)
    return {
        **beside_the_bench(desk),
        "dossier": dossier,
        "name": name_of(dossier),
        "look": look,
        "form": form,
        "is_open": is_open,
        "clock": clock_of(dossier, None, calendar=calendar_of(dossier.holder.calendar_id), at=desk.at),
        "warnings": warnings_of(desk, dossier, verb) if is_open else [],
        "facts": _facts(dossier, verb),
        "post_url": url_of(verb, dossier),
        "url": reverse("casework:dossier", args=[str(dossier)]),
        "back": back,
        "away_url": away_from(dossier, back),
        "refused": refused,
        "last": timeline(dossier)[-1] if refused else None,
        "unsaid": refused.form.typed if refused and not is_open else "",
        "has_errors": refused is not None,
    }


def warnings_of(desk: Desk, dossier: Dossier, verb: Verb) -> list[str]:
    """Return what to think of before this is done: what the law calls a violation, who is still to answer."""
    if verb != Verb.REQUEST_SUPPLEMENT or dossier.received_at is None:
        return []
    rules, found = dossier.rule_set, []
    times = dossier.supplement_requests + 1
    if times > rules.supplement_max_requests:
        found.append(
            _("Đây là lần yêu cầu thứ %(times)d. Quy định cho %(most)d lần: lần này sẽ tính là vi phạm.")
            % {"times": times, "most": rules.supplement_max_requests}
        )
    last = supplement_request_due_at(dossier.received_at, rules=rules, calendar=calendar_of(dossier.agency.calendar_id))
    if times == 1 and desk.at > last:
        found.append(
            _("Đã quá %(days)d ngày làm việc từ lúc nhận (%(last)s). Yêu cầu bây giờ sẽ tính là vi phạm.")
            % {"days": rules.supplement_return_days, "last": _when(last)}
        )
    return found


def last_moment_to_extend(dossier: Dossier) -> datetime | None:
    """Return until when an apology may be sent; None when there is nothing left to apologise for in time."""
    if dossier.due_at is None or not dossier.rules:
        return None
    if dossier.extended_at is not None and dossier.rule_set.reappointment_max == 1:
        return None
    calendar = calendar_of(dossier.agency.calendar_id)
    return apology_due_at(dossier.due_at, rules=dossier.rule_set, calendar=calendar)


def _facts(dossier: Dossier, verb: Verb) -> list[tuple[str, str]]:
    """Return what somebody must know to fill the form in."""
    if verb != Verb.EXTEND or dossier.due_at is None:
        return []
    last = last_moment_to_extend(dossier)
    facts = [(_("Hẹn trả hiện nay"), _when(dossier.due_at))]
    return [*facts, (_("Chỉ hẹn lại được tới"), _when(last))] if last else facts


def _when(moment: datetime) -> str:
    return vietnamese.when(moment.astimezone(VIETNAM), get_language() or "vi")
