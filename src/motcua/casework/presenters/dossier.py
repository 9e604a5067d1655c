"""One dossier: beside the list, and on its own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework import queries
from motcua.casework.asked import Asked
from motcua.casework.desk import Desk
from motcua.casework.doors import SIGNING
from motcua.casework.forms import NEXT_STEP, AnswerForm, ForwardForm, ProposeForm, TakeOverForm, VerbForm
from motcua.casework.presenters import history, shares
from motcua.casework.presenters.frame import beside_the_bench
from motcua.casework.presenters.looks import links_to
from motcua.casework.presenters.papers import papers_of
from motcua.casework.presenters.phrases import for_proposals
from motcua.casework.presenters.terms import TERM_TAGS, clock_of, half_days_in_words
from motcua.catalogue.models import ProcessStep, StepKind
from motcua.dossiers import steps, ways
from motcua.dossiers.documents.receipt import about
from motcua.dossiers.kept import calendars_for
from motcua.dossiers.lifecycle import WAITING, Status, Verb
from motcua.dossiers.models import Dossier
from motcua.dossiers.presenters import account_in_words
from motcua.dossiers.process_picture import doors_of
from motcua.dossiers.queries import StepState, papers_handed_in, progress, timeline, timeliness
from motcua.lib import vietnamese
from motcua.lib.clock import VIETNAM
from motcua.notifications.messages import name_of
from motcua.working_time import limits
from motcua.working_time.sentences import limit_in_words

_STATES = {"done": "dn", "current": "cu", "future": "fu"}


@dataclass(frozen=True)
class Refused:
    """An attempt that came to nothing: the form as it was typed, what to say, and whether the page was stale."""

    verb: Verb
    form: VerbForm
    is_stale: bool = False


@dataclass(frozen=True)
class View:
    """Where a dossier is being looked at, and what was tried there."""

    asked: Asked | None = None  # beside which list; None on its own page
    refused: Refused | None = None


def page(desk: Desk, dossier: Dossier, *, refused: Refused | None = None) -> dict[str, Any]:
    """Return the context of a dossier's own page."""
    context = detail(desk, dossier, View(refused=refused))
    return {
        **beside_the_bench(desk),
        **context,
        "doors": doors_of(
            dossier, context["states"], [row["share"] for row in context["shares"]], papers=_codes(dossier)
        ),
        "about": about(dossier.applicant),
        "account": account_in_words(dossier, at=desk.at),
        "has_errors": refused is not None,
    }


def detail(desk: Desk, dossier: Dossier, view: View) -> dict[str, Any]:
    """Return the context of the dossier itself (1 statement).

    :param dossier: whole, as motcua.dossiers.kept loads it
    """
    calendar = calendars_for(dossier).of(dossier.holder.calendar_id)
    states, diary = progress(dossier), timeline(dossier)
    current = next((state for state in states if state.state == "current"), None)
    term = timeliness(dossier, at=desk.at)
    code = str(dossier)
    return {
        "dossier": dossier,
        "name": name_of(dossier),
        "who": _who(dossier),
        "term": TERM_TAGS.get(term, "") if Status(dossier.status) not in WAITING else "",
        "clock": clock_of(dossier, current.assignment if current else None, calendar=calendar, at=desk.at),
        "papers": papers_of(dossier),
        "states": states,
        "steps": [_step(state, dossier) for state in states],
        "shares": shares.shares_of(dossier, at=desk.at),
        "limit": limit_in_words(limits.parse(dossier.limit)) if dossier.limit else "",
        "events": history.lines_of(diary),
        "sent_back": history.sent_back_for(diary),
        "last": diary[-1] if diary else None,
        "url": reverse("casework:dossier", args=[code]),
        "is_beside": view.asked is not None,
        "refused": view.refused,
        "result": getattr(dossier, "result", None),
        **_verbs(desk, dossier, states, view),
    }


def _verbs(desk: Desk, dossier: Dossier, states: Sequence[StepState], view: View) -> dict[str, Any]:
    """Return the forms of what this person may do now, and nothing else; the table decides (0 statements)."""
    open_verbs = steps.verbs_open_to(desk.actor, dossier)
    verbs: dict[str, VerbForm] = {}
    if Verb.TAKE_OVER in open_verbs:
        verbs["take_over"] = _form(TakeOverForm, Verb.TAKE_OVER, view)
    if Verb.PROPOSE in open_verbs and _following(dossier, states) == StepKind.APPROVAL:
        verbs["propose"] = _form(ProposeForm, Verb.PROPOSE, view, _earlier_proposal(dossier))
    may_forward = Verb.FORWARD in open_verbs
    onward = _onward(dossier, states) if may_forward else None
    receivers = [*([onward] if onward else []), *_colleagues(dossier)] if may_forward else []
    if receivers:
        verbs["forward"] = _form(ForwardForm, Verb.FORWARD, view)
    question = shares.question_to(desk, dossier) if Verb.ANSWER in open_verbs else None
    if question is not None:
        verbs["answer"] = _form(AnswerForm, Verb.ANSWER, view)
    may_sign = Verb.APPROVE in open_verbs
    links = links_to(dossier, open_verbs, back=view.asked.query if view.asked else "")
    may_take_back = Verb.TAKE_BACK in open_verbs
    return {
        "take_over": None,
        "propose": None,
        "forward": None,
        "answer": None,
        **verbs,
        "question": question,
        "take_back": Verb(dossier.last_verb).label if may_take_back else "",
        "turns": links,
        "back": view.asked.query if view.asked else "",
        "receivers": receivers,
        "onward": {"value": NEXT_STEP, "label": onward[1]} if onward else None,
        "phrases": for_proposals(),
        "sign_url": f"{SIGNING}?ho-so={dossier.quick_code}" if may_sign else "",
        "has_verbs": bool(verbs) or may_sign or bool(links) or may_take_back,
        "has_primary": bool(verbs.keys() - {"forward"}) or may_sign or onward is not None,
        "unsaid": _unsaid(view.refused, verbs),
    }


def _form(kind: type[VerbForm], verb: Verb, view: View, initial: dict[str, Any] | None = None) -> VerbForm:
    """Return the form as it was typed when it was just refused, else a fresh one."""
    if view.refused is not None and view.refused.verb == verb:
        return view.refused.form
    return kind(initial=initial)


def _unsaid(refused: Refused | None, verbs: Mapping[str, VerbForm]) -> str:
    """Return what somebody typed into a form that is not open to them any more."""
    if refused is None or any(form is refused.form for form in verbs.values()):
        return ""
    return refused.form.typed


def _earlier_proposal(dossier: Dossier) -> dict[str, str]:
    result = getattr(dossier, "result", None)
    return {"outcome": result.outcome, "summary": result.summary} if result else {}


def _following(dossier: Dossier, states: Sequence[StepState]) -> str:
    after = _next(dossier, states)
    return after.kind if after else ""


def _next(dossier: Dossier, states: Sequence[StepState]) -> ProcessStep | None:
    """Return the next step that applies to this dossier (0 statements)."""
    if dossier.step is None:
        return None
    mine = ways.steps_of(dossier, [state.step for state in states], papers=_codes(dossier))
    return next((step for step in mine if step.position > dossier.step.position), None)


def _onward(dossier: Dossier, states: Sequence[StepState]) -> tuple[str, str] | None:
    """Return the choice of passing it on to the next step, when that is one of handling or of waiting."""
    after = _next(dossier, states)
    if after is None or after.kind not in (StepKind.HANDLING, StepKind.WAITING):
        return None
    where = steps.place_of(dossier, after)
    if after.kind == StepKind.WAITING:
        return NEXT_STEP, _("Chuyển bước “%(step)s”, đồng hồ dừng") % {"step": after.name}
    if where.pk == dossier.holder_id:
        return NEXT_STEP, _("Chuyển bước “%(step)s”") % {"step": after.name}
    return NEXT_STEP, _("Chuyển bước “%(step)s”, %(where)s") % {"step": after.name, "where": where.short_name}


def _codes(dossier: Dossier) -> list[str]:
    """Return the codes of what was handed in."""
    return [paper.code for paper in papers_handed_in(dossier)]


def _colleagues(dossier: Dossier) -> list[tuple[str, str]]:
    """Return who else works where it lies, by their given names (0 statements)."""
    takers = sorted(queries.takers_of(dossier), key=lambda taker: vietnamese.given_name_key(taker.name))
    return [(str(taker.pk), _named(taker.name, taker.away_until)) for taker in takers]


def _named(name: str, last: date | None) -> str:
    """Return the name, and until when its bearer is away: then the cover gets it."""
    return _("%(name)s (nghỉ đến hết %(day)s)") % {"name": name, "day": f"{last:%d/%m/%Y}"} if last else name


def _step(state: StepState, dossier: Dossier) -> dict[str, Any]:
    assignment = state.assignment
    agency = assignment.agency if assignment else steps.place_of(dossier, state.step)
    officer = assignment.officer if assignment else None
    return {
        "state": "wait" if state.state == "current" and dossier.clock_stopped_at else _STATES[state.state],
        "name": state.step.name,
        "who": " · ".join(part for part in (agency.short_name, officer.get_full_name() if officer else "") if part),
        "time": _time_of(state),
    }


def _time_of(state: StepState) -> str:
    assignment = state.assignment
    if state.state == "done" and assignment and assignment.ended_at:
        return f"{assignment.ended_at.astimezone(VIETNAM):%d/%m}"
    if state.state == "current" and assignment and assignment.due_at:
        return _("hạn %(when)s") % {"when": f"{assignment.due_at.astimezone(VIETNAM):%d/%m, %H:%M}"}
    return half_days_in_words(state.step.half_days) if state.step.half_days else ""


def _who(dossier: Dossier) -> str:
    person = dossier.applicant
    said = [person.name]
    if person.born:
        said.append(_("sinh %(born)s") % {"born": person.born})
    if person.commune:
        said.append(person.commune.short_name)
    return " · ".join([*said, _("nộp %(how)s") % {"how": dossier.get_channel_display()}])
