"""Fields and error summaries in the house's look, from Django's bound fields. A builtin.

Every field: label, hint, error in the same words as the summary, and an input that names both of them.
"""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()

_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checks"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "check"),
    (forms.Textarea, "input"),
    (forms.Select, "input"),
)


@register.inclusion_tag("design/parts/form_field.html")
def form_field(field: BoundField, look: str = "", *, cls: str = "inp", hint: str | None = None) -> dict[str, Any]:
    """Show one field of a form. `look` of radio buttons: "" (list), "cards", "cards-2" (two columns) or "seg".

    `hint` instead of the field's help text; hint="" shows none.
    """
    kind = next((name for widget, name in _KINDS if isinstance(field.field.widget, widget)), "input")
    help_text = field.help_text if hint is None else hint
    described = [f"{field.auto_id}-hint"] if help_text else []
    described += [f"{field.auto_id}-error"] if field.errors else []
    attrs: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if field.field.widget.attrs.get("placeholder") == field.label:
        attrs["placeholder"] = False  # the label says it already, and stays when something is typed
    if field.errors:
        attrs["aria-invalid"] = "true"
    if kind == "input":
        attrs["class"] = f"{field.field.widget.attrs.get('class', '')} {cls}".strip()
    return {
        "field": field,
        "kind": kind,
        "look": look,
        "hint": help_text,
        "described": " ".join(described),
        "optional": not field.field.required and kind != "check",
        "control": "" if kind in ("radios", "checks") else field.as_widget(attrs=attrs),
    }


@register.inclusion_tag("design/parts/error_summary.html")
def error_summary(*forms_: forms.BaseForm) -> dict[str, Any]:
    """List what is to be mended in one or several forms, each line a link to its field, in the field's own words."""
    lines: list[dict[str, str]] = []
    for form in forms_:
        if not form:
            continue
        lines += [{"text": str(text), "href": ""} for text in form.non_field_errors()]
        lines += [{"text": str(text), "href": _target(field)} for field in form for text in field.errors]
    return {"lines": lines}


def _target(field: BoundField) -> str:
    """Return where a field's error leads to: the input, or the first choice of a group."""
    grouped = isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{field.auto_id}_0" if grouped else (field.id_for_label or field.auto_id)
