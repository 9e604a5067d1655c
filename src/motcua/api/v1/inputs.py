"""What goes in. No field that is not written here is taken: a mistyped name must not pass for a wish nobody made."""

from typing import Annotated

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from motcua.api.v1.types import (
    EXAMPLE_MOMENT,
    ChannelName,
    Code,
    CodeOrNull,
    GivenDay,
    GivenMoment,
    LevelName,
    Name,
    NameOrNull,
    NoteOrNull,
    OutcomeName,
    Paragraph,
    ParagraphOrNull,
    PersonKindName,
    ReasonName,
    RequiredCode,
    StatusName,
)

Copies = Annotated[int, Field(ge=0, le=99, strict=True)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewPerson(Input):
    """Somebody who applies, or hands in for another."""

    kind: PersonKindName = Field("person", description=_("Cá nhân, doanh nghiệp hay tổ chức"))
    name: Name = Field(description=_("Họ và tên, hoặc tên tổ chức"), examples=["Trần Thị Bé Ba"])
    id_number: CodeOrNull = Field("", description=_("9 hoặc 12 số căn cước; tổ chức: 10 hoặc 13 số mã số thuế"))
    phone: CodeOrNull = Field("", description=_("Bắt đầu bằng 0, có 10 hoặc 11 số"), examples=["0900000427"])
    email: NameOrNull = Field("", description=_("Thư điện tử"))
    address: NameOrNull = Field("", description=_("Số nhà, ấp, khóm"))
    commune: CodeOrNull = Field("", description=_("Xã, phường: mã GSO hoặc khóa"), examples=["31999"])


class NewComponent(Input):
    """A paper on the table, named as published or by its code."""

    code: CodeOrNull = Field("", description=_("Mã giấy tờ trong danh mục đã công khai"), examples=["P1"])
    name: ParagraphOrNull = Field("", description=_("Hoặc tên giấy tờ, như đã công khai"))
    originals: Copies = Field(1, description=_("Số bản chính"))
    copies: Copies = Field(0, description=_("Số bản sao"))


class NewDossier(Input):
    """A dossier handed in at a counter, online or by post."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "procedure": "1.004122.000.00.00.H12",
                    "channel": "counter",
                    "result_channel": "counter",
                    "applicant": {
                        "kind": "person",
                        "name": "Trần Thị Bé Ba",
                        "id_number": "381000123",
                        "phone": "0900000427",
                        "address": "Ấp Tân Ánh",
                        "commune": "32188",
                    },
                    "components": [
                        {"code": "P1", "originals": 1, "copies": 0},
                        {"name": "Giấy tờ tùy thân", "originals": 0, "copies": 1},
                    ],
                    "note": "Nhận kết quả buổi sáng.",
                }
            ]
        }
    )

    procedure: RequiredCode = Field(description=_("Mã thủ tục"), examples=["1.004122.000.00.00.H12"])
    case: CodeOrNull = Field("", description=_("Khóa của trường hợp, nếu thủ tục chia trường hợp"))
    receiving_agency: CodeOrNull = Field(
        "", description=_("Nơi tiếp nhận: khóa hoặc mã định danh. Bỏ trống: bàn của chính khóa này")
    )
    channel: ChannelName = Field(description=_("Cách nộp. counter: tiếp nhận ngay; online, post: chờ tiếp nhận"))
    result_channel: ChannelName = Field("counter", description=_("Cách nhận kết quả"))
    applicant: NewPerson = Field(description=_("Người có hồ sơ"))
    submitter: NewPerson | None = Field(None, description=_("Người nộp thay, nếu có"))
    authority: NameOrNull = Field(
        "", description=_("Văn bản ủy quyền của người nộp thay: số, ngày"), examples=["số 12 ngày 20/10/2018"]
    )
    consignment: CodeOrNull = Field(
        "", description=_("Mã bưu gửi, 8–30 chữ và số, khi channel là post"), examples=["EE123456789VN"]
    )
    components: list[NewComponent] = Field([], max_length=200, description=_("Giấy tờ nộp vào"))
    received_at: GivenMoment | None = Field(
        None, description=_("Lúc nhận, nếu nhập lại từ sổ giấy; không được sau giờ hiện tại")
    )
    note: NoteOrNull = Field("", description=_("Ghi chú trên giấy hẹn"))


class Nothing(Input):
    """Nothing needs to be said."""


class Receive(Input):
    received_at: GivenMoment | None = Field(
        None, description=_("Lúc nhận, hoặc lúc ký biên bản giao nhận với bưu điện; bỏ trống: bây giờ")
    )


class Reason(Input):
    reason: Paragraph = Field(description=_("Lý do, in cho người dân đọc"), examples=["Giấy khai sinh thiếu chữ ký."])


class Forward(Input):
    to: NameOrNull = Field("", description=_("Tên đăng nhập của chuyên viên nhận; bỏ trống: sang bước sau"))
    note: ParagraphOrNull = Field("", description=_("Lời dặn"))


class Propose(Input):
    outcome: OutcomeName = Field(description=_("Đề xuất đồng ý hay từ chối giải quyết"))
    summary: Paragraph = Field(description=_("Vài dòng để lãnh đạo biết ký cái gì"), examples=["Đủ điều kiện."])


class Approve(Input):
    note: ParagraphOrNull = Field("", description=_("Ý kiến khi ký"))


class ReturnResult(Input):
    collected_by: NameOrNull = Field("", description=_("Người nhận thay, nếu không phải người có hồ sơ"))
    authority: NameOrNull = Field("", description=_("Văn bản ủy quyền của người nhận thay: số, ngày"))
    consignment: CodeOrNull = Field(
        "", description=_("Mã bưu gửi của kết quả, khi result_channel là post"), examples=["EE987654321VN"]
    )
    note: ParagraphOrNull = Field("", description=_("Ghi chú"))


class RequestSupplement(Input):
    reason: Paragraph = Field(description=_("Thiếu gì, sai chỗ nào"), examples=["Thiếu bản vẽ vị trí công tơ."])
    papers: list[Name] = Field([], max_length=50, description=_("Tên các giấy tờ cần bổ sung, như đã công khai"))
    asked_until: GivenDay | None = Field(None, description=_("Mong nhận trước ngày này"))


class AcceptSupplement(Input):
    components: list[NewComponent] = Field([], max_length=200, description=_("Giấy tờ mới nộp thêm, theo mã"))
    note: ParagraphOrNull = Field("", description=_("Ghi chú"))


class RequestPayment(Input):
    reason: Paragraph = Field(description=_("Nộp khoản gì, nộp ở đâu"), examples=["Lệ phí trước bạ, nộp tại kho bạc."])
    amount: Annotated[int, Field(strict=True, gt=0)] | None = Field(None, description=_("Số tiền, đồng; nếu đã biết"))
    limit_after: NameOrNull = Field(
        "",
        description=_("Lần hẹn thứ hai, tính từ lúc nộp đủ; bỏ trống: thời hạn còn lại"),
        examples=["3 working days"],
    )


class ConfirmPayment(Input):
    proof: Name = Field(description=_("Số biên lai, hoặc số giấy miễn"), examples=["BL 0012345"])


class Extend(Input):
    reason: Paragraph = Field(description=_("Lý do trễ, in trong thư xin lỗi"), examples=["Chờ đo đạc lại thửa đất."])
    new_due_on: GivenDay = Field(description=_("Ngày hẹn mới, một ngày làm việc"), examples=["2018-10-30"])


class Settle(Input):
    summary: Paragraph = Field(description=_("Kết quả đã giải quyết"), examples=["Đã đóng điện trở lại."])


class Consult(Input):
    agency: RequiredCode = Field(description=_("Cơ quan được hỏi: khóa hoặc mã định danh"), examples=["so-xay-dung"])
    question: Paragraph = Field(description=_("Hỏi việc gì"), examples=["Thửa đất có vướng quy hoạch không?"])
    half_days: Annotated[int, Field(strict=True, ge=1, le=120)] = Field(
        description=_("Hạn trả lời, tính bằng nửa ngày làm việc"), examples=[4]
    )


class Reply(Input):
    text: Paragraph = Field(description=_("Ý kiến trả lời"), examples=["Không vướng quy hoạch."])
    agency: CodeOrNull = Field("", description=_("Trả lời thay cơ quan nào; bỏ trống: cơ quan của khóa này"))


class TakeBack(Input):
    reason: ParagraphOrNull = Field("", description=_("Vì sao lấy lại"))


class DueDateQuestion(Input):
    """When is a dossier due that was received then, with this limit?"""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"received_at": "2018-12-27T09:00:00+07:00", "limit": "3 working days"}]}
    )

    received_at: GivenMoment = Field(description=_("Lúc tiếp nhận"), examples=[EXAMPLE_MOMENT])
    limit: Name = Field(description=_("Thời hạn"), examples=["3 working days", "15 days + 8 working days"])
    rules: CodeOrNull = Field(
        "", description=_("Bộ quy định; bỏ trống: bộ có hiệu lực ngày nhận"), examples=["nd61-2018"]
    )
    agency: CodeOrNull = Field("", description=_("Tính theo lịch của cơ quan này; bỏ trống: lịch chung của tỉnh"))
    method: CodeOrNull = Field(
        "", description=_("date hoặc hours; bỏ trống: theo quy định và thời hạn"), examples=["date"]
    )
    stopped: list[tuple[GivenMoment, GivenMoment]] | None = Field(
        None, max_length=100, description=_("Các lần dừng tính: [lúc dừng, lúc chạy lại]")
    )


class Page(Input):
    cursor: str = Field("", max_length=500, description=_("Giá trị next của trang trước"))
    limit: int = Field(50, ge=1, le=200, description=_("Số dòng một trang"))


class ProcedureFilters(Page):
    q: Name = Field("", description=_("Tìm theo tên; thiếu dấu hay gõ nhầm đôi chữ vẫn ra"), examples=["khai sinh"])
    field: Code = Field("", description=_("Khóa của lĩnh vực"))
    agency: Code = Field("", description=_("Cơ quan giải quyết: khóa hoặc mã định danh"))
    level: LevelName | None = Field(None, description=_("Cấp thực hiện"))
    receivable: bool = Field(False, description=_("true: chỉ những thủ tục bàn của khóa này nhận hôm nay"))


class DossierFilters(Page):
    status: list[StatusName] = Field([], description=_("Một hay nhiều trạng thái (lặp lại tham số)"))
    agency: Code = Field("", description=_("Cơ quan giải quyết: khóa hoặc mã định danh"))
    procedure: Code = Field("", description=_("Mã thủ tục"))
    due_before: GivenMoment | None = Field(None, description=_("Hẹn trả trước lúc này"))
    q: Name = Field("", description=_("Mã hồ sơ, mã tra nhanh, hoặc tên người có hồ sơ (không cần dấu)"))


class AgencyFilters(Page):
    level: LevelName | None = Field(None, description=_("Cấp"))


class Span(Input):
    """From one day to another, both included."""

    first: GivenDay | None = Field(None, alias="from", description=_("Ngày đầu"), examples=["2018-10-01"])
    last: GivenDay | None = Field(None, alias="to", description=_("Ngày cuối"), examples=["2018-10-31"])


class Rating(Input):
    """What a citizen thought of how their dossier was handled."""

    quick_code: Code = Field(description=_("Mã tra nhanh trên giấy hẹn"), examples=["1810420768"])
    token: Code = Field(description=_("Sáu ký tự sau mã trong đường dẫn của giấy hẹn"))
    level: Annotated[int, Field(strict=True, ge=1, le=5)] = Field(
        description=_("5: rất hài lòng … 1: rất không hài lòng")
    )
    finished_in_one_visit: Annotated[bool, Field(strict=True)] | None = Field(
        None, description=_("Tới một lần là xong?")
    )
    reasons: list[ReasonName] = Field([], max_length=6, description=_("Cần sửa gì"))
    comment: NoteOrNull = Field("", description=_("Góp ý"))
