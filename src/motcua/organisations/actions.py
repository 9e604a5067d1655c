"""Set up units, posts and delegations."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.organisations.models import Agency, Delegation, Role
from motcua.organisations.queries import posts_on


@transaction.atomic
def delegate(*, agency: Agency, giver: User, receiver: User, first: date, last: date, reason: str) -> Delegation:
    """Hand a leader's power at this unit to another of its officers, from the first day to the last, both included.

    :raises ValidationError: the giver does not lead the unit, the receiver does not work there, or the days are wrong
    """
    if last < first:
        raise ValidationError(_("Ngày cuối phải từ ngày đầu trở đi."))
    if not reason.strip():
        raise ValidationError(_("Hãy ghi lý do ủy quyền, ví dụ: đi công tác."))
    here = posts_on(first).filter(agency=agency)
    if not here.filter(user=giver, role=Role.LEADER).exists():
        raise ValidationError(_("Chỉ lãnh đạo của cơ quan mới ủy quyền ký được."))
    if not here.filter(user=receiver).exists():
        raise ValidationError(_("Chỉ ủy quyền cho người đang làm việc tại cơ quan."))
    delegation = Delegation(
        agency=agency, giver=giver, receiver=receiver, valid_from=first, valid_to=last, reason=reason.strip()
    )
    delegation.full_clean()
    delegation.save()
    return delegation


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: User, at: datetime) -> Delegation:
    """Take a delegated power back at once, or call it off before it begins. What was signed under it stays signed.

    :raises ValidationError: somebody else than its giver or a leader of the unit asks, or it is over already
    """
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    leads = posts_on(at.date()).filter(user=by, agency=delegation.agency_id, role=Role.LEADER)
    if by.pk != delegation.giver_id and not leads.exists():
        raise ValidationError(_("Chỉ người đã ủy quyền hoặc lãnh đạo của cơ quan mới kết thúc được."))
    if delegation.ended_at is not None or delegation.valid_to < at.date():
        raise ValidationError(_("Lần ủy quyền này đã hết từ trước, không cần kết thúc nữa."))
    delegation.ended_at = at
    delegation.save(update_fields=["ended_at"])
    return delegation


@transaction.atomic
def end(*, agency: Agency, on: date, successor: Agency | None = None) -> Agency:
    """Close this unit's life on a day; what it did keeps its name. Renaming is ending one span and starting another.

    :raises ValidationError: the unit had not begun by then, or has ended already
    """
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if agency.valid_to is not None:
        raise ValidationError(_("Đơn vị này đã kết thúc từ trước."))
    agency.valid_to, agency.successor = on, successor
    agency.full_clean()
    agency.save(update_fields=["valid_to", "successor"])
    return agency
