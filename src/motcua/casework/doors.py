"""Which desk is whose: where an officer goes after signing in, and the ways from one desk to another.

The addresses are the public ones (ux.md §3.1): the surfaces behind them do not know each other.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.organisations.models import Role
from motcua.organisations.queries import Standing


class Door(NamedTuple):
    """The way to one desk."""

    roles: frozenset[Role]
    url: str
    name: str | Promise
    about: str | Promise
    icon: str


BENCH, SIGNING = "/lam-viec/ho-so/", "/lam-viec/ky/"
NOTICES, REGISTERS = "/lam-viec/thong-bao/", "/lam-viec/quay/so-theo-doi/"
DOORS = (
    Door(
        frozenset({Role.COUNTER}),
        "/lam-viec/quay/tiep-nhan/",
        _("Quầy tiếp nhận"),
        _("Tiếp nhận hồ sơ, trả kết quả"),
        "tray-duotone",
    ),
    Door(
        frozenset({Role.SPECIALIST}),
        BENCH,
        _("Bàn làm việc"),
        _("Xử lý hồ sơ của cơ quan, trình ký"),
        "briefcase-duotone",
    ),
    Door(frozenset({Role.LEADER}), SIGNING, _("Bàn ký"), _("Duyệt hoặc trả lại hồ sơ trình ký"), "stamp-duotone"),
    Door(
        frozenset({Role.CENTRE, Role.CHAIR, Role.CONTROLLER}),
        "/lam-viec/giam-sat/",
        _("Phòng giám sát"),
        _("Hồ sơ sắp đến hạn, quá hạn, rà soát tuần"),
        "buildings-duotone",
    ),
)


def doors_open_to(standing: Standing) -> list[Door]:
    """Return the desks where this person works today, in the order of the house."""
    return [door for door in DOORS if door.roles & standing.all_roles]
