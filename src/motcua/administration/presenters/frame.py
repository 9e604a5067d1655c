"""What stands around every page: the dark panel with the ways to the others."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.administration.room import Visit
from motcua.notifications.queries import MOST_COUNTED, unread_count


def frame(visit: Visit, *, asked: str | None = None) -> dict[str, Any]:
    """Return the context of the dark panel (2 statements). `asked` is the list that a page shows."""
    unread = unread_count(visit.user)
    lists = reverse("administration:processes")
    places: list[dict[str, Any]] = [
        {"label": _("Mọi quy trình"), "icon": "stack", "url": lists, "current": asked == ""},
        {
            "label": _("Đang soạn, chờ duyệt"),
            "icon": "note-pencil",
            "url": f"{lists}?loc=dang-soan",
            "current": asked == "dang-soan",
        },
        {
            "label": _("Đã soạn tay"),
            "icon": "list-checks",
            "url": f"{lists}?loc=nguoi-soan",
            "current": asked == "nguoi-soan",
        },
        {
            "label": _("Phần mềm tự sinh"),
            "icon": "gear-six",
            "url": f"{lists}?loc=tu-sinh",
            "current": asked == "tu-sinh",
        },
        {"label": _("Thủ tục hành chính"), "icon": "file-text", "group": _("Khác"), "url": reverse("procedures:list")},
        # the surfaces do not know each other: the public addresses of ux.md §3.1
        {"label": _("Phòng giám sát"), "icon": "sign-in", "group": _("Khác"), "url": "/lam-viec/giam-sat/"},
        {
            "label": _("Thông báo"),
            "icon": "bell",
            "group": _("Khác"),
            "url": "/lam-viec/thong-bao/",
            "count": min(unread, MOST_COUNTED - 1),
            "more": unread >= MOST_COUNTED,
        },
    ]
    post = visit.post
    return {
        "desk": {
            "name": _("Quy trình nội bộ"),
            "place": post.agency.short_name if post else "",
            "role": post.title or post.get_role_display() if post else "",
        },
        "nav": places,
        "visit": visit,
    }
