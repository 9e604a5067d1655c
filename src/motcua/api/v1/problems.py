"""Every way a call can fail, as application/problem+json (RFC 9457), and the sentence that says how to mend it.

One table: the handlers answer from it, the OpenAPI document and the page for people list it, and a test compares both
with what the calls really return.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.dossiers import answering

MEDIA_TYPE = "application/problem+json"

FieldError = tuple[str, str]  # what the sentence is about ("" for the whole request), and the sentence


@dataclass(frozen=True)
class Kind:
    """One kind of failure: its place in the documentation, its status, and what it means in general."""

    slug: str
    status: int
    title: str | Promise
    meaning: str | Promise

    @property
    def type(self) -> str:
        """Return the address that explains it: an anchor on the page for people."""
        return f"{settings.PUBLIC_URL}/api/v1/docs#{self.slug}"


UNREADABLE = Kind("unreadable", 400, _("Không đọc được yêu cầu"), _("Nội dung không phải JSON, mã UTF-8."))
NO_TOKEN = Kind("no-token", 401, _("Chưa có khóa truy cập"), _("Thiếu khóa, hoặc khóa sai, hết hạn hay đã thu hồi."))
NOT_YOURS = Kind(
    "not-yours", answering.NOT_YOURS, _("Việc của người khác"), _("Khóa này không có quyền làm việc đó với hồ sơ đó.")
)
NOT_FOUND = Kind(
    "not-found", 404, _("Không tìm thấy"), _("Không có, hoặc khóa này không được xem. Hai trường hợp trả lời như nhau.")
)
WRONG_METHOD = Kind("wrong-method", 405, _("Không gọi cách này"), _("Địa chỉ này không nhận phương thức HTTP đó."))
NOT_OPEN = Kind(
    "not-open", answering.NOT_NOW, _("Chưa làm được lúc này"), _("Hồ sơ không ở chỗ mà quy định cho làm việc đó.")
)
STALE = Kind(
    "stale",
    answering.STALE,
    _("Hồ sơ đã đổi"),
    _("Số trong If-Match không phải bản mới nhất. Đọc lại hồ sơ rồi làm tiếp."),
)
TOO_LARGE = Kind("too-large", 413, _("Yêu cầu quá lớn"), _("Nội dung lớn hơn 2 MB."))
NOT_JSON = Kind("not-json", 415, _("Cần gửi JSON"), _("Content-Type phải là application/json."))
INPUT = Kind("input", answering.MEND, _("Cần sửa lại"), _("Có mục ghi chưa đúng; errors nói mục nào và sửa ra sao."))
KEY_USED = Kind(
    "key-used",
    answering.MEND,
    _("Khóa chống lặp đã dùng"),
    _("Idempotency-Key này đã đi với một yêu cầu khác. Dùng khóa mới."),
)
TOO_MANY = Kind("too-many", 429, _("Gọi quá nhiều"), _("Chờ đủ số giây trong Retry-After rồi gọi lại."))
BROKEN = Kind("broken", 500, _("Máy chủ gặp lỗi"), _("Lỗi của chúng tôi, đã ghi lại. Việc chưa làm, gọi lại được."))
AWAY = Kind(
    "away",
    503,
    _("Cơ sở dữ liệu chưa trả lời"),
    _("Chưa chắc việc đã làm. Chờ đủ số giây trong Retry-After rồi gọi lại, giữ nguyên Idempotency-Key."),
)
UNWELL = Kind("unwell", 503, _("Hệ thống đang trục trặc"), _("Có phần không chạy; errors nói phần nào."))

KINDS = (
    UNREADABLE, NO_TOKEN, NOT_YOURS, NOT_FOUND, WRONG_METHOD, NOT_OPEN, STALE, TOO_LARGE, NOT_JSON, INPUT, KEY_USED,
    TOO_MANY, BROKEN, AWAY, UNWELL,
)  # fmt: skip


class Problem(Exception):
    """A call that cannot be answered as asked.

    :param detail: the sentence for whoever called; without it, what the kind means in general
    :param errors: for input: which field, and how to mend it
    """

    def __init__(
        self,
        kind: Kind,
        detail: str | Promise = "",
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind.slug)
        self.kind, self.detail, self.errors, self.headers = kind, detail or kind.meaning, errors, headers or {}


def wrong(field: str, message: str) -> Problem:
    """Return the problem of one field that has to be mended."""
    return wrongs([(field, message)])


def wrongs(errors: Iterable[FieldError]) -> Problem:
    """Return the problem of several fields; the detail says all of it in one breath."""
    listed = list(errors)
    return Problem(INPUT, " ".join(message for _field, message in listed), errors=listed)


def not_found(detail: str | Promise) -> Problem:
    return Problem(NOT_FOUND, detail)


def response(problem: Problem) -> HttpResponse:
    """Return the answer: problem+json, with the headers that belong to its status."""
    kind = problem.kind
    body = {"type": kind.type, "title": str(kind.title), "status": kind.status, "detail": str(problem.detail)}
    if problem.errors or kind.status == answering.MEND:
        body["errors"] = [{"field": field, "message": message} for field, message in problem.errors]
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), content_type=MEDIA_TYPE, status=kind.status)
    if kind is NO_TOKEN:
        answer["WWW-Authenticate"] = 'Bearer realm="motcua"'
    for name, value in problem.headers.items():
        answer[name] = value
    return answer


def of_status(status: int) -> Kind:
    """Return the kind to answer with when only a status is known: what Django itself refused."""
    for kind in KINDS:
        if kind.status == status:
            return kind
    return BROKEN if status >= 500 else UNREADABLE
