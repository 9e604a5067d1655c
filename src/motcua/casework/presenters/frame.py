"""What stands around every page: the sign above it, the ways to the others, the keys."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework import overviews, queries
from motcua.casework.asked import Asked
from motcua.casework.desk import Desk
from motcua.casework.doors import BENCH, NOTICES, REGISTERS, SIGNING, doors_open_to
from motcua.casework.queries import MOST_COUNTED, Figures
from motcua.organisations.models import Role

WORKING = (Role.SPECIALIST, Role.LEADER)


def beside_the_bench(desk: Desk, *, asked: Asked | None = None, figures: Figures | None = None) -> dict[str, Any]:
    """Return the context of the dark panel: overviews with their counts, fields, other desks (1 statement).

    :param asked: what the bench shows; None on every other page
    """
    lists = overviews.overviews_for(desk) if desk.works_at else {}
    figures = figures or figures_for(desk, asked)
    nav = [
        _overview(key, overview, asked, figures) for key, overview in lists.items() if _is_of_use(key, asked, figures)
    ]
    of_fields = overviews.with_fields(desk, asked.view if asked else "")
    nav += [_field(field, of_fields, asked) for field in figures.fields]
    return {
        "desk": {
            "name": _("Bàn làm việc") if lists else _("Hồ sơ"),
            "place": desk.place(*WORKING),
            "role": desk.titled(*WORKING),
        },
        "nav": [
            *nav,
            *_paper(desk),
            *_register(desk),
            *_people(desk),
            *_other_desks(desk, here=BENCH),
            _notices(figures.unread, group=_("Khác")),
        ],
        "search_url": reverse("casework:search"),
    }


def figures_for(desk: Desk, asked: Asked | None) -> Figures:
    """Count what stands in the panel beside this look at the bench, or beside another page (1 statement)."""
    lists = overviews.overviews_for(desk) if desk.works_at else {}
    fields_of = overviews.OVERVIEWS[overviews.with_fields(desk, asked.view if asked else "")].which
    assert fields_of is not None  # no list of questions
    return queries.figures(desk, {key: overview.which for key, overview in lists.items()}, fields_of=fields_of)


def above_the_signing_desk(desk: Desk, *, waiting: int | None = None, more: bool = False) -> dict[str, Any]:
    """Return the context of the dark bar (1 statement).

    :param waiting: how many wait for a signature, where the page has counted them
    """
    late, unread = queries.late_and_unread(desk)
    nav: list[dict[str, Any]] = [
        {"label": _("Chờ ký"), "url": SIGNING, "count": waiting, "more": more},
        {
            "label": _("Hồ sơ của cơ quan"),
            "url": Asked(view=overviews.ALL).url,
        },
        {"label": _("Ủy quyền ký"), "url": reverse("casework:delegations")},
        *({"label": item["label"], "url": item["url"]} for item in _other_desks(desk, here=SIGNING)),
        _notices(unread) | {"hot": True},
    ]
    if late:
        nav.insert(1, _badge(late) | {"label": _("Mai có thể trễ"), "url": Asked(view=overviews.ALL).url, "hot": True})
    return {
        "desk": {
            "name": _("Bàn ký"),
            "place": f"{desk.place(Role.LEADER)} · {desk.titled(Role.LEADER)}",
            "role": desk.titled(Role.LEADER),
        },
        "nav": nav,
        "search_url": reverse("casework:search"),
    }


def keys(*lines: tuple[str, str]) -> list[dict[str, Any]]:
    """Return the line of keys at the bottom of a page: ("Alt+1–6", what it does)."""
    return [{"keys": key.split("+"), "label": label} for key, label in lines]


def _is_of_use(key: str, asked: Asked | None, figures: Figures) -> bool:
    """Leave out the list of whom one covers for while there is nothing on it."""
    is_shown = asked is not None and asked.view == key
    return key != overviews.COVERING or is_shown or bool(figures.counts[key])


def _people(desk: Desk) -> list[dict[str, Any]]:
    """Return the ways to the pages about who is there and who has what."""
    ways = [(_("Nghỉ phép, trực thay"), "calendar-blank", "casework:leaves")] if desk.works_at else []
    ways += [(_("Giao lại hồ sơ"), "user-switch", "casework:hand_over")] if desk.leads else []
    return [
        {"label": label, "icon": icon, "group": _("Khác"), "url": reverse(name), "count": ""}
        for label, icon, name in ways
    ]


def _register(desk: Desk) -> list[dict[str, Any]]:
    """Return the way to the register of a unit with a desk, for its head: who closes it when the year is over."""
    if not any(post.agency.receives for post in desk.posts_as(Role.LEADER)):
        return []
    return [{"label": _("Sổ theo dõi hồ sơ"), "icon": "list", "group": _("Khác"), "url": REGISTERS, "count": ""}]


def _overview(key: str, overview: overviews.Overview, asked: Asked | None, figures: Figures) -> dict[str, Any]:
    many = figures.counts[key]
    return _badge(many) | {
        "label": overview.name,
        "icon": overview.icon,
        "url": Asked(view=key).url,
        "current": asked is not None and asked.view == key and not asked.field,
        "hot": overview.is_alarm and many > 0,
    }


def _field(field: tuple[str, str, int], view: str, asked: Asked | None) -> dict[str, Any]:
    key, name, many = field
    return _badge(many) | {
        "label": name,
        "icon": "folder-simple",
        "group": _("Lĩnh vực"),
        "url": Asked(view=view, field=key).url,
        "current": asked is not None and asked.view == view and asked.field == key,
    }


def _other_desks(desk: Desk, *, here: str) -> list[dict[str, Any]]:
    return [
        {"label": door.name, "icon": "sign-in", "group": _("Khác"), "url": door.url, "count": ""}
        for door in doors_open_to(desk.standing)
        if door.url != here
    ]


def _paper(desk: Desk) -> list[dict[str, Any]]:
    if not desk.works_at:
        return []
    url = reverse("casework:paper_sheets")
    return [{"label": _("Giấy tờ bàn giao"), "icon": "clipboard-text", "group": _("Khác"), "url": url, "count": ""}]


def _notices(unread: int, *, group: str = "") -> dict[str, Any]:
    return _badge(unread) | {"label": _("Thông báo"), "icon": "bell", "group": group, "url": NOTICES}


def _badge(found: int) -> dict[str, Any]:
    """Return the number beside a word; of what was counted up to a limit it says that there are more."""
    return {"count": min(found, MOST_COUNTED - 1), "more": found >= MOST_COUNTED}
