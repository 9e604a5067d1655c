"""The weekly review: the whole of it for the Centre, one letter for the head of an agency."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.lib import vietnamese
from motcua.notifications.messages import name_of
from motcua.notifications.queries import holders_at
from motcua.organisations.models import Role
from motcua.oversight import addresses
from motcua.oversight.forms import AnswerForm, NoteForm
from motcua.oversight.lists import address_of
from motcua.oversight.presenters.frame import frame, keys
from motcua.oversight.presenters.reviews import State, state_of, states_of
from motcua.oversight.queries import bar_of
from motcua.oversight.room import Visit
from motcua.reporting import queries
from motcua.reporting.authority import may_answer_for
from motcua.reporting.letters import summary
from motcua.reporting.models import Danger, ReviewItem, ReviewLetter
from motcua.reporting.weeks import Week


def page(visit: Visit, week: Week) -> dict[str, Any]:
    """Return the review of a week: its letters with the state of each; or what to do where there is none."""
    review, letters = queries.review_with_letters(week)
    bar = bar_of(visit, queries.silent_units, **queries.silent_in(week.plus(-1), at=visit.at))
    context = frame(visit, bar=bar) | {
        "asked_week": week,
        "before": week.plus(-1),
        "after": week.plus(1) if week < visit.week else None,
        "is_present": week == visit.week,
        "review": review,
        "shortcuts": keys(("Ctrl+Enter", _("Gửi"))) if visit.sends and review and not review.sent_at else [],
    }
    if review is None:
        return context
    return context | {
        "rows": _rows(letters, week),
        "letters": len(letters),
        "total": {
            name: sum(getattr(letter, name) for letter in letters) for name in ("due_soon", "at_risk", "overdue")
        },
        "states": _states(letters) if review.sent_at else [],
        "unreached": [letter.agency for letter in letters if review.sent_at and not letter.told],
        "silent": bar["silent"],
        "silent_url": f"{addresses.of('units')}?loc=im-lang&khi=tuan-truoc",
        "may_send": visit.sends and review.sent_at is None,
    }


def _rows(letters: Sequence[ReviewLetter], week: Week) -> list[dict[str, Any]]:
    paper = _("In thông báo của %(agency)s")
    return [
        {
            "letter": letter,
            "agency": letter.agency.name,
            "state": state,
            "url": addresses.of("letter", week, letter.agency.key),
            "paper": paper % {"agency": letter.agency.name},
            "paper_url": addresses.of("paper", week, letter.agency.key),
        }
        for letter, state in zip(letters, states_of(letters), strict=True)
    ]


def _states(letters: list[ReviewLetter]) -> list[dict[str, Any]]:
    answered = sum(letter.answered_at is not None for letter in letters)
    seen = sum(letter.seen_at is not None for letter in letters) - answered
    unseen = len(letters) - answered - seen
    return [
        {"tone": "late", "icon": "eye-slash-fill", "word": _("chưa xem"), "count": unseen},
        {"tone": "soon", "icon": "eye-fill", "word": _("đã xem"), "count": seen},
        {"tone": "on", "icon": "check-circle-fill", "word": _("đã trả lời"), "count": answered},
    ]


def letter_page(visit: Visit, letter: ReviewLetter, *, form: NoteForm | AnswerForm | None = None) -> dict[str, Any]:
    """Return one agency's letter: for its head to answer, for the Centre to add a word before it goes."""
    sent = letter.review.sent_at is not None
    answers = sent and may_answer_for(visit.actor, letter.agency)
    notes = visit.sends and not sent
    if form is None:
        form = AnswerForm() if answers else NoteForm(initial={"note": letter.note})
    return (
        frame(visit)
        | letter_paper(letter)
        | {
            "form": form,
            "answers": answers,
            "notes": notes,
            "state": state_of(letter),
            "heads": holders_at([letter.agency_id], on=visit.today).of(Role.LEADER, letter.agency_id),
            "shortcuts": keys(("Ctrl+Enter", _("Gửi trả lời"))) if answers else [],
        }
    )


def letter_paper(letter: ReviewLetter) -> dict[str, Any]:
    """Return what stands in a letter, for the page and for paper (2 statements)."""
    return {
        "letter": letter,
        "asked_week": letter.review.week,
        "review": letter.review,
        "summary": summary(letter),
        "paper_day": vietnamese.formal_day(timezone.localtime(letter.review.sent_at or letter.review.drafted_at)),
        "items": [_item(item) for item in queries.items_of(letter)],
    }


_DANGERS = {
    Danger.OVERDUE: ("late", "warning-octagon-fill"),
    Danger.AT_RISK: ("soon", "warning-circle-fill"),
    Danger.DUE_SOON: ("done", "hourglass-medium-fill"),
}


def _item(item: ReviewItem) -> dict[str, Any]:
    tone, icon = _DANGERS[Danger(item.danger)]
    dossier = item.dossier
    done = dossier.finished_at is not None
    return {
        "item": item,
        "dossier": dossier,
        "url": address_of(dossier),
        "procedure": name_of(dossier),
        "danger": State(tone, icon, vietnamese.sentence(str(Danger(item.danger).label))),
        "where": "" if done else (dossier.step.name if dossier.step else ""),
        "done_at": dossier.finished_at,
    }


def no_letter_page(visit: Visit) -> dict[str, Any]:
    """Return the page of a head whose agency was never written to."""
    return frame(visit)
