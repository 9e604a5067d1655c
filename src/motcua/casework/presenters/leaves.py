"""Who is away, until when, and who covers."""

from typing import Any

from django.utils.translation import gettext as _

from motcua.casework.absence_forms import LeaveForm
from motcua.casework.desk import Desk
from motcua.casework.presenters.frame import beside_the_bench
from motcua.lib import vietnamese
from motcua.organisations.models import Leave
from motcua.organisations.queries import colleagues, covered_by, leaves_of

SHOWN = 30


def page(desk: Desk, *, form: LeaveForm | None = None, trouble: str = "") -> dict[str, Any]:
    """Return the context of the page: of one's own leave, and for leaders of everybody's at their units."""
    units = {post.agency_id: post.agency for post in desk.posts if post.agency_id in desk.works_at}
    seen = leaves_of(desk.works_at) if desk.leads else leaves_of(desk.works_at, user=desk.user)
    rows = [_row(leave, desk) for leave in seen[:SHOWN]]
    people = [(str(user.pk), user.get_full_name()) for user in _by_name(colleagues(units, on=desk.at.date()))]
    return {
        **beside_the_bench(desk),
        "form": form or LeaveForm(initial={"user": str(desk.user.pk), "first": desk.at.date()}),
        "agencies": list(units.values()),
        "people": people,
        "is_leader": bool(desk.leads),
        "covering": list(covered_by(desk.user, on=desk.at.date())),
        "open": [row for row in rows if not row["is_over"]],
        "over": [row for row in rows if row["is_over"]],
        "trouble": trouble,
        "has_errors": bool(trouble) or bool(form and form.errors),
    }


def _by_name(users: Any) -> list[Any]:
    return sorted(users, key=lambda user: vietnamese.given_name_key(user.get_full_name()))


def _row(leave: Leave, desk: Desk) -> dict[str, Any]:
    today = desk.at.date()
    is_over = leave.ended_at is not None or leave.valid_to < today
    has_begun = leave.valid_from <= today
    return {
        "leave": leave,
        "is_over": is_over,
        "has_begun": has_begun,
        "state": _("Đã hết") if is_over else _("Đang nghỉ") if has_begun else _("Chưa tới ngày"),
        "may_end": not is_over and (leave.user_id == desk.user.pk or leave.agency_id in desk.leads),
    }
