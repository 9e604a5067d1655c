from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q

from motcua.catalogue.models import Reception
from motcua.organisations.models import Agency


@transaction.atomic
def move_receptions(*, heirs: Mapping[int, Agency], tiers: Mapping[str, str], on: date) -> int:
    """Let the heirs receive from this day what their forebears received; return how many places of reception began.

    What ends keeps its row and its days. A place of reception that is there already does not begin a second time.

    :param heirs: who carries on a unit, by the old unit's id
    :param tiers: a tier that ends, and the one that receives in its place
    """
    running = list(
        Reception.objects.filter(
            Q(unit__in=heirs) | Q(on_behalf_of__in=heirs) | Q(level__in=tiers.keys()),
            Q(valid_to=None) | Q(valid_to__gt=on),
        )
    )
    keep = {row.pk for row in running if row.valid_from >= on}
    procedures = {row.procedure_id for row in running}
    others = Reception.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), procedure__in=procedures)
    there: set[tuple[int, int | None, str]] = set(
        others.exclude(pk__in=[row.pk for row in running]).values_list("procedure_id", "unit_id", "level")
    )
    begun = []
    for row in running:
        after = Reception(
            procedure_id=row.procedure_id,
            unit=heirs.get(row.unit_id or 0) or row.unit,
            level=tiers.get(row.level, row.level),
            on_behalf_of=heirs.get(row.on_behalf_of_id or 0) or row.on_behalf_of,
            by_nearest=row.by_nearest,
            valid_from=max(on, row.valid_from),
            valid_to=row.valid_to,
        )
        place = (after.procedure_id, after.unit_id, after.level)
        if place not in there:
            there.add(place)
            begun.append(after)
    Reception.objects.filter(pk__in=keep).delete()  # never came into force
    Reception.objects.filter(pk__in=[row.pk for row in running]).update(valid_to=on)
    Reception.objects.bulk_create(begun)
    return len(begun)
