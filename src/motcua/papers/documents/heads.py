"""What all papers begin and end with: whose it is, its number, place and day, whose dossier it speaks about."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from motcua.dossiers.documents.receipt import about, letterhead
from motcua.dossiers.models import Dossier, Event
from motcua.law import forms, rule_sets
from motcua.law.forms import Form
from motcua.law.rule_sets import RuleSet
from motcua.lib import vietnamese
from motcua.organisations.models import Agency
from motcua.papers import keys


@dataclass(frozen=True, kw_only=True)
class Head:
    """The values that every form has (law.md §4, common header)."""

    title: str
    superior: str
    unit: str
    unit_name: str
    number: str
    place_and_day: str
    code: str
    applicant: str
    about: list[tuple[str, str]]
    procedure: str
    foot: str


@dataclass(frozen=True)
class Source:
    """What a paper is drawn from: the line of the diary that calls for it, and the unit in whose name it goes out."""

    dossier: Dossier
    event: Event
    form: Form
    unit: Agency
    number: int | None

    @property
    def at(self) -> datetime:
        return localtime(self.event.at)

    def said(self, key: str) -> str:
        """Return what the line of the diary keeps under this word, "" where it keeps nothing."""
        return str(self.event.detail.get(key, "")).strip()


def rules_of(dossier: Dossier, *, on: date) -> RuleSet:
    """Return the rules that the dossier is pinned to; before its reception, those of the day."""
    return dossier.rule_set if dossier.rules else rule_sets.in_force_on(on)


def form_for(dossier: Dossier, key: str, *, on: date) -> tuple[str, Form | None]:
    """Return the set of forms for this dossier on this day, and its form; None where the set has no such form."""
    name = rules_of(dossier, on=on).forms_on(on)
    return name, forms.form_of(name, key) if forms.has_form(name, key) else None


def unit_on(unit: Agency, day: date) -> Agency:
    """Return who writes for this unit on this day: itself, or after a reform whoever took its place."""
    seen = {unit.pk}
    while unit.valid_to and unit.valid_to <= day and unit.successor and unit.successor.pk not in seen:
        unit = unit.successor
        seen.add(unit.pk)
    return unit


def head(source: Source) -> dict[str, Any]:
    """Return the values of `Head`, to be completed by the form's own."""
    dossier, unit, day = source.dossier, source.unit, source.at.date()
    superior, name = lines_of(unit)
    return {
        "title": source.form.name.upper(),
        "superior": superior,
        "unit": name,
        "unit_name": unit.desk_name or unit.name,
        "number": f"Số: {source.number:04d}/{source.form.mark}" if source.number else "",
        "place_and_day": f"{unit.place or 'Cà Mau'}, {vietnamese.formal_day(day)}",
        "code": dossier.code or "",
        "applicant": dossier.applicant.name,
        "about": about(dossier.applicant),
        "procedure": dossier.version.name + (f" – {dossier.case.name}" if dossier.case else ""),
        "foot": f"{dossier.code or vietnamese.quick_code(dossier.quick_code)} · in từ phần mềm một cửa",
    }


def lines_of(unit: Agency) -> tuple[str, str]:
    """Return the two lines at the top left; a department stands under its superior, a desk under its office."""
    if unit.receives:
        return letterhead(unit)
    return (unit.parent.name if unit.parent else "").upper(), unit.name.upper()


def contact(unit: Agency, person: str = "") -> str:
    """Return whom to ask: the officer who wrote it, and the unit's telephone."""
    phone = vietnamese.phone(unit.phone).replace(" ", vietnamese.NO_BREAK) if unit.phone else ""
    return ", ".join(filter(None, [person, unit.desk_name or unit.name, _("điện thoại %s") % phone if phone else ""]))


def article_in_words(article: str) -> str:
    """Return "Điều 19.4 Nghị định 61/2018/NĐ-CP" for "NĐ 61/2018 Điều 19.4"; what is not so written stays."""
    match = re.match(r"NĐ (\d+/\d{4}) Điều ([\w.]+)", article)
    return f"Điều {match[2]} Nghị định {match[1]}/NĐ-CP" if match else article


def formal(moment: str) -> str:
    """Return a moment that the diary keeps as text (ISO 8601) as papers write it."""
    return vietnamese.formal_moment(localtime(datetime.fromisoformat(moment)))


def how_signed() -> str:
    """Return what stands under the signer's title: papers are signed with a key, or on paper."""
    return "(Ký số của cơ quan)" if keys.is_configured() else "(Ký tên, đóng dấu)"
