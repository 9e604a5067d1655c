"""Who signs in whose place, and until when."""

from typing import Any

from django.utils.translation import gettext as _

from motcua.casework.desk import Desk
from motcua.casework.forms import DelegationForm
from motcua.casework.presenters.frame import above_the_signing_desk
from motcua.lib import vietnamese
from motcua.organisations.models import Agency, Delegation, Role
from motcua.organisations.queries import colleagues, delegations_at

SHOWN = 30


def page(desk: Desk, *, form: DelegationForm | None = None, trouble: str = "") -> dict[str, Any]:
    """Return the context of the page (6 statements).

    :param trouble: why a delegation could not be ended
    """
    led = [post.agency for post in desk.posts_as(Role.LEADER)]
    today = desk.at.date()
    rows = [_row(delegation, desk) for delegation in delegations_at(desk.leads)[:SHOWN]]
    people = sorted(
        colleagues([agency.pk for agency in led], on=today).exclude(pk=desk.user.pk),
        key=lambda user: vietnamese.given_name_key(user.get_full_name()),
    )
    return {
        **above_the_signing_desk(desk),
        "form": form or DelegationForm(initial=_initial(led, desk)),
        "agencies": led,
        "people": [(str(user.pk), user.get_full_name()) for user in people],
        "open": [row for row in rows if not row["is_over"]],
        "over": [row for row in rows if row["is_over"]],
        "trouble": trouble,
        "has_errors": bool(trouble) or bool(form and form.errors),
    }


def _initial(led: list[Agency], desk: Desk) -> dict[str, Any]:
    return {"agency": str(led[0].pk) if led else "", "first": desk.at.date()}


def _row(delegation: Delegation, desk: Desk) -> dict[str, Any]:
    today = desk.at.date()
    is_over = delegation.ended_at is not None or delegation.valid_to < today
    leads_by_post = any(post.agency_id == delegation.agency_id for post in desk.posts_as(Role.LEADER))
    return {
        "delegation": delegation,
        "is_over": is_over,
        "has_begun": delegation.valid_from <= today,
        "state": _state(delegation, is_over=is_over, has_begun=delegation.valid_from <= today),
        "may_end": not is_over and (leads_by_post or delegation.giver_id == desk.user.pk),
    }


def _state(delegation: Delegation, *, is_over: bool, has_begun: bool) -> str:
    if delegation.ended_at is not None:
        return _("Đã thu lại")
    if is_over:
        return _("Đã hết")
    return _("Đang có hiệu lực") if has_begun else _("Chưa tới ngày")
