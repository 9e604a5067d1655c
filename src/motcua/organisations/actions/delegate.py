from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.organisations.models import Agency, Delegation, Leave, Role
from motcua.organisations.queries import posts_on


@transaction.atomic
def delegate(
    *, agency: Agency, giver: User, receiver: User, first: date, last: date, reason: str, at: datetime
) -> Delegation:
    """Hand a leader's power at this unit to another of its officers, from the first day to the last, both included.

    Whoever signs for another does not pass it on, and nobody signs for a leader who signs for a third
    (NĐ 30/2020 art. 13.3: authority given is not given further).

    :raises ValidationError: the giver does not lead the unit, the receiver does not work there or is away, the days
        are wrong or past, or there is a delegation already on one of them
    """
    if last < first:
        raise ValidationError(_("Ngày cuối phải từ ngày đầu trở đi."))
    if last < at.date():
        raise ValidationError(_("Những ngày này đã qua. Ủy quyền từ hôm nay trở đi."))
    if not reason.strip():
        raise ValidationError(_("Hãy ghi lý do ủy quyền, ví dụ: đi công tác."))
    Agency.objects.select_for_update().get(pk=agency.pk)  # two hands at once see each other
    _check_people(agency, giver, receiver, first=first, last=last)
    _check_others(agency, giver, receiver, first=first, last=last)
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


def _check_people(agency: Agency, giver: User, receiver: User, *, first: date, last: date) -> None:
    here = posts_on(first).filter(agency=agency)
    if not here.filter(user=giver, role=Role.LEADER).exists():
        raise ValidationError(_("Chỉ lãnh đạo của cơ quan mới ủy quyền ký được."))
    if not receiver.is_active or not here.filter(user=receiver).exists():
        raise ValidationError(_("Chỉ ủy quyền cho người đang làm việc tại cơ quan."))
    away = Leave.objects.meeting(first=first, last=last).filter(agency=agency, user=receiver).first()
    if away is not None:
        raise ValidationError(
            _("%(name)s nghỉ đến hết %(day)s. Chọn người khác, hoặc đổi ngày.")
            % {"name": receiver, "day": f"{away.valid_to:%d/%m/%Y}"}
        )


def _check_others(agency: Agency, giver: User, receiver: User, *, first: date, last: date) -> None:
    """Refuse a second delegation of the same power, and chains of them."""
    others = Delegation.objects.meeting(first=first, last=last).filter(agency=agency)
    values: dict[str, object] = {"giver": giver, "receiver": receiver}
    for other in others.select_related("giver", "receiver"):
        values |= {"other": other.receiver, "from": other.giver, "day": f"{other.valid_to:%d/%m/%Y}"}
        if other.giver_id == giver.pk:
            raise ValidationError(
                _("Đã ủy quyền cho %(other)s đến hết %(day)s. Thu lại lần đó trước, hoặc chọn ngày sau đó.") % values
            )
        if other.receiver_id == giver.pk:
            raise ValidationError(
                _("%(giver)s đang ký thay %(from)s đến hết %(day)s, không ủy quyền tiếp cho người khác được.") % values
            )
        if other.giver_id == receiver.pk:
            raise ValidationError(
                _("%(receiver)s đã ủy quyền cho %(other)s đến hết %(day)s. Chọn người khác.") % values
            )
