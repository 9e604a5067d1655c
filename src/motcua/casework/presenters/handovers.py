"""Dossiers on their way into other hands: the list to tick, the question before, and what came of it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.casework import handovers
from motcua.casework.absence_forms import HandOverForm
from motcua.casework.desk import Desk
from motcua.casework.presenters.frame import beside_the_bench
from motcua.dossiers.models import Dossier, Event
from motcua.lib import vietnamese
from motcua.notifications.messages import name_of
from motcua.organisations.models import Agency

UNCLAIMED = "chua-nhan"


def page(desk: Desk, unit: Agency, *, whose: str = "", form: HandOverForm | None = None) -> dict[str, Any]:
    """Return the context of the list (8 statements). `whose`: an officer's id, UNCLAIMED, or "" for everybody's."""
    rows = handovers.in_hands(desk, unit)
    if whose == UNCLAIMED:
        rows = rows.filter(officer=None)
    elif whose.isdecimal():
        rows = rows.filter(officer=int(whose))
    shown = list(rows[: handovers.MOST])
    people = _people(desk, unit)
    ticked = _posted(form, "only")
    return {
        **beside_the_bench(desk),
        "unit": unit,
        "units": [{"label": other.short_name, "url": _url(other), "current": other == unit} for other in _led(desk)],
        "whose": whose,
        "loads": _loads(desk, unit, whose),
        "rows": [_row(dossier, is_ticked=str(dossier.pk) in ticked) for dossier in shown],
        "is_cut": len(shown) == handovers.MOST,
        "people": people,
        "form": form or form_for([], people),
        "ticked_people": _posted(form, "to"),
        "has_errors": bool(form and form.errors),
    }


def form_for(rows: Sequence[Dossier], people: Sequence[tuple[str, str]], data: Any = None) -> HandOverForm:
    return HandOverForm(data, rows=[str(dossier.pk) for dossier in rows], people=list(people))


def _posted(form: HandOverForm | None, name: str) -> set[str]:
    """Return what was ticked under this name, so that it stays ticked."""
    return set(form.data.getlist(name)) if form is not None and isinstance(form.data, QueryDict) else set()


def question(desk: Desk, unit: Agency, form: HandOverForm, rows: Sequence[Dossier], whose: str) -> dict[str, Any]:
    """Return the context of the page that asks once more before anything is moved."""
    names = dict(_people(desk, unit))
    return {
        **beside_the_bench(desk),
        "unit": unit,
        "whose": whose,
        "form": form,
        "rows": [_row(dossier, is_ticked=True) for dossier in rows],
        "to": [{"value": value, "label": names[value]} for value in form.cleaned_data["to"]],
        "reason": form.cleaned_data["reason"],
    }


def outcome(desk: Desk, batch: str, lines: Sequence[Event], *, refused: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the context of what one handing over did, and whether it can be taken back."""
    back = [line for line in lines if handovers.can_go_back(line)]
    return {
        **beside_the_bench(desk),
        "lines": [
            {
                "code": vietnamese.quick_code(line.dossier.quick_code),
                "url": reverse("casework:dossier", args=[str(line.dossier)]),
                "who": line.dossier.applicant.name,
                "from": line.detail.get("from", _("chưa ai nhận")),
                "to": line.detail.get("to", ""),
            }
            for line in lines
        ],
        "refused": refused,
        "batch": batch,
        "can_go_back": len(back),
    }


def people_of(desk: Desk, unit: Agency) -> list[tuple[str, str]]:
    return _people(desk, unit)


def users_of(values: Sequence[str]) -> list[User]:
    """Return the people behind these ids, in this order."""
    found = {str(user.pk): user for user in User.objects.filter(pk__in=[int(value) for value in values])}
    return [found[value] for value in values if value in found]


def _led(desk: Desk) -> list[Agency]:
    units = handovers.led_units(desk)
    return units if len(units) > 1 else []


def _url(unit: Agency, whose: str = "") -> str:
    said = {"co-quan": unit.key} | ({"cua": whose} if whose else {})
    return f"{reverse('casework:hand_over')}?{urlencode(said)}"


def _loads(desk: Desk, unit: Agency, whose: str) -> list[dict[str, Any]]:
    found = handovers.loads(desk, unit)
    rows = [
        {
            "label": name or _("Chưa ai nhận"),
            "many": many,
            "url": _url(unit, str(pk) if pk else UNCLAIMED),
            "current": whose == (str(pk) if pk else UNCLAIMED),
        }
        for pk, name, many in found
    ]
    every = sum(many for _pk, _name, many in found)
    return [{"label": _("Tất cả"), "many": every, "url": _url(unit), "current": not whose}, *rows]


def _people(desk: Desk, unit: Agency) -> list[tuple[str, str]]:
    """Return who may get dossiers, by given name; of who is away it says until when."""
    found = sorted(handovers.receivers(desk, unit), key=lambda row: vietnamese.given_name_key(row[1]))
    return [
        (str(pk), _("%(name)s (nghỉ đến hết %(day)s)") % {"name": name, "day": day} if day else name)
        for pk, name, day in found
    ]


def _row(dossier: Dossier, *, is_ticked: bool) -> dict[str, Any]:
    return {
        "pk": str(dossier.pk),
        "code": vietnamese.quick_code(dossier.quick_code),
        "name": name_of(dossier),
        "who": dossier.applicant.name,
        "officer": dossier.officer.get_full_name() if dossier.officer else _("chưa ai nhận"),
        "due_at": dossier.due_at,
        "is_ticked": is_ticked,
    }
