"""Looking for a dossier by what somebody says of it."""

from functools import partial
from typing import NamedTuple

from django.db.models import F, OrderBy, Q, TextField
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
    """Up to SEARCHED dossiers, the newest first; and whether they are only of people with a name like the one typed."""

    rows: list[Dossier]
    are_near: bool = False


def named_dossier(desk: Desk, text: str) -> Dossier | None:
    """Return the dossier with exactly this code, when this officer may see it (0–1 statements)."""
    if is_quick_code(text):
        code = Q(quick_code=digits_of(text))
    elif is_code(text):
        code = Q(code=text.strip().upper())
    else:
        return None
    return dossiers_visible_to(desk.actor).filter(code).first()


def search(desk: Desk, text: str) -> Finds:
    """Return what is meant by this text: a number, or a name without diacritics from three letters on.

    1 statement; 1 more for a name that nobody has, to see who has one that it may be a slip of.
    """
    digits, name = digits_of(text), fold(text)
    if is_bare(text):
        return Finds(_newest(desk, "number", digits) if len(digits) >= 9 else [])
    if is_code(text) or sum(letter.isalpha() for letter in name) < SHORTEST_NAME:
        return Finds([])
    found = _newest(desk, "name", name)
    if found or " " not in name or len(name) > LONGEST_NAME:
        return Finds(found)
    return Finds(_newest(desk, "name alike", sorted(one_error_away(name))), are_near=True)


def _newest(desk: Desk, kind: str, said: object) -> list[Dossier]:
    """Return the newest dossiers that are meant."""
    units = units_seen_by(desk.actor)
    return whole_rows(_FOUND[kind, units is None](said=said, seen=units))


def _rows(meant: Q, newest_first: OrderBy, *, sees_all: bool) -> DossierQuerySet:
    visible = Q() if sees_all else Q(agencies__overlap=Given("seen"))
    return as_rows(Dossier.objects.filter(visible & meant).order_by(newest_first))[:SEARCHED]


_SAID = Given("said")
#: One index is asked, never several: an OR over two tables would read both of them whole
_MEANT = {
    "number": (Q(applicant__id_number=_SAID) | Q(applicant__phone=_SAID), F("id").desc()),
    "name": (Q(applicant__name_folded__contains=_SAID), F("id").desc()),
    # A thousand names look as if many had them, and the database would rather go through all dossiers of the units, or
    # from the newest on until it had thirty. So people are looked for by themselves, and no index has the order.
    "name alike": (
        Q(applicant__in=Applicant.objects.filter(IsOneOf("name_folded", _SAID)).values("pk")[:NAMESAKES]),
        Cast("id", TextField()).desc(),
    ),
}
_FOUND = {
    (kind, sees_all): Prepared(partial(_rows, *meant, sees_all=sees_all))
    for kind, meant in _MEANT.items()
    for sees_all in (True, False)
}
