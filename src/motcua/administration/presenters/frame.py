"""What stands around every page: the dark panel with the ways to the others."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.administration.queries import TO_BE_REDRAWN
from motcua.administration.room import Visit
from motcua.notifications.queries import MOST_COUNTED, unread_count


def frame(visit: Visit, *, asked: str | None = None) -> dict[str, Any]:
    """Return the context of the dark panel (2 statements). `asked` is the list that a page shows."""
    unread = unread_count(visit.user)
    places: list[dict[str, Any]] = [
        *_lists(asked),
        {"label": _("Thủ tục hành chính"), "icon": "file-text", "group": _("Khác"), "url": reverse("procedures:list")},
        {
            "label": _("Tham số quy định"),
            "icon": "gear-six",
            "group": _("Khác"),
            "url": reverse("administration:rules"),
            "current": asked == "tham-so",
        },
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


def _lists(asked: str | None) -> list[dict[str, Any]]:
    """Return the ways to the lists of processes: all, and those that each of the filters keeps."""
    here = reverse("administration:processes")
    filters = (
        ("dang-soan", _("Đang soạn, chờ duyệt"), "note-pencil"),
        ("nguoi-soan", _("Đã soạn tay"), "list-checks"),
        ("tu-sinh", _("Phần mềm tự sinh"), "gear-six"),
        (TO_BE_REDRAWN, _("Bản mới chưa vẽ lại"), "arrow-clockwise"),
    )
    return [
        {"label": _("Mọi quy trình"), "icon": "stack", "url": here, "current": asked == ""},
        *(
            {"label": label, "icon": icon, "url": f"{here}?loc={key}", "current": asked == key}
            for key, label, icon in filters
        ),
    ]
