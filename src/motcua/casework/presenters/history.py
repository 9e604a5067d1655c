"""The diary as people read it: what was done, by whom, and what they said."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Event, Outcome

#: What a line's detail says for people, in this order
_WORDS = {
    "from": _("từ tay %s"),
    "step": _("bước %s"),
    "to": _("cho %s"),
    "reason": _("lý do: %s"),
    "summary": "%s",
    "note": "%s",
    "collected_by": _("người nhận: %s"),
    "on_behalf_of": _("thay mặt %s, được ủy quyền"),
    "covers_for": _("trực thay %s"),
}
_TONES = {Verb.SEND_BACK: "late", Verb.REFUSE: "late", Verb.WITHDRAW: "wait"}


def lines_of(diary: Sequence[Event]) -> list[dict[str, Any]]:
    """Return the lines of a timeline, newest first."""
    return [_line(event, is_newest=event is diary[-1]) for event in reversed(diary)]


def sent_back_for(diary: Sequence[Event]) -> Event | None:
    """Return the line with which a leader gave the proposal back, unless another was made since."""
    for event in reversed(diary):
        if event.verb == Verb.SEND_BACK:
            return event
        if event.verb == Verb.PROPOSE:
            return None
    return None


def _line(event: Event, *, is_newest: bool) -> dict[str, Any]:
    verb = Verb(event.verb)
    return {
        "at": event.at,
        "title": verb.label,
        "detail": " · ".join([*_who(event), *_said(event)]),
        "tone": _TONES.get(verb, "now1" if is_newest else ""),
    }


def _who(event: Event) -> list[str]:
    unit = event.agency.short_name if event.agency else ""
    return [part for part in dict.fromkeys((event.by_name, unit)) if part]


def _said(event: Event) -> list[str]:
    """Return the words of a line's detail; what is only for programs is left out."""
    detail = event.detail
    said = []
    if outcome := detail.get("outcome"):
        said.append(str(Outcome(outcome).label) if outcome in Outcome.values else str(outcome))
    return said + [str(words) % detail[name] for name, words in _WORDS.items() if detail.get(name)]
