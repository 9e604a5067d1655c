"""A field has one label, one hint and one error, and its input names them."""

import re

import pytest
from django import forms
from django.template import Context, Template

ONE_TWO = [("1", "Sổ hộ khẩu"), ("2", "Căn cước")]


class Filing(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Như trên giấy tờ")
    year = forms.IntegerField(label="Năm sinh", error_messages={"invalid": "Năm sinh phải có 4 chữ số"})
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="Người nộp là", choices=ONE_TWO, widget=forms.RadioSelect)
    papers = forms.MultipleChoiceField(label="Giấy tờ", choices=ONE_TWO, widget=forms.CheckboxSelectMultiple)
    place = forms.ChoiceField(label="Xã", choices=ONE_TWO)
    sure = forms.BooleanField(label="Tôi cam đoan")
    scan = forms.FileField(label="Ảnh chụp", required=False)
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        if self.data.get("name") == "Ai":
            raise forms.ValidationError("Chọn lại người nộp")


def show(form: forms.Form, field: str, arguments: str = "") -> str:
    return Template("{% form_field field " + arguments + " %}").render(Context({"field": form[field]}))


def test_the_input_names_its_hint_and_its_error() -> None:
    page = show(Filing({"name": ""}), "name")

    assert 'aria-describedby="id_name-hint id_name-error"' in page
    assert 'id="id_name-hint"' in page and 'id="id_name-error"' in page
    assert 'aria-invalid="true"' in page
    assert page.count("<label") == 1


def test_a_field_without_hint_and_error_names_nothing() -> None:
    page = show(Filing(), "year")

    assert "aria-describedby" not in page
    assert "aria-invalid" not in page


def test_what_was_typed_is_kept() -> None:
    page = show(Filing({"year": "56x"}), "year")

    assert 'value="56x"' in page
    assert "Năm sinh phải có 4 chữ số" in page


def test_an_optional_field_says_so_and_a_required_one_has_no_asterisk() -> None:
    assert "có thể bỏ trống" in show(Filing(), "note")
    assert "có thể bỏ trống" not in show(Filing(), "name")
    assert "*" not in show(Filing(), "name")


@pytest.mark.parametrize("look", ["", '"cards"', '"cards-2"', '"seg"'])
def test_a_group_is_a_fieldset_with_a_legend_and_one_label_for_each_choice(look: str) -> None:
    page = show(Filing(), "kind", look)

    assert "<fieldset" in page and "<legend" in page
    assert page.count("<label") == 2
    assert page.count('type="radio"') == 2


def test_boxes_to_tick_selects_and_files_have_labels_of_their_own() -> None:
    for name in ("papers", "place", "sure", "scan"):
        page = show(Filing(), name)
        for identifier in re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', page):
            assert f'for="{identifier}"' in page, name


def test_a_hidden_field_is_only_its_input() -> None:
    assert show(Filing(), "token").strip().startswith('<input type="hidden"')


def test_the_hint_can_be_replaced_or_left_out() -> None:
    assert "Ghi cả họ" in show(Filing(), "name", 'hint="Ghi cả họ"')
    assert "Như trên giấy tờ" not in show(Filing(), "name", 'hint=""')


def test_the_summary_says_the_same_words_and_leads_to_each_field() -> None:
    form = Filing({"year": "56x", "name": "Ai"})

    summary = Template("{% error_summary form %}").render(Context({"form": form}))

    assert 'role="alert"' in summary and 'tabindex="-1"' in summary
    assert '<a href="#id_year">Năm sinh phải có 4 chữ số</a>' in summary
    assert '<a href="#id_kind_0">' in summary
    assert "Chọn lại người nộp" in summary
    for identifier in re.findall(r'href="#([^"]+)"', summary):
        page = "".join(show(form, name) for name in form.fields)
        assert f'id="{identifier}"' in page


def test_one_error_is_counted_in_words() -> None:
    class One(forms.Form):
        name = forms.CharField()

    summary = Template("{% error_summary form %}").render(Context({"form": One({})}))

    assert "Còn một chỗ cần sửa" in summary


def test_a_form_without_errors_has_no_summary() -> None:
    assert Template("{% error_summary form other %}").render(Context({"form": Filing(), "other": None})).strip() == ""


def test_the_usual_errors_say_how_to_mend_them() -> None:
    errors = [str(error) for errors in Filing({"place": "9"}).errors.values() for error in errors]

    assert "Mục này chưa có gì. Điền vào rồi gửi lại." in errors
    assert "Chọn lại một mục trong danh sách; “9” không có trong đó." in errors
    assert not [error for error in errors if "hợp lệ" in error or "bắt buộc" in error]
