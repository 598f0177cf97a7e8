"""The bridge from Django's forms to the Design System's components.

`govuk(bound_field)` gives the component's name and its parameters; `form_faults(form)` gives the error summary, each
line a link to its field. HTML5 validation is off (its messages cannot be worded, nor read by all), what was typed
stays, and every message names its field: `Form` rewrites Django's "This field is required." to "Enter the invoice
number".

A field says what it wants as widget attributes: `autocomplete`, `inputmode`, `class` (govuk-input--width-10). Words of
a field with an empty-message of its own: `error_messages={"required": "Enter the date on the invoice"}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from hanaper.foundation.interface.fields import ChoiceField, DateInput, MoneyInput, SortCodeField
from hanaper.foundation.interface.pages import Fault
from hanaper.kernel.csv_rows import WrongRow, line_ranges

WRONG_SHOWN = 100
"""Wrong rows of a file that are told one by one; of the rest the lines are named."""

_SMALL = "govuk-checkboxes--small"
_SELECTING = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.SelectMultiple)


class Form(forms.Form):
    """A form of ours: no `required` attribute, and messages that name their field."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            _word(name, field)


class ReasonForm(Form):
    """One reason, for acts that need one."""

    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text="Say why in a sentence. It is kept with the document. Leave out personal details.",
        error_messages={"required": "Enter a reason"},
    )


@dataclass(frozen=True)
class Component:
    """A component's name, as in the macro's (`input`, `radios`, ...), and the parameters it takes."""

    kind: str
    params: Mapping[str, Any]


def govuk(field: BoundField) -> Component:  # noqa: C901 (one case for each widget, side by side)
    """A bound field as a component.

    Raises TypeError for a widget that has no component: choose one that has.
    """
    widget = field.field.widget
    errors = [message for message, _ in _messages(field)]
    base: dict[str, Any] = {"name": field.html_name}
    if errors:
        base["errorMessage"] = {"text": errors[0]}
    if field.help_text:
        base["hint"] = {"text": str(field.help_text)}
    match widget:
        case forms.HiddenInput():
            return Component("hidden", {**base, "value": field.value() or ""})
        case DateInput():
            return Component("date-input", {**base, **_date(field, widget)})
        case forms.CheckboxInput():
            item = {"value": "true", "text": field.label, "checked": bool(field.value()), "id": field.auto_id}
            return Component("checkboxes", {**base, "idPrefix": field.auto_id, "items": [item], "classes": _SMALL})
        case forms.RadioSelect():
            return Component("radios", {**base, **_choices(field)})
        case forms.CheckboxSelectMultiple():
            return Component("checkboxes", {**base, **_choices(field)})
        case forms.Select():
            return Component("select", {**base, **_single(field), "items": _select_items(field)})
        case forms.Textarea():
            rows = {"rows": widget.attrs.get("rows", 5), "value": _typed(field)}
            return Component("textarea", {**base, **_single(field), **rows})
        case forms.FileInput():
            return Component("file-upload", {**base, **_single(field)})
        case forms.PasswordInput():
            autocomplete = widget.attrs.get("autocomplete", "current-password")
            return Component("password-input", {**base, **_single(field), "autocomplete": autocomplete})
        case forms.TextInput():
            return Component("input", {**base, **_single(field), **_text(field, widget)})
    raise TypeError(f"{type(widget).__name__} of the field {field.name!r} has no component")


def form_faults(form: forms.BaseForm) -> Sequence[Fault]:
    """The error summary of a form: its own errors, then each field's, in the order of the page."""
    if not form.is_bound:
        return ()
    own = [Fault(str(message)) for message in form.non_field_errors()]
    return [*own, *(Fault(text, href) for field in form for text, href in _messages(field))]


def lines_faults(formset: forms.BaseFormSet[Any]) -> Iterator[Fault]:
    """The errors of a document's lines, each naming its line."""
    if not formset.is_bound:
        return
    yield from (Fault(str(message)) for message in formset.non_form_errors())
    for number, form in enumerate(formset.forms, 1):
        yield from (Fault(f"Line {number}: {fault.text}", fault.href) for fault in form_faults(form))


def raise_on_form(form: forms.BaseForm, text: str, *, field: str | None = None) -> None:
    """Add a refusal's sentence to a form, beside the field it is about when that is known."""
    form.add_error(field if field in form.fields else None, ValidationError(text))


def name_wrong_rows(form: forms.BaseForm, wrong: Sequence[WrongRow], *, field: str) -> None:
    """Every wrong row of a file, beside its field: the first ones with what was found and expected, the lines of the
    rest."""
    for each in wrong[:WRONG_SHOWN]:
        where = f"Line {each.line}" if each.line else "The file"
        column = f", {each.column.replace('_', ' ')}" if each.column else ""
        raise_on_form(form, f"{where}{column}: found {each.found}, expected {each.expected}", field=field)
    if rest := wrong[WRONG_SHOWN:]:
        lines = line_ranges([each.line for each in rest])
        raise_on_form(form, f"And {len(rest)} more, on lines {lines}", field=field)


def _word(name: str, field: forms.Field) -> None:
    """Give the field messages that name it, where it has only Django's."""
    label = str(field.label or name.replace("_", " ").capitalize())
    field.label = label
    lower = label if label[:2].isupper() else label[:1].lower() + label[1:]
    defaults = {
        str(text)
        for kind in reversed(type(field).__mro__)
        for text in getattr(kind, "default_error_messages", {}).values()
    }
    verb = "Choose" if isinstance(field.widget, _SELECTING) else "Enter"
    ours = {
        "required": f"{verb} the {lower}"
        if not lower.startswith(("the ", "a ", "an ", "your "))
        else f"{verb} {lower}",
        "invalid_choice": f"{label} must be one of those in the list",
        "invalid": f"{label} is not in the right form",
    }
    for code, text in ours.items():
        if str(field.error_messages.get(code, "")) in defaults:
            field.error_messages[code] = text
    if isinstance(field, forms.IntegerField):
        field.error_messages["invalid"] = f"{label} must be a whole number, like 12"


def _messages(field: BoundField) -> Iterator[tuple[str, str]]:
    """Each error of a field with the link to the input it is about."""
    for error in field.errors.as_data():
        parameters = error.params or {}
        part = parameters.get("part")
        text = "; ".join(error.messages) if not part else str(error.message)
        href = f"#{field.auto_id}-{part}" if part else f"#{field.id_for_label or field.auto_id}"
        if isinstance(field.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
            href = f"#{field.auto_id}"  # the first of the group has the bare id
        yield text.replace("{label}", str(field.label)), href


def _typed(field: BoundField) -> str:
    value = field.field.widget.format_value(field.value())
    return "" if value is None else str(value)


def _single(field: BoundField) -> dict[str, Any]:
    attrs = field.field.widget.attrs
    return {
        "id": field.auto_id,
        "label": {"text": field.label, "classes": "govuk-label--s"},
        "classes": attrs.get("class", ""),
    }


def _text(field: BoundField, widget: forms.TextInput) -> dict[str, Any]:
    attrs = widget.attrs
    params: dict[str, Any] = {
        "value": _typed(field),
        "autocomplete": attrs.get("autocomplete", "off"),
        "spellcheck": False,
    }
    numeric = isinstance(field.field, (forms.IntegerField, SortCodeField)) or isinstance(widget, forms.NumberInput)
    if numeric or "inputmode" in attrs:
        params["inputmode"] = attrs.get("inputmode", "numeric")
    if isinstance(widget, MoneyInput):
        params |= {"prefix": {"text": "£"}, "inputmode": "decimal"}
        params["classes"] = attrs.get("class", "govuk-input--width-10")
    return params


def _date(field: BoundField, widget: DateInput) -> dict[str, Any]:
    typed = dict(zip(widget.parts, widget.as_typed(field.value()), strict=True))
    wrong = {href.rpartition("-")[2] for _, href in _messages(field)}
    items = [
        {
            "name": part,
            "label": part.capitalize(),
            "id": f"{field.auto_id}-{part}",
            "value": typed[part],
            "classes": ("govuk-input--width-4" if part == "year" else "govuk-input--width-2")
            + (" govuk-input--error" if wrong & {part} or (wrong and not wrong & set(widget.parts)) else ""),
        }
        for part in widget.parts
    ]
    legend = {"legend": {"text": field.label, "classes": "govuk-fieldset__legend--s"}}
    return {"id": field.auto_id, "namePrefix": field.html_name, "items": items, "fieldset": legend}


def _choices(field: BoundField) -> dict[str, Any]:
    value = field.value()
    chosen = {str(one) for one in value} if isinstance(value, (list, tuple)) else {str(value)}
    hints = field.field.hints if isinstance(field.field, ChoiceField) else {}
    items = [
        {
            "value": str(key),
            "text": str(label),
            "checked": str(key) in chosen,
            **({"hint": {"text": hints[key]}} if key in hints else {}),
        }
        for key, label in _flat(field)
        if str(key)
    ]
    legend = {"legend": {"text": field.label, "classes": "govuk-fieldset__legend--s"}}
    classes = "govuk-radios--small" if isinstance(field.field.widget, forms.RadioSelect) else _SMALL
    return {"idPrefix": field.auto_id, "fieldset": legend, "items": items, "classes": classes}


def _select_items(field: BoundField) -> list[dict[str, Any]]:
    value = "" if field.value() is None else str(field.value())
    return [{"value": str(key), "text": str(label), "selected": str(key) == value} for key, label in _flat(field)]


def _flat(field: BoundField) -> Iterator[tuple[Any, Any]]:
    for key, label in field.field.choices:  # type: ignore[attr-defined]
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield key, label
