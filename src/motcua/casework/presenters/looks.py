"""How the turns of a dossier look: what each is called on its button and on its page, and where the buttons lead."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from motcua.casework.asked import Asked
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier


class Look(NamedTuple):
    """How a turn looks: on its button, on its page."""

    label: str | Promise  # on the button that leads to its page
    icon: str
    title: str | Promise
    about: str | Promise
    send: str | Promise  # on the button that does it
    key: str = ""
    is_final: bool = False  # drawn in red


LOOKS = {
    Verb.REQUEST_SUPPLEMENT: Look(
        gettext_lazy("Bổ sung"),
        "pause-circle",
        gettext_lazy("Yêu cầu bổ sung"),
        gettext_lazy("Đồng hồ dừng tới khi bộ phận một cửa nhận đủ, rồi tính lại từ đầu. Yêu cầu một lần cho đủ."),
        gettext_lazy("Gửi yêu cầu bổ sung"),
        key="F8",
    ),
    Verb.CONSULT: Look(
        gettext_lazy("Lấy ý kiến"),
        "arrows-left-right",
        gettext_lazy("Lấy ý kiến cơ quan khác"),
        gettext_lazy("Đồng hồ của hồ sơ vẫn chạy. Hỏi được nhiều cơ quan cùng lúc, mỗi nơi một hạn."),
        gettext_lazy("Gửi câu hỏi"),
    ),
    Verb.REQUEST_PAYMENT: Look(
        gettext_lazy("Báo nộp tiền"),
        "money",
        gettext_lazy("Báo nghĩa vụ tài chính"),
        gettext_lazy("Đồng hồ dừng từ lúc báo tới khi có biên lai hoặc giấy miễn."),
        gettext_lazy("Báo người nộp"),
    ),
    Verb.CONFIRM_PAYMENT: Look(
        gettext_lazy("Đã nộp tiền"),
        "check-circle",
        gettext_lazy("Xác nhận đã nộp tiền"),
        gettext_lazy("Đồng hồ chạy lại từ lúc xác nhận."),
        gettext_lazy("Xác nhận, chạy lại đồng hồ"),
    ),
    Verb.EXTEND: Look(
        gettext_lazy("Xin lỗi, hẹn lại"),
        "envelope-simple",
        gettext_lazy("Xin lỗi và hẹn lại ngày trả"),
        gettext_lazy("Người nộp nhận thư xin lỗi và ngày mới. Quá hẹn đầu thì vẫn tính trễ."),
        gettext_lazy("Xin lỗi, hẹn ngày mới"),
    ),
    Verb.STOP: Look(
        gettext_lazy("Dừng giải quyết"),
        "stop-circle-fill",
        gettext_lazy("Dừng giải quyết hồ sơ"),
        gettext_lazy("Hồ sơ khép lại, không mở ra được nữa. Người nộp nhận thông báo có lý do."),
        gettext_lazy("Dừng giải quyết"),
        is_final=True,
    ),
}


def url_of(verb: Verb, dossier: Dossier) -> str:
    return reverse(f"casework:{verb.value.replace('-', '_')}", args=[str(dossier)])


def away_from(dossier: Dossier, back: str) -> str:
    """Return where to go from a turn's page: the list that it was opened from, else the dossier's own page."""
    return Asked.read(QueryDict(back)).url if back else reverse("casework:dossier", args=[str(dossier)])


def links_to(dossier: Dossier, open_verbs: Collection[Verb], *, back: str) -> list[dict[str, Any]]:
    """Return the buttons of the turns that are open to somebody, each leading to its page."""
    query = QueryDict(mutable=True)
    query["back"] = back
    tail = f"?{query.urlencode()}" if back else ""
    return [
        {"url": url_of(verb, dossier) + tail, "label": look.label, "icon": look.icon, "key": look.key}
        for verb, look in LOOKS.items()
        if verb in open_verbs
    ]
