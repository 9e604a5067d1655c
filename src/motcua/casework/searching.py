"""Looking for a dossier by what somebody says of it."""

from functools import partial
from typing import Any, NamedTuple

from django.db.models import BooleanField, F, Func, Q, TextField
from django.db.models.functions import Cast

from motcua.casework.desk import Desk
from motcua.casework.queries import as_rows, whole_rows
from motcua.casework.typed import digits_of, is_bare, is_code, is_quick_code
from motcua.dossiers.models import Applicant, Dossier, DossierQuerySet
from motcua.dossiers.queries import dossiers_visible_to, units_seen_by
from motcua.lib.prepared import Given, IsOneOf, Prepared
from motcua.lib.typing_errors import one_error_away
from motcua.lib.vietnamese import fold

SEARCHED = 30
SHORTEST_NAME = 3  # letters; the index knows names by threes
NAMESAKES = 10_000  # so many people in the whole province are looked at
LONGEST_NAME = 60  # letters; nobody's is longer, and a name of twice the letters has twice the slips


class Finds(NamedTuple):
    """Up to SEARCHED dossiers, the newest first, and how their applicants' names fit the one typed."""

    rows: list[Dossier]
    have_this_name: bool = False  # those with a longer name that it is a part of were not looked for
    are_near: bool = False  # nobody has it: these are one slip away


def named_dossier(desk: Desk, text: str) -> Dossier | None:
    """Return the dossier with exactly this code, when this officer may see it (0–1 statements)."""
    if is_quick_code(text):
        code = Q(quick_code=digits_of(text))
    elif is_code(text):
        code = Q(code=text.strip().upper())
    else:
        return None
    return dossiers_visible_to(desk.actor).filter(code).first()


def search(desk: Desk, text: str, *, any_part: bool = False) -> Finds:
    """Return what is meant by this text: a number, or a name without diacritics from three letters on.

    1 statement for a number, or a name that somebody has; 1 more for who has a longer name with it, and 1 more for who
    has one that it may be a slip of.

    :param any_part: look for longer names at once, too
    """
    digits, name = digits_of(text), fold(text)
    if is_bare(text):
        return Finds(_newest(desk, "number", digits) if len(digits) >= 9 else [])
    if is_code(text) or sum(letter.isalpha() for letter in name) < SHORTEST_NAME:
        return Finds([])
    if not any_part and (found := _newest(desk, "whole name", name)):
        return Finds(found, have_this_name=True)
    found = _newest(desk, "name", name)
    if found or " " not in name or len(name) > LONGEST_NAME:
        return Finds(found)
    return Finds(_newest(desk, "name alike", sorted(one_error_away(name))), are_near=True)


def _newest(desk: Desk, kind: str, said: object) -> list[Dossier]:
    """Return the newest dossiers that are meant."""
    units = units_seen_by(desk.actor)
    return whole_rows(_FOUND[kind, units is None](said=said, seen=units))


def _rows(kind: str, *, sees_all: bool) -> DossierQuerySet:
    is_seen = Q() if sees_all else Q(agencies__overlap=Given("seen"))
    are_seen = is_seen if sees_all or kind not in _FOUND_BY_NAME else Q(_Overlap("agencies", Given("seen")))
    people, newest_first = Applicant.objects.filter(are_seen & _PEOPLE[kind]).values("pk"), F("id").desc()
    if kind == "name alike":
        # A thousand names look as if many had them, and the database would rather go from the newest dossier on until
        # it had thirty. So people are looked for by themselves, and no index has the order.
        people, newest_first = people[:NAMESAKES], Cast("id", TextField()).desc()
    return as_rows(Dossier.objects.filter(is_seen, applicant__in=people).order_by(newest_first))[:SEARCHED]


class _Overlap(Func):
    """What `&&` says, asked of each row: the index of an agency's hundred thousands is not read for a few namesakes."""

    template = "arrayoverlap(%(expressions)s::bigint[])"
    output_field: "BooleanField[Any, Any]" = BooleanField()


_SAID = Given("said")
#: One index is asked, never several: an OR over two tables would read both of them whole
_PEOPLE = {
    "number": Q(id_number=_SAID) | Q(phone=_SAID),
    "whole name": Q(name_folded=_SAID),
    "name": Q(name_folded__contains=_SAID),
    "name alike": Q(IsOneOf("name_folded", _SAID)),
}
_FOUND_BY_NAME = ("whole name", "name alike")
_FOUND = {
    (kind, sees_all): Prepared(partial(_rows, kind, sees_all=sees_all), planned_anew=True)
    for kind in _PEOPLE
    for sees_all in (True, False)
}
