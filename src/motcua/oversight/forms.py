"""What is typed in the monitoring room. Shape only; the rules are in reporting.actions."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motcua.reporting.actions import SAY_SOMETHING
from motcua.working_time.calendar import DayKind, SpecialDay
from motcua.working_time.models import KINDS


class TakesProblems(forms.Form):
    """Shows what an action refused beside the field that it is about."""

    def take_problems(self, trouble: ValidationError) -> None:
        for field, sentences in trouble.message_dict.items():
            self.add_error(field if field in self.fields else None, sentences)


class NoteForm(TakesProblems):
    note = forms.CharField(
        label=_("Lời nhắc riêng cho đơn vị này"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In trong thông báo và thư điện tử. Để trống nếu không cần."),
    )


class AnswerForm(TakesProblems):
    answer = forms.CharField(
        label=_("Trả lời Trung tâm"),
        error_messages={"required": SAY_SOMETHING},
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Hồ sơ nào kịp hẹn, hồ sơ nào cần xin lỗi và hẹn lại ngày."),
    )


class RecalculationForm(forms.Form):
    """Why promises are moved, and that whoever presses has looked at the preview."""

    reason = forms.CharField(
        label=_("Căn cứ đổi lịch"),
        help_text=_("Bà con đọc được câu này. Ví dụ: Công văn 1234/UBND ngày 20/10/2018."),
        max_length=300,
        error_messages={
            "required": _("Ghi căn cứ đổi lịch, ví dụ số quyết định hoán đổi ngày nghỉ."),
            "max_length": _("Căn cứ dài quá 300 chữ. Ghi gọn lại."),
        },
    )
    sure = forms.BooleanField(
        label=_("Tôi đã xem trước. Dời ngày hẹn của các hồ sơ này và báo cho bà con."),
        error_messages={"required": _("Xem danh sách bên dưới rồi đánh dấu ô này.")},
    )


_DATE = forms.DateInput(attrs={"type": "date", "class": "so"}, format="%Y-%m-%d")
_BAD_DATE = _("Ghi ngày như 24/10/2018.")


#: A report looks at so many days at most
_LONGEST = timedelta(days=3660)


class PeriodForm(forms.Form):
    """From which day to which a report looks. The names are those of the address."""

    tu = forms.DateField(
        label=_("Từ ngày"),
        widget=_DATE,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": _("Chọn ngày đầu của kỳ."), "invalid": _BAD_DATE},
    )
    den = forms.DateField(
        label=_("Đến ngày"),
        widget=_DATE,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": _("Chọn ngày cuối của kỳ."), "invalid": _BAD_DATE},
    )

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("tu"), self.cleaned_data.get("den")
        if first and last and first > last:
            self.add_error("den", _("Ngày cuối phải sau hoặc đúng ngày đầu."))
        elif first and last and last - first > _LONGEST:
            self.add_error("den", _("Xem nhiều nhất mười năm một lần."))
        return self.cleaned_data


class DayForm(forms.Form):
    """A day that is not as its weekday says, with the paper that says so."""

    date = forms.DateField(
        label=_("Ngày"),
        widget=_DATE,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": _("Chọn ngày nghỉ hoặc ngày làm bù."), "invalid": _BAD_DATE},
    )
    kind = forms.ChoiceField(
        label=_("Ngày này là"),
        choices=[(kind.value, label) for kind, label in KINDS.items()],
        error_messages={"required": _("Chọn loại ngày."), "invalid_choice": _("Chọn một loại trong danh sách.")},
    )
    makes_up_for = forms.DateField(
        label=_("Làm bù cho ngày"),
        required=False,
        widget=_DATE,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        help_text=_("Chỉ ghi khi là ngày làm bù."),
        error_messages={"invalid": _BAD_DATE},
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=200,
        help_text=_("Ví dụ: Nghỉ tránh bão số 9."),
        error_messages={"required": _("Hãy ghi lý do, ví dụ: nghỉ bù Quốc khánh.")},
    )
    legal_basis = forms.CharField(
        label=_("Căn cứ"),
        max_length=200,
        help_text=_("Số, ngày và cơ quan ra văn bản."),
        error_messages={"required": _("Ghi văn bản cho nghỉ hoặc làm bù: số, ngày, cơ quan ban hành.")},
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        is_make_up = said.get("kind") == DayKind.MAKE_UP
        if is_make_up and not said.get("makes_up_for") and "makes_up_for" not in self.errors:
            self.add_error("makes_up_for", _("Ghi làm bù cho ngày nào, để biết giờ làm."))
        return said

    def day(self) -> SpecialDay:
        """Return the day as the calendar takes it; call it once the form is valid."""
        said = self.cleaned_data
        is_make_up = said["kind"] == DayKind.MAKE_UP
        return SpecialDay(
            date=said["date"],
            kind=DayKind(said["kind"]),
            reason=said["reason"],
            legal_basis=said["legal_basis"],
            makes_up_for=said["makes_up_for"] if is_make_up else None,
        )
