"""What pydantic found wrong, as a field and a sentence that says how to mend it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.api.v1.problems import FieldError

#: pydantic's kind of error → sentence; its facts fill the gaps
_SENTENCES: dict[str, str | Promise] = {
    "missing": _("Thiếu mục này. Ghi thêm rồi gửi lại."),
    "extra_forbidden": _("Không có mục tên này. Xem lại tên mục trong tài liệu."),
    "string_type": _("Ghi bằng chữ, đặt trong ngoặc kép."),
    "string_unicode": _("Có ký tự không đọc được. Gõ lại mục này."),
    "string_too_short": _("Ghi ít nhất %(min_length)s ký tự."),
    "string_too_long": _("Dài quá %(max_length)s ký tự. Ghi gọn lại."),
    "string_pattern_mismatch": _("Chưa đúng cách ghi. Xem ví dụ trong tài liệu."),
    "int_type": _("Ghi bằng số nguyên."),
    "int_parsing": _("Ghi bằng số nguyên."),
    "int_parsing_size": _("Số lớn quá. Xem lại."),
    "int_from_float": _("Ghi bằng số nguyên, không có phần lẻ."),
    "greater_than_equal": _("Ghi từ %(ge)s trở lên."),
    "less_than_equal": _("Ghi không quá %(le)s."),
    "bool_parsing": _("Ghi true hoặc false."),
    "bool_type": _("Ghi true hoặc false."),
    "literal_error": _("Chọn một trong: %(expected)s."),
    "enum": _("Chọn một trong: %(expected)s."),
    "list_type": _("Ghi thành danh sách, trong ngoặc vuông."),
    "tuple_type": _("Ghi thành danh sách, trong ngoặc vuông."),
    "too_long": _("Nhiều quá %(max_length)s dòng. Chia ra nhiều lần."),
    "too_short": _("Ghi ít nhất %(min_length)s dòng."),
    "model_type": _("Ghi thành nhóm, trong ngoặc nhọn."),
    "model_attributes_type": _("Ghi thành nhóm, trong ngoặc nhọn."),
    "dict_type": _("Ghi thành nhóm, trong ngoặc nhọn."),
}
_MOMENT = _("Ghi ngày giờ như 2018-10-22T09:00:00+07:00.")
_DAY = _("Ghi ngày như 2018-10-22.")
_OTHERWISE = _("Chưa đúng cách ghi. Xem ví dụ trong tài liệu.")
_NO_BODY = _("Thiếu nội dung JSON của yêu cầu.")

#: How the calls name what ninja hands them; none of these is part of a field's name
ARGUMENTS = frozenset({"body", "query", "path", "header", "said", "filters", "guards"})


def of(errors: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    """Return (field, sentence) for each error that ninja gathered."""
    return [(_field(error["loc"]), _sentence(error)) for error in errors]


def _field(loc: Iterable[str | int]) -> str:
    """Write a place as people read it: components[0].originals."""
    parts = list(loc)
    while parts and parts[0] in ARGUMENTS:
        parts.pop(0)
    name = ""
    for part in parts:
        if isinstance(part, int):
            name += f"[{part}]"
        else:
            name += f".{part}" if name else part
    return name


def _sentence(error: Mapping[str, Any]) -> str:
    kind, facts = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(facts["error"])  # our own validators' sentence
    if kind == "missing" and set(error["loc"]) <= ARGUMENTS:
        return str(_NO_BODY)
    if kind.startswith("datetime") or kind.startswith("timezone"):
        return str(_MOMENT)
    if kind.startswith("date"):
        return str(_DAY)
    template = _SENTENCES.get(kind, _OTHERWISE)
    return str(template) % {name: str(fact).replace("'", "").replace(" or ", ", ") for name, fact in facts.items()}
