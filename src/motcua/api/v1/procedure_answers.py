"""A procedure as it comes out: everything a citizen has to know before they set out."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _
from pydantic import Field

from motcua.api.v1.answers import Answer
from motcua.api.v1.types import Channel, Level


class Term(Answer):
    case: str | None = Field(description=_("Trường hợp; null: mọi trường hợp"))
    channel: Channel
    committed: str = Field(description=_("Thời hạn cam kết"), examples=["3 working days"])
    statutory: str = Field(description=_("Thời hạn luật định"))
    text: str = Field(description=_("Thời hạn cam kết bằng lời"), examples=["3 ngày làm việc"])


class Price(Answer):
    case: str | None
    channel: str = Field(description=_("Cách nộp; trống: mọi cách"))
    kind: str = Field(description=_("phi: phí; le_phi: lệ phí"))
    amount: int | None = Field(description=_("Đồng; null: xem note"))
    note: str


class ProcedureRow(Answer):
    """A procedure as lists show it."""

    code: str = Field(examples=["1.004122.000.00.00.H12"])
    name: str
    everyday_name: str = Field(description=_("Tên bà con hay gọi"))
    field: str = Field(description=_("Khóa của lĩnh vực"))
    field_name: str
    levels: list[Level]
    agency: str | None = Field(description=_("Cơ quan giải quyết; null: chính nơi tiếp nhận"))
    agency_name: str
    online_level: int = Field(description=_("Mức độ trực tuyến, 1–4"))
    same_day: bool = Field(description=_("Trả kết quả trong ngày"))
    limits: list[Term]
    fees: list[Price]


class ProcedurePage(Answer):
    items: list[ProcedureRow]
    next: str | None = Field(description=_("Gửi lại trong cursor để xem trang sau; null: hết"))


class Case(Answer):
    key: str
    name: str


class Paper(Answer):
    code: str
    name: str
    hint: str = Field(description=_("Cách chuẩn bị"))
    originals: int
    copies: int
    required: bool
    form: str = Field(description=_("Mẫu đơn, tờ khai"))
    reusable: bool = Field(description=_("Đã nộp rồi thì dùng lại được"))
    case: str | None = Field(description=_("Chỉ cần cho trường hợp này; null: mọi trường hợp"))


class Desk(Answer):
    key: str
    name: str = Field(description=_("Bộ phận Một cửa"))
    address: str
    phone: str


class Procedure(ProcedureRow):
    """A procedure with its parts (NĐ 63/2010 art. 8)."""

    version: int
    valid_from: date | None
    valid_to: date | None
    cases: list[Case]
    components: list[Paper]
    sets: int = Field(description=_("Số bộ hồ sơ"))
    steps: list[Any] = Field(description=_("Trình tự thực hiện"))
    methods: list[Any] = Field(description=_("Cách thức thực hiện"))
    audience: list[str] = Field(description=_("Ai làm thủ tục này"))
    results: list[Any]
    conditions: str
    legal_basis: list[Any]
    questions: list[Any] = Field(description=_("Hỏi đáp"))
    decision: str = Field(description=_("Quyết định công bố"))
    source: str
    desks: list[Desk] = Field(description=_("Nơi tiếp nhận hôm nay"))
