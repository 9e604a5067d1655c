"""What may be typed at these desks: shapes only. Whether it may be done is asked further down, by the actions."""

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


def _lines(label: Any, *, rows: int, **attrs: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "inp"} | attrs)
    return forms.CharField(label=label, max_length=4000, required=False, widget=widget)


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
    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
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
