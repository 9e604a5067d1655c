"""What is typed in the monitoring room. Shape only; the rules are in reporting.actions."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motcua.reporting.actions import SAY_SOMETHING


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
