"""What may be typed when somebody is away or leaves: shapes only. Whether it may be done, the actions ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.casework.forms import DelegationForm


class LeaveForm(DelegationForm):
    """Who is away, from when to when, and who covers."""

    user = forms.CharField(label=_("Người nghỉ"), max_length=20, error_messages={"required": _("Chọn người nghỉ.")})
    cover = forms.CharField(
        label=_("Người trực thay"), max_length=20, error_messages={"required": _("Chọn người trực thay.")}
    )
    receiver = None  # type: ignore[assignment]  # of a delegation only
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=200,
        error_messages={"required": _("Ghi lý do, ví dụ: nghỉ phép năm.")},
    )
    field_order = ("user", "cover", "first", "last", "reason")


class HandOverForm(forms.Form):
    """Which dossiers, to whom, and why."""

    only = forms.TypedMultipleChoiceField(
        label=_("Hồ sơ"),
        error_messages={
            "required": _("Chọn ít nhất một hồ sơ."),
            "invalid_choice": _("Có hồ sơ không còn ở đây nữa. Chọn lại."),
        },
    )
    to = forms.MultipleChoiceField(
        label=_("Giao lại cho"),
        error_messages={
            "required": _("Chọn ít nhất một người nhận."),
            "invalid_choice": _("Chọn người nhận trong danh sách."),
        },
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=500,
        error_messages={
            "required": _("Ghi lý do giao lại, ví dụ: nghỉ thai sản, chuyển công tác."),
            "max_length": _("Lý do dài quá 500 chữ. Ghi gọn lại."),
        },
    )

    def __init__(self, *args: object, rows: list[str], people: list[tuple[str, str]], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["only"].choices = [(pk, pk) for pk in rows]  # type: ignore[attr-defined]
        self.fields["to"].choices = people  # type: ignore[attr-defined]
