from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.organisations.models import Agency


@transaction.atomic
def end(*, agency: Agency, on: date, successor: Agency | None = None) -> Agency:
    """Close this unit's life on a day; what it did keeps its name. Renaming is ending one span and starting another.

    Whoever this unit itself carried on is carried on by the successor from now on. The day has come: an end is not
    written down ahead of time, or the successor's people would hold the unit's powers too early.

    :raises ValidationError: the unit had not begun by then, or has ended already
    """
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if agency.valid_to is not None:
        raise ValidationError(_("Đơn vị này đã kết thúc từ trước."))
    agency.valid_to, agency.successor, agency.heir = on, successor, successor
    agency.full_clean()
    agency.save(update_fields=["valid_to", "successor", "heir"])
    if successor is not None:
        Agency.objects.filter(heir=agency).update(heir=successor)
    return agency
