"""The statutory papers: six in TT 01/2018/TT-VPCP (art. 9), seven in TT 03/2025/TT-VPCP (annex I). Law.md §4.

The same paper has another number in each set: the control slip is 05, then 06. Code names the paper by its key and
asks here for the number and the name to print. Of the marks, HDHS and PXL were seen on forms in use; PTC and TBD are
our own, shaped like them, until somebody shows the annexes.
"""

from dataclasses import dataclass
from typing import Literal

Paper = Literal["A5", "A4"]


@dataclass(frozen=True, slots=True)
class Form:
    key: str
    number: str
    name: str
    paper: Paper = "A5"  # TT 01/2018 art. 10; the register alone is A4
    mark: str = ""  # behind the yearly number, "Số: 0001/HDHS"; without it the form has no number of its own


_RECEIPT = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
_SUPPLEMENT = "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
_REFUSAL = "Phiếu từ chối tiếp nhận giải quyết hồ sơ"
_CONTROL_SLIP = "Phiếu kiểm soát quá trình giải quyết hồ sơ"
_REGISTER = "Sổ theo dõi hồ sơ"

FORMS: dict[str, tuple[Form, ...]] = {
    "tt01-2018": (
        Form("receipt", "01", _RECEIPT),
        Form("supplement_request", "02", _SUPPLEMENT, mark="HDHS"),
        Form("refusal", "03", _REFUSAL, mark="PTC"),
        Form("apology", "04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả", mark="PXL"),
        Form("control_slip", "05", _CONTROL_SLIP),
        Form("register", "06", _REGISTER, paper="A4"),
    ),
    "tt03-2025": (
        Form("receipt", "01", _RECEIPT),
        Form("supplement_request", "02", _SUPPLEMENT, mark="HDHS"),
        Form("refusal", "03", _REFUSAL, mark="PTC"),
        Form("apology", "04", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", mark="PXL"),
        Form("stop_notice", "05", "Thông báo dừng giải quyết hồ sơ", mark="TBD"),
        Form("control_slip", "06", _CONTROL_SLIP),
        Form("register", "07", _REGISTER, paper="A4"),
    ),
}


def form_of(forms: str, key: str) -> Form:
    """Return this paper as the set of forms has it. :raises LookupError: the set has no such paper"""
    for form in FORMS[forms]:
        if form.key == key:
            return form
    raise LookupError(f"{forms} has no form {key!r}; it has {', '.join(form.key for form in FORMS[forms])}")


def has_form(forms: str, key: str) -> bool:
    """Tell whether this set of forms has this paper: only that of 2025 has a notice of stopping."""
    return any(form.key == key for form in FORMS[forms])
