"""Units that receive dossiers, gathered as people look for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.catalogue.models import Reception
from motcua.organisations.models import Agency, Level


@dataclass(frozen=True)
class Place:
    """Where a procedure is received: one unit, or "the commune where you live"."""

    name: str
    note: str
    url: str
    phone: str = ""


def receiving_places(receptions: Iterable[Reception]) -> list[Place]:
    """Return where a procedure may be handed in: named units first, then tiers from the province down."""
    tiers = list(Level.values)
    places = []
    for reception in sorted(
        receptions,
        key=lambda row: (-1, row.unit.order) if row.unit else (tiers.index(row.level), 0),
    ):
        if reception.unit:
            unit = reception.unit
            places.append(
                Place(unit.desk_name or unit.name, unit.address, reverse("portal:place", args=[unit.key]), unit.phone)
            )
        else:
            places.append(_tier_place(reception.level))
    return places


def _tier_place(level: str) -> Place:
    names = {
        Level.PROVINCE: (_("Trung tâm một cửa của tỉnh"), ""),
        Level.DISTRICT: (_("Bộ phận Một cửa cấp huyện"), _("Tới huyện, thành phố nơi ở")),
        Level.COMMUNE: (_("Bộ phận Một cửa cấp xã"), _("Tới xã, phường, thị trấn nơi ở")),
    }
    name, note = names[Level(level)]
    return Place(name, note, f"{reverse('portal:places')}#{level}")


@dataclass
class Group:
    """Units under one heading."""

    name: str
    units: list[Agency] = field(default_factory=list)


@dataclass(frozen=True)
class Tier:
    key: str
    name: str
    groups: Sequence[Group]


def tiers_of(units: Iterable[Agency]) -> list[Tier]:
    """Return the units by tier, those of the lowest under the unit above them."""
    gathered: dict[str, dict[str, Group]] = {}
    for unit in units:
        heading = unit.parent.name if unit.level == Level.COMMUNE and unit.parent else ""
        groups = gathered.setdefault(unit.level, {})
        groups.setdefault(heading, Group(heading)).units.append(unit)
    names = {
        Level.PROVINCE: _("Trung tâm của tỉnh"),
        Level.DISTRICT: _("Huyện, thành phố"),
        Level.COMMUNE: _("Xã, phường, thị trấn"),
    }
    return [
        Tier(level, names[Level(level)], list(gathered[level].values())) for level in Level.values if level in gathered
    ]
