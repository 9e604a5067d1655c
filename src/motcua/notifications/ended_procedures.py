"""Whose running dossiers stay on a version that ends: what their offices are told, however it came to end.

A version ends by a publication, by an abolition, or because the next file brought another one; so this looks at the
ends themselves and not at who wrote them. Whoever was told once is not told again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from motcua.accounts.models import User
from motcua.catalogue.models import ProcedureVersion, VersionState
from motcua.dossiers.models import Dossier
from motcua.notifications.actions import Notice
from motcua.notifications.models import Kind
from motcua.notifications.queries import Holders, holders_at
from motcua.organisations.models import Role

#: Ends further back were told long ago
LOOKS_BACK = timedelta(days=7)
MOST_NAMED = 8


@dataclass
class _Share:
    """The running dossiers of one version at one unit."""

    version: ProcedureVersion
    unit_id: int
    count: int = 0
    codes: list[str] = field(default_factory=list)
    in_hand: list[User] = field(default_factory=list)


def notices_of_ends(*, at: datetime) -> list[Notice]:
    """Return what the leaders, and the officers in whose hands dossiers are, should know of ends near this day."""
    ended = ProcedureVersion.objects.filter(
        state=VersionState.PUBLISHED, valid_to__isnull=False, valid_to__gt=at.date() - LOOKS_BACK
    ).select_related("procedure")
    versions = {version.pk: version for version in ended}
    shares = _shares(versions)
    if not shares:
        return []
    alive = ProcedureVersion.objects.filter(
        procedure__in={share.version.procedure_id for share in shares}, state=VersionState.PUBLISHED
    )
    last_days = list(alive.values_list("procedure_id", "valid_from"))
    holders = holders_at({share.unit_id for share in shares}, on=at.date())
    return [_notice(share, holders, _goes_on(share.version, last_days), at=at) for share in shares]


def _shares(versions: dict[int, ProcedureVersion]) -> Sequence[_Share]:
    shares: dict[tuple[int, int], _Share] = {}
    running = Dossier.objects.open().filter(version__in=versions).select_related("officer").order_by("id")
    for dossier in running:
        key = (dossier.version_id, dossier.holder_id)
        share = shares.setdefault(key, _Share(versions[dossier.version_id], dossier.holder_id))
        share.count += 1
        if len(share.codes) < MOST_NAMED:
            share.codes.append(str(dossier))
        if dossier.officer and dossier.officer not in share.in_hand:
            share.in_hand.append(dossier.officer)
    return list(shares.values())


def _goes_on(version: ProcedureVersion, days: Sequence[tuple[int, object]]) -> bool:
    return (version.procedure_id, version.valid_to) in days


def _notice(share: _Share, holders: Holders, goes_on: bool, *, at: datetime) -> Notice:
    version = share.version
    whom = [*share.in_hand, *holders.of(Role.LEADER, share.unit_id)]
    day = version.valid_to
    return Notice(
        users=whom or holders.of(Role.COUNTER, share.unit_id),
        kind=Kind.PROCEDURE_REPLACED if goes_on else Kind.PROCEDURE_ABOLISHED,
        occasion=f"procedure-ends:{version.pk}:{share.unit_id}",
        at=at,
        params={
            "procedure": version.procedure.everyday_name or version.name,
            "day": f"{day:%d/%m/%Y}" if day else "",
            "count": str(share.count),
            "dossiers": ", ".join(share.codes) + ("…" if share.count > len(share.codes) else ""),
            "link": f"/lam-viec/thu-tuc/{version.procedure.code}/ho-so-dang-chay/",
        },
    )
