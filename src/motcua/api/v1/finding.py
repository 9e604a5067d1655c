"""What a call speaks of: the dossier that the token may see, the unit or the procedure that a key names."""

import re
from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.api.v1 import problems
from motcua.api.v1.problems import FieldError
from motcua.catalogue.models import Procedure
from motcua.dossiers.actors import Actor
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.dossiers.queries import dossiers_visible_to
from motcua.organisations.models import Agency, Level, Role

_CODE = re.compile(r"[0-9A-Z.\-]{1,60}", re.ASCII)


def the_dossier(by: Actor, code: str, dossiers: DossierQuerySet | None = None) -> Dossier:
    """Return the dossier with this code or quick code, if this caller may see it (1 statement).

    :param dossiers: how to load it; starts from what the caller may see
    :raises Problem: 404; one that is hidden answers exactly like one that does not exist
    """
    seen = dossiers_visible_to(by) if dossiers is None else dossiers
    written = code.strip().upper()
    dossier = None
    if _CODE.fullmatch(written):
        wanted = Q(quick_code=written) if re.fullmatch(r"[0-9]{10}", written) else Q(code=written)
        dossier = seen.filter(wanted).first()
    if dossier is None:
        raise problems.not_found(_("Không có hồ sơ nào mang mã này, hoặc khóa này không được xem."))
    return dossier


def named_in(words: Iterable[str]) -> Q:
    """Return the condition for units that one of these keys or identifiers names."""
    wanted = set(words) - {""}
    return Q(key__in=wanted) | Q(identifier__in=wanted) | Q(identifier_2020__in=wanted)


def units_ever(word: str, *, field: str) -> list[int]:
    """Return the ids of all spans of the unit of this name, for filters over old dossiers too (1 statement).

    :raises Problem: 422: nobody ever had that key or identifier
    """
    found = list(Agency.objects.filter(named_in([word])).values_list("pk", flat=True))
    if not found:
        raise problems.wrongs([_unknown_unit(word, field)])
    return found


def the_procedure_id(code: str) -> int:
    """Return the id of the procedure with this code (1 statement). :raises Problem: 422: there is none"""
    found = Procedure.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise problems.wrong("procedure", _("Không có thủ tục nào mang mã %(code)s. Xem lại mã.") % {"code": code})
    return found


class Units:
    """The units that a request names, all loaded by one statement."""

    def __init__(self, *words: str, ids: Iterable[int] = (), on: date) -> None:
        """Load the units of these keys, identifiers and GSO codes, and those of these ids."""
        wanted, known = {word for word in words if word}, set(ids)
        self._units: list[Agency] = []
        if wanted or known:
            some = named_in(wanted) | Q(gso_code__in=wanted) | Q(pk__in=known)
            self._units = list(Agency.objects.existing_on(on).filter(some))

    def unit(self, word: str, *, field: str) -> Agency:
        """Return the unit with this key or identifier. :raises Problem: 422"""
        for unit in self._units:
            if word in (unit.key, unit.identifier, unit.identifier_2020):
                return unit
        raise problems.wrongs([_unknown_unit(word, field)])

    def commune(self, word: str, *, field: str) -> Agency | None:
        """Return the commune with this GSO code or key, None for none. :raises Problem: 422"""
        if not word:
            return None
        for unit in self._units:
            if unit.level == Level.COMMUNE and word in (unit.gso_code, unit.key):
                return unit
        raise problems.wrong(
            field, _("Không có xã, phường nào mang mã “%(word)s” vào ngày này. Xem lại mã.") % {"word": word}
        )

    def desk(self, pk: int) -> Agency:
        """Return the unit of this id. :raises Problem: 403: it is no longer there"""
        for unit in self._units:
            if unit.pk == pk:
                return unit
        raise _no_desk()


def desks_of(by: Actor) -> list[int]:
    """Return the ids of the units where this caller hands in dossiers. :raises Problem: 403: nowhere"""
    desks = by.standing.agencies(Role.COUNTER, Role.PARTNER) if by.standing else []
    if not desks:
        raise _no_desk()
    return desks


def _no_desk() -> problems.Problem:
    return problems.Problem(problems.NOT_YOURS, _("Khóa này không thuộc bàn tiếp nhận nào."))


def _unknown_unit(word: str, field: str) -> FieldError:
    return field, _("Không có cơ quan nào mang khóa hay mã định danh “%(word)s”. Xem lại.") % {"word": word}
