"""What stands around every page of the counter: the sign above it, the ways to the others, the keys."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from motcua.counter import queries
from motcua.counter.desk import Desk


def frame(
    desk: Desk, *, online: int | None = None, ready: int | None = None, waiting: int | None = None
) -> dict[str, Any]:
    """Return the context of the dark bar (3 statements, none when the page has counted already).

    :param online: how many wait online, as `queries.AS_MANY_AS_SHOWN` counts them; likewise `ready`
    """
    if online is None:
        online = len(queries.waiting_online(desk).values_list("pk", flat=True)[: queries.AS_MANY_AS_SHOWN])
    if ready is None:
        ready = len(queries.ready_to_return(desk).values_list("pk", flat=True)[: queries.AS_MANY_AS_SHOWN])
    if waiting is None:
        still = queries.of_desk(desk).filter(status__in=queries.STANDING_STILL)
        waiting = len(still.values_list("pk", flat=True)[: queries.AS_MANY_AS_SHOWN])
    unit = desk.unit
    return {
        "desk": {
            "name": desk.post.counter_label or unit.short_name,
            "place": unit.short_name if desk.post.counter_label else unit.parent.short_name if unit.parent else "",
            "role": desk.post.title or desk.post.get_role_display(),
        },
        "nav": [
            {"label": _("Tiếp nhận"), "url": reverse("counter:receive")},
            {"label": _("Nộp trên mạng"), "url": reverse("counter:online"), "hot": True} | badge(online),
            {"label": _("Chờ bổ sung"), "url": reverse("counter:waiting")} | badge(waiting),
            {"label": _("Trả kết quả"), "url": reverse("counter:hand_over")} | badge(ready),
            {"label": _("Hồ sơ của quầy"), "url": reverse("counter:book")},
            {"label": _("Bàn giao"), "url": reverse("counter:handovers")},
            {"label": _("Nhập bù"), "url": reverse("counter:late_entry")},
        ],
        "search_url": reverse("counter:book"),
    }


def badge(found: int) -> dict[str, Any]:
    """Return the number beside a word; of a list that was cut off it says that there are more."""
    shown = queries.AS_MANY_AS_SHOWN - 1
    return {"count": min(found, shown), "more": found > shown}


def keys(*lines: tuple[str, str | Promise]) -> list[dict[str, Any]]:
    """Return the line of keys at the bottom of a page: ("Alt+1–6", what it does)."""
    return [{"keys": key.split("+"), "label": label} for key, label in lines]
