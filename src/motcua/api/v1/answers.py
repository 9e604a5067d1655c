"""What comes out. Agencies and procedures are named by the key or code that a request would use, the name beside it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from motcua.api.v1.types import (
    Channel,
    Level,
    Moment,
    Outcome,
    PersonKind,
    Status,
    Timeliness,
)


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FieldProblem(Answer):
    field: str = Field(description=_("Mục cần sửa; trống: cả yêu cầu"), examples=["applicant.phone"])
    message: str = Field(description=_("Sửa ra sao"), examples=["Số điện thoại bắt đầu bằng 0 và có 10 hoặc 11 số."])


class Problem(Answer):
    """What went wrong (RFC 9457)."""

    type: str = Field(description=_("Địa chỉ giải thích loại lỗi"))
    title: str = Field(description=_("Tên loại lỗi"), examples=["Cần sửa lại"])
    status: int = Field(description=_("Mã HTTP"), examples=[422])
    detail: str = Field(description=_("Chuyện gì, và làm gì tiếp"))
    errors: list[FieldProblem] | None = Field(None, description=_("Từng mục cần sửa, khi lỗi do nội dung gửi lên"))


class Person(Answer):
    kind: PersonKind
    name: str
    id_number: str
    phone: str
    email: str
    address: str
    commune: str | None = Field(description=_("Khóa của xã, phường"))
    commune_name: str | None


class Component(Answer):
    code: str
    name: str
    originals: int
    copies: int


class File(Answer):
    name: str
    media_type: str
    size: int = Field(description=_("Byte"))
    sha256: str
    component: str = Field(description=_("Mã giấy tờ mà tệp thuộc về"))


class Result(Answer):
    outcome: Outcome = Field(description=_("Đề xuất; là quyết định khi decided_at đã có"))
    summary: str
    proposed_at: Moment
    decided_at: Moment | None


class Step(Answer):
    name: str
    kind: str = Field(description=_("reception, handling, approval, return"))
    state: str = Field(description=_("done, current, future"))
    agency: str | None
    agency_name: str | None
    officer: str | None
    started_at: Moment | None
    due_at: Moment | None
    ended_at: Moment | None


class DossierRow(Answer):
    """A dossier as lists and writes show it."""

    code: str | None = Field(
        description=_("Mã hồ sơ; chưa có khi chờ tiếp nhận"), examples=["000.00.01.H12-181022-0001"]
    )
    quick_code: str = Field(description=_("Mã tra nhanh, 10 số"), examples=["1810420768"])
    version: int = Field(description=_("Lớn thêm sau mỗi việc; gửi lại trong If-Match"))
    status: Status
    status_text: str = Field(description=_("Trạng thái bằng lời"))
    national_status: int | None = Field(description=_("Trạng thái trên Cổng Dịch vụ công quốc gia, 1–10"), examples=[2])
    timeliness: Timeliness = Field(
        description=_("early, on_time, late: đã xong; in_time, soon, overdue: đang làm; trống: chưa hẹn")
    )
    procedure: str = Field(description=_("Mã thủ tục"))
    procedure_name: str
    case: str | None
    agency: str = Field(description=_("Cơ quan giải quyết"))
    agency_name: str
    receiving_agency: str = Field(description=_("Nơi tiếp nhận"))
    receiving_agency_name: str
    holder: str = Field(description=_("Nơi đang giữ hồ sơ"))
    holder_name: str
    officer: str | None = Field(description=_("Người đang giữ"))
    step: str | None = Field(description=_("Bước đang đứng"))
    step_due_at: Moment | None
    channel: Channel
    result_channel: Channel
    applicant_name: str
    limit: str = Field(description=_("Thời hạn đã hẹn"), examples=["3 working days"])
    submitted_at: Moment | None
    received_at: Moment | None
    due_at: Moment | None = Field(description=_("Hẹn trả"))
    first_due_at: Moment | None = Field(description=_("Hẹn trả lần đầu"))
    finished_at: Moment | None = Field(description=_("Lúc có kết quả: so với hẹn trả là biết đúng hay trễ"))
    returned_at: Moment | None
    tracking_url: str = Field(description=_("Đường dẫn trong mã QR của giấy hẹn"))


class Dossier(DossierRow):
    """A dossier with all that belongs to it."""

    rules: str = Field(description=_("Bộ quy định của ngày nhận"), examples=["nd61-2018"])
    calendar: str = Field(description=_("Phiên bản lịch đã dùng khi hẹn"))
    book_number: int | None = Field(description=_("Số thứ tự trong sổ của năm"))
    note: str
    applicant: Person
    submitter: Person | None
    authority: str = Field(description=_("Văn bản ủy quyền của người nộp thay: số, ngày"))
    consignment: str = Field(description=_("Mã bưu gửi, khi hồ sơ tới qua bưu điện"), examples=["EE123456789VN"])
    result_consignment: str = Field(description=_("Mã bưu gửi, khi kết quả gửi qua bưu điện"))
    components: list[Component]
    files: list[File]
    result: Result | None
    steps: list[Step]


class DossierPage(Answer):
    items: list[DossierRow]
    next: str | None = Field(description=_("Gửi lại trong cursor để xem trang sau; null: hết"))


class Event(Answer):
    """One line of a dossier's diary."""

    seq: int
    at: Moment
    verb: str
    by: str = Field(description=_("Người làm, như tên lúc đó"))
    agency: str | None
    agency_name: str | None
    status: Status
    due_at: Moment | None
    detail: dict[str, Any]


class IssuedPaper(Answer):
    """A statutory paper that was issued for a dossier; its file never changes."""

    id: str
    form: str = Field(description=_("receipt, supplement, refusal, apology, stop, control-sheet"))
    name: str = Field(description=_("Tên mẫu, theo thông tư của ngày cấp"))
    number: str | None = Field(description=_("Số và ký hiệu"), examples=["0001/HDHS"])
    issued_at: Moment
    issued_by: str = Field(description=_("Người làm việc đã dẫn tới giấy này, như tên lúc đó"))
    agency: str = Field(description=_("Nơi cấp"))
    agency_name: str
    is_signed: bool = Field(description=_("Đã ký số; không thì ký tay trên bản in"))
    sha256: str
    size: int = Field(description=_("Byte"))
    path: str = Field(description=_("Tải ở đây, tính từ địa chỉ của API"))


class TrackedStep(Answer):
    name: str
    state: str = Field(description=_("done, current, future"))


class TrackedEvent(Answer):
    at: Moment
    text: str
    agency_name: str | None
    status: Status


class Tracked(Answer):
    """Where a dossier is, for whoever typed ten digits; name and history only with the token of the receipt."""

    quick_code: str
    code: str | None
    status: Status
    status_text: str
    national_status: int | None
    timeliness: Timeliness
    procedure: str
    procedure_name: str
    agency_name: str
    receiving_agency_name: str
    holder_name: str
    received_at: Moment | None
    due_at: Moment | None
    finished_at: Moment | None
    returned_at: Moment | None
    steps: list[TrackedStep]
    applicant_name: str | None = Field(
        description=_("Che bớt, chỉ khi có mã trên giấy hẹn"), examples=["Trần T. B. B."]
    )
    history: list[TrackedEvent] | None = Field(description=_("Chỉ khi có mã trên giấy hẹn"))


class DueDay(Answer):
    date: date
    counted: bool
    reason: str
    minutes: int | None = None


class DueDate(Answer):
    """The answer of `motcua due --json`."""

    due_at: str = Field(examples=["2026-04-29T17:00:00+07:00"])
    rules: str = Field(examples=["nd118-2025"])
    calendar: str
    method: str = Field(examples=["date"])
    article: str = Field(description=_("Căn cứ"))
    derivation: list[DueDay] = Field(description=_("Từng ngày tính và không tính, kèm lý do"))


class Health(Answer):
    status: str = Field(examples=["ok"])
    database: str = Field(examples=["ok"])
    background: str = Field(description=_("Tiến trình nền và việc định kỳ"), examples=["ok"])
    followers: str = Field(examples=["ok"])
    email: str = Field(description=_("Thư điện tử gửi cho người dân"), examples=["ok"])
    time: Moment = Field(description=_("Giờ của hệ thống; bản trình diễn có giờ riêng"))


class Agency(Answer):
    key: str
    name: str
    short_name: str
    kind: str
    level: Level
    parent: str | None = Field(description=_("Khóa của cấp trên"))
    gso_code: str
    identifier: str = Field(description=_("Mã định danh theo TT 10/2016"))
    identifier_2020: str
    desk: str = Field(description=_("Bộ phận Một cửa; trống: không nhận hồ sơ"))
    address: str
    phone: str


class AgencyPage(Answer):
    items: list[Agency]
    next: str | None


class Rated(Answer):
    quick_code: str
    level: int
    rated_at: Moment
