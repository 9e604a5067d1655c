"""What stands around every page: the sign above it, the ways to the others, the keys."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from motcua.notifications.queries import MOST_COUNTED
from motcua.oversight import addresses
from motcua.oversight.queries import bar_of
from motcua.oversight.room import Visit


def frame(visit: Visit, *, bar: Mapping[str, Any] | None = None, late: int | None = None) -> dict[str, Any]:
    """Return the context of the dark bar (1 statement, none given its numbers).

    :param bar: its numbers, where the page has read them together with others: oversight.queries.bar_of
    :param late: how many dossiers are overdue, where the page has counted them already
    """
    post = visit.post
    bar = bar or bar_of(visit, late=late is None)
    nav = _of_the_room(visit, bar["late"] if late is None else late) if visit.watches else _of_an_officer(visit)
    if visit.controls:  # the surfaces do not know each other: the public address of ux.md §3.10
        nav.append({"label": _("Quy trình"), "url": "/lam-viec/quan-tri/quy-trinh/", "key": "Alt+Digit9"})
    unread = bar["unread"]
    return {
        "desk": {
            "name": _("Phòng giám sát") if visit.watches else (post.agency.short_name if post else _("Một cửa")),
            "place": settings.SITE["centre"] if visit.watches else "",
            "role": post.title or post.get_role_display() if post else "",
        },
        "nav": [
            *nav,
            {
                "label": _("Thông báo"),
                "url": addresses.of("notices"),
                "count": min(unread, MOST_COUNTED - 1),
                "more": unread >= MOST_COUNTED,
                "hot": True,
                "key": "Alt+Digit6",
            },
            *(_of_the_law() if visit.watches else []),
        ],
        "visit": visit,
        "week": visit.week,
    }


def _of_the_room(visit: Visit, late: int) -> list[dict[str, Any]]:
    week = addresses.of("review", visit.week)
    places: list[dict[str, Any]] = [
        {"label": _("Hôm nay"), "url": addresses.of("today")},
        {"label": _("Rà soát tuần %(number)d") % {"number": visit.week.number}, "url": week},
        {"label": _("Quá hạn"), "url": addresses.of("overdue"), "count": late, "hot": "red"},
        {"label": _("Đơn vị"), "url": addresses.of("units")},
        {"label": _("Hài lòng"), "url": addresses.of("satisfaction")},
    ]
    keyed = [place | {"key": f"Alt+Digit{number}"} for number, place in enumerate(places, 1)]
    return [*keyed, {"label": _("Số liệu"), "url": addresses.of("figures"), "key": "Alt+Digit0"}]


def _of_the_law() -> list[dict[str, Any]]:
    return [
        {"label": _("Quy định"), "url": addresses.of("rules"), "key": "Alt+Digit7"},
        {"label": _("Lịch"), "url": addresses.of("calendar"), "key": "Alt+Digit8"},
    ]


def _of_an_officer(visit: Visit) -> list[dict[str, Any]]:
    desk = {"label": _("Bàn làm việc"), "url": "/lam-viec/", "key": "Alt+Digit1"}
    letters = {"label": _("Rà soát tuần"), "url": addresses.of("reviews"), "key": "Alt+Digit2"}
    return [desk, letters] if visit.led else [desk]


def keys(*lines: tuple[str, str]) -> list[dict[str, Any]]:
    """Return the line of keys at the bottom of a page: ("Alt+1–6", what it does)."""
    return [{"keys": key.split("+"), "label": label} for key, label in lines]
