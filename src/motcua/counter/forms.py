"""What may be typed at a desk: shapes only. Whether it may be received is asked further down, by the actions."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.models import Channel
from motcua.counter import ledger_days
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import PersonKind

#: Where a problem that the actions found is shown, by the name they give it
_FIELD_OF = {
    "applicant.name": "name",
    "applicant.kind": "kind",
    "applicant.id_number": "id_number",
    "applicant.phone": "phone",
    "applicant.email": "email",
    "submitter.name": "by_name",
    "submitter.id_number": "by_id_number",
    "submitter.phone": "by_phone",
    "procedure": "query",
    "components": "papers",
    "received_at": "signed",
}


class ProblemsForm(forms.Form):
    """A form that also shows what an action refused, beside the fields it is about."""

    def take_problems(self, trouble: ValidationError) -> None:
        """Put an action's sentences beside the fields they are about; what has no field goes on top."""
        if not hasattr(trouble, "error_dict"):
            self.add_error(None, trouble.messages)
            return
        for name, sentences in trouble.message_dict.items():
            place = _FIELD_OF.get(name, name)
            self.add_error(place if place in self.fields else None, sentences)


def _text(label: Any, most: int, *, cls: str = "f f--lite", **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "class": cls} | attrs)
    return forms.CharField(label=label, max_length=most, required=False, widget=widget)


def _lines(label: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4, "class": "inp"})
    return forms.CharField(label=label, max_length=1000, required=False, widget=widget)


class ReceptionForm(ProblemsForm):
    """The desk: who comes, what for, on whose behalf, and where the result goes. Papers are read by `handed_in`."""

    dossier_id = forms.UUIDField(widget=forms.HiddenInput)
    known = forms.CharField(max_length=1, required=False, widget=forms.HiddenInput)  # found by an earlier dossier
    looked_up = forms.CharField(max_length=301, required=False, widget=forms.HiddenInput)  # "=" and what was asked last
    number = _text(_("Số giấy tờ, điện thoại, mã số thuế hoặc mã trên giấy hẹn"), 300, cls="f so", **{"data-key": "F4"})
    kind = forms.ChoiceField(label=_("Người nộp là"), choices=PersonKind.choices, widget=forms.RadioSelect)
    name = _text(_("Họ và tên, hoặc tên tổ chức"), 200)
    id_number = _text(_("Số giấy tờ hoặc mã số thuế"), 20, inputmode="numeric")
    phone = _text(_("Điện thoại"), 20, inputmode="tel")
    email = _text(_("Thư điện tử"), 254, inputmode="email")
    address = _text(_("Địa chỉ"), 200)
    commune = _text(_("Xã, phường"), 200, list="ds-xa")
    born = _text(_("Năm sinh"), 10)
    on_behalf = forms.BooleanField(label=_("Nộp thay"), required=False)
    by_name = _text(_("Họ và tên người nộp thay"), 200)
    by_id_number = _text(_("Số giấy tờ người nộp thay"), 20, inputmode="numeric")
    by_phone = _text(_("Điện thoại người nộp thay"), 20, inputmode="tel")
    by_authority = _text(_("Giấy ủy quyền số, ngày"), 200)
    by_post = forms.BooleanField(label=_("Qua bưu điện"), required=False)
    consignment = _text(_("Mã bưu gửi"), 60, autocapitalize="characters")
    signed = _text(_("Biên bản giao nhận ký lúc"), 30, placeholder=_("trống: bây giờ"))
    procedure = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    query = _text(_("Tìm thủ tục"), 200)
    case = forms.CharField(label=_("Trường hợp"), max_length=80, required=False)
    papers = forms.CharField(label=_("Thành phần hồ sơ"), required=False)  # only a place for sentences
    result_channel = forms.ChoiceField(label=_("Nhận kết quả"), choices=Channel.choices, widget=forms.RadioSelect)
    note = _text(_("Ghi chú trên giấy hẹn"), 500)
    reason = _lines(_("Lý do từ chối"))
    summary = _lines(_("Kết quả đã giải quyết"))

    def __init__(self, values: Mapping[str, str], *, at: datetime) -> None:
        super().__init__(values)
        self.at = at

    def clean_signed(self) -> datetime | None:
        """Return when the handover record of a posted dossier was signed; None for now."""
        typed = self.cleaned_data["signed"]
        return signing_moment(typed, at=self.at) if typed and self.cleaned_data["by_post"] else None


def signing_moment(typed: str, *, at: datetime) -> datetime:
    """Return the moment that is meant; today without an hour is now. :raises ValidationError: how to write it"""
    try:
        return ledger_days.read(typed, at=at, not_before=at)
    except ValueError as trouble:
        raise ValidationError(str(trouble)) from None


def handed_in(values: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Return what was ticked: the paper's code → (originals, copies).

    What is no number becomes -1, so that the rule further down finds it out of range and says so.
    """
    codes = [name.removeprefix("paper-") for name in values if name.startswith("paper-")]
    return {code: (_count(values, "originals", code), _count(values, "copies", code)) for code in codes}


def counts(values: Mapping[str, str], codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the numbers of copies as they were typed, of ticked and unticked papers alike."""
    return {
        code: (values[f"originals-{code}"], values.get(f"copies-{code}", ""))
        for code in codes
        if f"originals-{code}" in values
    }


def _count(values: Mapping[str, str], of: str, code: str) -> int:
    typed = values.get(f"{of}-{code}", "").strip() or "0"
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else -1


class VersionedForm(ProblemsForm):
    """Carries the version of the dossier that the officer was looking at."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReasonForm(VersionedForm):
    """Why something is refused or given back."""

    reason = _lines(_("Lý do"))


class AcceptForm(VersionedForm):
    """That a submitted dossier is taken in; of one that came by post, when its handover record was signed."""

    signed = _text(_("Biên bản giao nhận ký lúc"), 30)

    def __init__(self, values: Mapping[str, str], *, at: datetime) -> None:
        super().__init__(values)
        self.at = at

    def clean_signed(self) -> datetime | None:
        typed = self.cleaned_data["signed"]
        return signing_moment(typed, at=self.at) if typed else None


class RequestSupplementForm(ReasonForm):
    """What lacks, why, and until when it is best brought."""

    papers = forms.MultipleChoiceField(
        label=_("Giấy tờ còn thiếu, hoặc phải sửa"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Chỉ yêu cầu giấy tờ trong danh mục đã công khai của thủ tục này.")},
    )
    reason = forms.CharField(
        label=_("Thiếu gì, sai chỗ nào, bổ sung ra sao"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "inp"}),
        error_messages={"required": _("Ghi rõ thiếu gì, sai chỗ nào, để bà con bổ sung một lần là đủ.")},
    )
    field_order = ("papers", "reason")

    def __init__(self, *args: Any, papers: Iterable[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["papers"].choices = list(papers)  # type: ignore[attr-defined]


class AcceptSupplementForm(VersionedForm):
    """Which papers have come now, and how many of each: cleaned as `handed_in` reads them."""

    papers = forms.CharField(label=_("Giấy tờ vừa nhận"), required=False, widget=forms.HiddenInput)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)

    def clean_papers(self) -> dict[str, tuple[int, int]]:
        return handed_in(self.data)


class ConfirmPaymentForm(VersionedForm):
    """The proof that it was paid."""

    proof = forms.CharField(
        label=_("Số biên lai, hoặc số giấy miễn"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Ghi số biên lai hoặc số giấy miễn, để sau này tra lại được.")},
    )


class StopForm(VersionedForm):
    """Why nothing more is done."""

    reason = forms.CharField(
        label=_("Dừng vì sao"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "inp"}),
        error_messages={"required": _("Ghi rõ vì sao dừng: theo yêu cầu của ai, hay chờ quá bao lâu.")},
    )


class HandOverForm(VersionedForm):
    """Who takes the result along, or in which postal item it goes out."""

    consignment = _text(_("Mã bưu gửi"), 60, autocapitalize="characters")
    identity = forms.BooleanField(label=_("Đã xem giấy tờ tùy thân, đúng người"), required=False)
    collected_by = _text(_("Người nhận thay"), 200)
    authority = _text(_("Giấy ủy quyền số, ngày"), 200)

    def clean(self) -> dict[str, Any]:
        """Want to know the power of attorney of whoever fetches another's result (NĐ 61/2018 art. 6).

        What goes out by post is handed to nobody at the desk: its number stands for the look at an identity card.
        """
        cleaned = super().clean() or {}
        if not cleaned.get("identity") and not cleaned.get("consignment"):
            self.add_error("identity", _("Xem giấy tờ tùy thân của người nhận rồi đánh dấu ô này."))
        if cleaned.get("collected_by") and not cleaned.get("authority"):
            self.add_error("authority", _("Người nhận thay phải có giấy ủy quyền. Ghi số, ngày của giấy."))
        return cleaned


class BookForm(forms.Form):
    """How the desk's book is filtered; whatever is not understood is left out."""

    khi = forms.ChoiceField(required=False, choices=[("hom-nay", ""), ("tuan-nay", ""), ("tat-ca", "")])
    trang_thai = forms.ChoiceField(required=False, choices=Status.choices)
    q = forms.CharField(required=False, max_length=200)
    sau = forms.CharField(required=False, max_length=80)


class CloseBookForm(ProblemsForm):
    """That somebody has looked into the year's register, and how many dossiers they saw in it."""

    rows = forms.IntegerField(required=False, widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("Đã đối chiếu sổ, không còn hồ sơ nào của năm này phải ghi thêm"),
        error_messages={"required": _("Đối chiếu sổ rồi đánh dấu ô này. Khóa rồi không mở lại được.")},
    )
