"""What citizens type, and how tolerantly it is read. Shape only: the rules stand in motcua.dossiers.application."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.catalogue.models import Channel, ProcedureCase, ProcedureVersion
from motcua.dossiers.application import Person, problems_of
from motcua.dossiers.models import PersonKind
from motcua.lib import damm, vietnamese
from motcua.organisations.models import Agency


def digits_in(text: str) -> str:
    """Return the digits of a text, whatever stands between them: spaces, dots, tones that a keyboard added."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(sign)) for sign in plain if sign.isdecimal())


def phone_digits(text: str) -> str:
    """Return a telephone number as it is dialled at home: "+84 900…" begins with 0."""
    digits = digits_in(text)
    if text.strip().startswith("+84") or (digits.startswith("84") and len(digits) == 11):
        return f"0{digits[2:]}"
    return digits


class LookupForm(forms.Form):
    """The ten digits of a receipt."""

    ma = forms.CharField(
        label=gettext_lazy("Mã tra nhanh"),
        help_text=gettext_lazy("Mười số dưới mã QR trên giấy hẹn, ví dụ 1810 4207 68."),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "so"}),
        error_messages={
            "required": gettext_lazy("Nhập mười số trên giấy hẹn."),
            "max_length": gettext_lazy("Mã chỉ có mười số. Chép lại mười số trên giấy hẹn."),
        },
    )

    def clean_ma(self) -> str:
        typed = self.cleaned_data["ma"].strip()
        digits = digits_in(typed)
        if not digits:
            raise ValidationError(_("Nhập mười số trên giấy hẹn."))
        if re.search(r"[A-Za-z]", typed):
            raise ValidationError(_("Đây là mã hồ sơ dài. Nhập mười số ở dòng “Mã tra nhanh”."))
        if len(digits) != 10:
            raise ValidationError(
                _("Mã tra nhanh có mười số, ở đây có %(n)s số. Xem lại trên giấy hẹn.") % {"n": len(digits)}
            )
        if not damm.is_valid(digits):
            raise ValidationError(
                _("Mã %(code)s gõ nhầm một số. Xem lại trên giấy hẹn.") % {"code": vietnamese.quick_code(digits)}
            )
        return digits


class PersonForm(forms.Form):
    """Who applies."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Làm giấy tờ cho ai?"),
        choices=(
            (PersonKind.PERSON, gettext_lazy("Cá nhân, hộ gia đình")),
            (PersonKind.BUSINESS, gettext_lazy("Doanh nghiệp")),
            (PersonKind.ORGANISATION, gettext_lazy("Tổ chức")),
        ),
        widget=forms.RadioSelect,
        initial=PersonKind.PERSON,
        error_messages={"required": gettext_lazy("Chọn cá nhân, doanh nghiệp hoặc tổ chức.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Họ và tên, hoặc tên doanh nghiệp, tổ chức"),
        help_text=gettext_lazy("Ghi có dấu, như trên giấy tờ."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Ghi họ và tên, hoặc tên tổ chức.")},
    )
    id_number = forms.CharField(
        label=gettext_lazy("Số căn cước, chứng minh nhân dân, hoặc mã số thuế"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "so"}),
        error_messages={"required": gettext_lazy("Ghi số căn cước hoặc mã số thuế, xem trên thẻ hay giấy đăng ký.")},
    )
    born = forms.CharField(
        label=gettext_lazy("Năm sinh"),
        help_text=gettext_lazy("Chỉ nhớ năm thì ghi năm."),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "bday", "class": "so"}),
        error_messages={"max_length": gettext_lazy("Ghi như 1956 hoặc 12/3/1956.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        help_text=gettext_lazy("Cán bộ gọi số này khi cần hỏi thêm."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "so"}),
        error_messages={"required": gettext_lazy("Ghi số điện thoại, để cán bộ gọi được khi cần hỏi thêm.")},
    )
    email = forms.CharField(
        label=gettext_lazy("Thư điện tử"),
        help_text=gettext_lazy("Có thì nhận tin mỗi khi xong một bước."),
        required=False,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        said["id_number"] = digits_in(said.get("id_number", ""))
        said["phone"] = phone_digits(said.get("phone", ""))
        person = Person(**{name: said.get(name, "") for name in self.fields})
        for name, sentence in problems_of(person).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return said


class AddressForm(forms.Form):
    """Where they live: free words, and the commune out of the units of the day."""

    commune = forms.ChoiceField(
        label=gettext_lazy("Xã, phường, thị trấn"),
        error_messages={
            "required": gettext_lazy("Chọn xã, phường hoặc thị trấn nơi ở."),
            "invalid_choice": gettext_lazy("Chọn một nơi trong danh sách."),
        },
    )
    address = forms.CharField(
        label=gettext_lazy("Ấp, khóm, số nhà, tên đường"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"max_length": gettext_lazy("Địa chỉ dài quá 200 chữ. Ghi gọn lại.")},
    )

    def __init__(self, *args: Any, communes: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["commune"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Chọn nơi ở")), *by_parent(communes)]


class UnitForm(forms.Form):
    """Where to hand in, when several units receive the procedure: a few as cards, many as a list by district."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Nộp hồ sơ ở đâu?"),
        error_messages={
            "required": gettext_lazy("Chọn nơi nộp hồ sơ."),
            "invalid_choice": gettext_lazy("Nơi này không nhận thủ tục này. Chọn nơi khác trong danh sách."),
        },
    )

    FEW = 12

    def __init__(self, *args: Any, units: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        if len(units) <= self.FEW:
            field.widget = forms.RadioSelect()
            field.choices = [(str(unit.pk), unit.desk_name or unit.name) for unit in units]
        else:
            field.choices = [("", _("Chọn nơi nộp")), *by_parent(units)]


class CaseForm(forms.Form):
    """Which case of the procedure it is."""

    case = forms.ChoiceField(
        label=gettext_lazy("Trường hợp nào?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Chọn một trường hợp, vì mỗi trường hợp cần giấy tờ khác nhau."),
            "invalid_choice": gettext_lazy("Chọn một trường hợp trong danh sách."),
        },
    )

    def __init__(self, *args: Any, cases: Iterable[ProcedureCase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["case"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(case.key, case.name) for case in cases]


class ResultForm(forms.Form):
    """How to get the result."""

    result_channel = forms.ChoiceField(
        label=gettext_lazy("Nhận kết quả cách nào?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn cách nhận kết quả.")},
    )

    def __init__(self, *args: Any, version: ProcedureVersion, unit: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["result_channel"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (Channel.COUNTER, _("Đến %(place)s nhận") % {"place": unit.desk_name or unit.name}),
            (Channel.POST, _("Bưu điện mang tới nhà, trả cước khi nhận")),
        ]
        if version.online_level >= 4:
            field.choices = [*field.choices, (Channel.ONLINE, _("Nhận bản điện tử trên mạng"))]


class DeclarationForm(forms.Form):
    """The last tick before handing in: never set beforehand."""

    cam_doan = forms.BooleanField(
        label=gettext_lazy(
            "Tôi cam đoan thông tin trên là đúng. "
            "Tôi đồng ý cho cơ quan giải quyết dùng thông tin này để làm thủ tục này."
        ),
        error_messages={"required": gettext_lazy("Đánh dấu ô cam đoan rồi bấm “Nộp hồ sơ”.")},
    )


class WithdrawForm(forms.Form):
    """Why, and a proof that who asks is who handed in."""

    reason = forms.CharField(
        label=gettext_lazy("Vì sao rút hồ sơ?"),
        help_text=gettext_lazy("Một câu ngắn là đủ."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Ghi lý do xin rút, một câu ngắn là đủ."),
            "max_length": gettext_lazy("Lý do dài quá 500 chữ. Ghi gọn lại."),
        },
    )
    proof = forms.CharField(
        label=gettext_lazy("Bốn số cuối của điện thoại đã khai"),
        error_messages={"required": gettext_lazy("Ghi bốn số cuối của điện thoại đã khai khi nộp.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "so"}),
    )

    def __init__(self, *args: Any, number: str, **kwargs: Any) -> None:
        """`number` is the telephone or identity number whose last four digits prove it."""
        super().__init__(*args, **kwargs)
        self._number = number

    def clean_proof(self) -> str:
        typed = digits_in(self.cleaned_data["proof"])
        if len(typed) < 4 or typed[-4:] != self._number[-4:]:
            raise ValidationError(_("Bốn số này chưa khớp. Xem lại số đã khai khi nộp hồ sơ."))
        return typed


def spoken_name(unit: Agency) -> str:
    """Return a place as people say it: "Xã Tạ An Khương" for the unit "UBND xã Tạ An Khương"."""
    return vietnamese.sentence(unit.name.removeprefix("UBND "))


def by_parent(units: Iterable[Agency]) -> list[tuple[str, Any]]:
    """Return choices of units under the unit above them; without groups where all stand under one."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for unit in units:
        heading = spoken_name(unit.parent) if unit.parent else ""
        groups.setdefault(heading, []).append((str(unit.pk), spoken_name(unit)))
    if len(groups) == 1:
        return next(iter(groups.values()))
    return list(groups.items())
