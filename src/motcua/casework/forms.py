"""What may be typed at these desks: shapes only. Whether it may be done is asked further down, by the actions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.models import Outcome

NEXT_STEP = "buoc-ke"


class VerbForm(forms.Form):
    """Carries the version of the dossier that the officer was looking at, and the list to come back to."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    back = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def take_problems(self, trouble: ValidationError) -> None:
        """Put an action's sentences beside the fields they are about; what has no field goes on top."""
        if not hasattr(trouble, "error_dict"):
            self.add_error(None, trouble.messages)
            return
        for name, sentences in trouble.message_dict.items():
            self.add_error(name if name in self.fields else None, sentences)

    @property
    def typed(self) -> str:
        """Return the text that somebody took the trouble to type, so that no refusal loses it."""
        return ""


class TakeOverForm(VerbForm):
    """Nothing but the button."""


def _lines(label: Any, *, rows: int, needs: Any = "", **attrs: str) -> forms.CharField:
    """Return a field of several lines. `needs`: what to say when it was left empty; without, the action says it."""
    widget = forms.Textarea(attrs={"rows": rows, "class": "inp"} | attrs)
    errors = {"required": needs} if needs else {}
    return forms.CharField(label=label, max_length=4000, required=bool(needs), widget=widget, error_messages=errors)


class ProposeForm(VerbForm):
    """What is put before the leader."""

    outcome = forms.ChoiceField(
        label=_("Đề xuất"),
        choices=[(Outcome.GRANTED, _("Đồng ý giải quyết")), (Outcome.REFUSED, _("Từ chối giải quyết"))],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Chọn đề xuất: đồng ý hoặc từ chối giải quyết.")},
    )
    summary = _lines(_("Nội dung trình lãnh đạo"), rows=2)

    @property
    def typed(self) -> str:
        return self["summary"].value() or ""


class ForwardForm(VerbForm):
    """Who gets the dossier."""

    to = forms.CharField(
        label=_("Chuyển cho"),
        max_length=20,
        error_messages={"required": _("Chọn người nhận hoặc bước kế.")},
    )
    note = forms.CharField(label=_("Lời nhắn"), max_length=500, required=False)

    @property
    def typed(self) -> str:
        return self["note"].value() or ""


class ApproveForm(VerbForm):
    """Nothing but the button, and which dossier to look at next."""

    following = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)


class SendBackForm(ApproveForm):
    """What is to be mended."""

    reason = _lines(_("Cần sửa chỗ nào"), rows=3)

    @property
    def typed(self) -> str:
        return self["reason"].value() or ""


class _Day(forms.DateField):
    def __init__(self, label: Any, *, required: bool = True, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            input_formats=["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"],
            # a browser that came in English would show a date field's months first
            widget=forms.DateInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "22/10/2018"}, format="%d/%m/%Y"
            ),
            error_messages={
                "required": _("Ghi ngày, ví dụ 22/10/2018."),
                "invalid": _("Ngày này không có trong lịch. Ghi lại, ví dụ 22/10/2018."),
            },
        )


class DelegationForm(forms.Form):
    """Who signs, and from when to when."""

    agency = forms.CharField(label=_("Cơ quan"), max_length=20, widget=forms.HiddenInput)
    receiver = forms.CharField(
        label=_("Ủy quyền cho"), max_length=20, error_messages={"required": _("Chọn người được ủy quyền.")}
    )
    first = _Day(_("Từ ngày"))
    last = _Day(_("Đến hết ngày"))
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=200,
        error_messages={"required": _("Ghi lý do ủy quyền, ví dụ: đi công tác.")},
    )


# The turns a dossier can take: each has a page of its own


class TurnForm(VerbForm):
    """What most turns need: a reason in words, kept whatever happens."""

    reason = _lines(_("Lý do"), rows=4)

    @property
    def typed(self) -> str:
        return self["reason"].value() or ""


class RequestSupplementForm(TurnForm):
    """What lacks, why, and until when it is best brought."""

    papers = forms.MultipleChoiceField(
        label=_("Giấy tờ còn thiếu, hoặc phải sửa"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Chỉ yêu cầu giấy tờ trong danh mục đã công khai của thủ tục này.")},
    )
    reason = _lines(
        _("Thiếu gì, sai chỗ nào, bổ sung ra sao"),
        rows=4,
        needs=_("Ghi rõ thiếu gì, sai chỗ nào, để bà con bổ sung một lần là đủ."),
    )
    asked_until = _Day(_("Nên bổ sung trước ngày"), required=False, help_text=_("Tới sau cũng được nhận."))
    field_order = ("papers", "reason", "asked_until")

    def __init__(self, *args: Any, papers: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["papers"].choices = [(name, name) for name in papers]  # type: ignore[attr-defined]


class RequestPaymentForm(TurnForm):
    """What is to be paid, and the second appointment."""

    reason = _lines(
        _("Phải nộp khoản gì, nộp ở đâu"),
        rows=3,
        needs=_("Ghi rõ bà con phải nộp khoản gì, nộp ở đâu."),
    )
    amount = forms.IntegerField(
        label=_("Số tiền (đồng)"),
        required=False,
        help_text=_("Chưa biết thì để trống: theo thông báo của cơ quan thuế."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Ghi số tiền bằng chữ số, ví dụ 1500000.")},
    )
    days_after = forms.IntegerField(
        label=_("Nộp xong thì hẹn trả sau mấy ngày làm việc"),
        required=False,
        min_value=1,
        max_value=120,
        help_text=_("Để trống: tính tiếp phần thời gian còn lại."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Ghi số ngày bằng chữ số, ví dụ 3."),
            "min_value": _("Ít nhất 1 ngày làm việc, hoặc để trống."),
            "max_value": _("Nhiều nhất 120 ngày làm việc."),
        },
    )

    @property
    def limit_after(self) -> str:
        days = self.cleaned_data.get("days_after")
        return f"{days} working days" if days else ""


class ConfirmPaymentForm(VerbForm):
    """The proof that it was paid."""

    proof = forms.CharField(
        label=_("Số biên lai, hoặc số giấy miễn"),
        max_length=200,
        error_messages={"required": _("Ghi số biên lai hoặc số giấy miễn, để sau này tra lại được.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @property
    def typed(self) -> str:
        return self["proof"].value() or ""


class ConsultForm(VerbForm):
    """Whom to ask, what, and how long they have."""

    agency = forms.ChoiceField(
        label=_("Hỏi cơ quan nào"),
        error_messages={
            "required": _("Chọn cơ quan cần hỏi."),
            "invalid_choice": _("Chọn một cơ quan trong danh sách."),
        },
    )
    question = forms.CharField(
        label=_("Hỏi việc gì"),
        max_length=500,
        error_messages={
            "required": _("Ghi rõ hỏi cơ quan bạn việc gì."),
            "max_length": _("Nội dung dài quá 500 chữ. Ghi gọn lại."),
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    half_days = forms.ChoiceField(
        label=_("Trả lời trong"), error_messages={"invalid_choice": _("Chọn hạn trả lời trong danh sách.")}
    )

    def __init__(
        self, *args: Any, units: Sequence[tuple[str, str]] = (), terms: Sequence[tuple[str, str]] = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["agency"].choices = [("", _("Chọn cơ quan")), *units]  # type: ignore[attr-defined]
        self.fields["half_days"].choices = list(terms)  # type: ignore[attr-defined]

    @property
    def typed(self) -> str:
        return self["question"].value() or ""


class AnswerForm(VerbForm):
    """What the asked unit says."""

    agency = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = _lines(_("Ý kiến trả lời"), rows=3)

    @property
    def typed(self) -> str:
        return self["text"].value() or ""


class ExtendForm(TurnForm):
    """Why it takes longer, and the new day."""

    reason = _lines(
        _("Vì sao trễ"),
        rows=4,
        needs=_("Ghi lý do trễ, để bà con đọc trong thư xin lỗi."),
    )
    new_due_on = _Day(_("Ngày hẹn mới"))
    field_order = ("reason", "new_due_on")


class StopForm(TurnForm):
    """Why nothing more is done."""

    reason = _lines(
        _("Dừng vì sao"),
        rows=4,
        needs=_("Ghi rõ vì sao dừng: theo yêu cầu của ai, hay chờ quá bao lâu."),
    )


class TakeBackForm(VerbForm):
    """Nothing but the button."""
