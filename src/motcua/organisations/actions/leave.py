from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.organisations.models import Agency, Leave, Role
from motcua.organisations.queries import posts_on


@transaction.atomic
def enter_leave(
    *, agency: Agency, user: User, cover: User, first: date, last: date, reason: str, by: User, at: datetime
) -> Leave:
    """Write down that somebody is away from this unit, both days included, and who looks after their dossiers.

    Officers enter their own leave, leaders anybody's of their unit. It ends by itself.

    :param cover: holds a role at this unit that the absent colleague holds too
    :raises ValidationError: with a sentence for the field `user`, `cover`, `first`, `last` or `reason`
    """
    Agency.objects.select_for_update().get(pk=agency.pk)  # two hands at once see each other
    problems = _days(first, last, at) | ({} if reason.strip() else {"reason": _("Ghi lý do, ví dụ: nghỉ phép năm.")})
    if problems:
        raise ValidationError(problems)
    _check_people(agency, user, cover, by=by, first=first, at=at)
    _check_others(agency, user, cover, first=first, last=last)
    leave = Leave(
        agency=agency,
        user=user,
        cover=cover,
        valid_from=first,
        valid_to=last,
        reason=reason.strip(),
        entered_by=by,
    )
    leave.full_clean()
    leave.save()
    return leave


@transaction.atomic
def return_early(*, leave: Leave, by: User, at: datetime) -> Leave:
    """Let somebody work again before the leave is over, or call it off before it begins.

    :raises ValidationError: somebody else than the officer or a leader of the unit asks, or it is over already
    """
    leave = Leave.objects.select_for_update().get(pk=leave.pk)
    leads = posts_on(at.date()).filter(user=by, agency=leave.agency_id, role=Role.LEADER)
    if by.pk != leave.user_id and not leads.exists():
        raise ValidationError(_("Chỉ người nghỉ hoặc lãnh đạo của cơ quan mới sửa được."))
    if leave.ended_at is not None or leave.valid_to < at.date():
        raise ValidationError(_("Lần nghỉ này đã hết từ trước, không cần kết thúc nữa."))
    leave.ended_at = at
    leave.save(update_fields=["ended_at"])
    return leave


def _days(first: date, last: date, at: datetime) -> dict[str, str]:
    if last < first:
        return {"last": _("Ngày cuối phải từ ngày đầu trở đi.")}
    return {"last": _("Những ngày này đã qua. Ghi ngày nghỉ từ hôm nay trở đi.")} if last < at.date() else {}


def _check_people(agency: Agency, user: User, cover: User, *, by: User, first: date, at: datetime) -> None:
    leads = posts_on(at.date()).filter(user=by, agency=agency, role=Role.LEADER)
    if by.pk != user.pk and not leads.exists():
        raise ValidationError({"user": _("Chỉ lãnh đạo của cơ quan mới ghi ngày nghỉ cho người khác.")})
    here = posts_on(first).filter(agency=agency)
    roles = set(here.filter(user=user).values_list("role", flat=True))
    if not roles:
        raise ValidationError({"user": _("%(name)s không làm việc tại cơ quan này.") % {"name": user}})
    if user.pk == cover.pk or not cover.is_active or not here.filter(user=cover, role__in=roles).exists():
        raise ValidationError(
            {"cover": _("Chọn một người khác của cơ quan, làm cùng việc với %(name)s.") % {"name": user}}
        )


def _check_others(agency: Agency, user: User, cover: User, *, first: date, last: date) -> None:
    """Refuse to count the same days twice, and a cover who is away on one of them."""
    others = Leave.objects.meeting(first=first, last=last).filter(agency=agency).select_related("user")
    for other in others.filter(user__in=[user, cover]):
        values = {"name": other.user, "first": f"{other.valid_from:%d/%m/%Y}", "day": f"{other.valid_to:%d/%m/%Y}"}
        if other.user_id == user.pk:
            raise ValidationError(
                {"first": _("%(name)s đã ghi nghỉ từ %(first)s đến hết %(day)s. Chọn ngày khác.") % values}
            )
        raise ValidationError(
            {"cover": _("%(name)s cũng nghỉ từ %(first)s đến hết %(day)s. Chọn người khác.") % values}
        )
