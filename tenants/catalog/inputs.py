"""What a buyer is asked for beside the quantity (充值账号, 区服 …): the fields of a SKU, and whether answers fit them.

Django's forms do the checking, so that the shop shows and the API checks the very same fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import get_language

from tenants.catalog.enums import InputType
from tenants.catalog.errors import InputInvalid, InputSchemaInvalid

MOST_FIELDS, LONGEST, MOST_OPTIONS = 10, 200, 50
NAME = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)
PHONE, DIGITS = r"^\+?\d{7,15}\Z", r"^[0-9]+\Z"

Schema = Sequence[Mapping[str, Any]]


class Wrong(NamedTuple):
    """A field whose answer does not fit: its name, where it stands in the schema (None: nowhere), and Django's name of the fault."""

    name: str
    place: int | None
    reason: str


def check_schema(schema: Schema) -> None:
    """Can a buyer be asked for this?

    Args:
        schema: fields of the documented form, each ``{name, label, label_en, type, required, max_length, options}``.

    Raises:
        InputSchemaInvalid
    """
    names = [field["name"] for field in schema]
    if len(schema) > MOST_FIELDS:
        raise InputSchemaInvalid(param="input_schema", reason=f"at most {MOST_FIELDS} fields")
    if len(set(names)) < len(names):
        raise InputSchemaInvalid(param="input_schema", reason="two fields have the same name")
    for index, field in enumerate(schema):
        chooses = field["type"] == InputType.SELECT
        if chooses != bool(field["options"]):
            reason = "a select needs options" if chooses else "options go with a select"
            raise InputSchemaInvalid(param=f"input_schema[{index}].options", reason=reason)
        if len(set(field["options"])) < len(field["options"]):
            raise InputSchemaInvalid(param=f"input_schema[{index}].options", reason="an option stands there twice")


def form_of(schema: Schema) -> type[forms.Form]:
    """The form that asks for it, with labels in the language that is spoken now."""
    return type("InputForm", (forms.Form,), {field["name"]: _asked(field) for field in schema})


def _asked(field: Mapping[str, Any]) -> forms.Field:
    made = _FIELDS[field["type"]](field)
    if field.get("placeholder"):
        made.widget.attrs["placeholder"] = field["placeholder"]
    return made


def check_inputs(schema: Schema, given: Mapping[str, str]) -> dict[str, str]:
    """Answers that fit, trimmed; what was left empty is left out.

    Raises:
        InputInvalid: with ``fields``, a list of ``Wrong``.
    """
    if not schema and not given:
        return {}
    places = {field["name"]: index for index, field in enumerate(schema)}
    wrong = [Wrong(name, None, "unknown") for name in given if name not in places]
    form = form_of(schema)(dict(given))
    if not form.is_valid():
        faults = form.errors.as_data().items()
        wrong += [Wrong(name, places[name], str(errors[0].code or "invalid")) for name, errors in faults]
    if wrong:
        raise InputInvalid(fields=wrong)
    return {name: str(value) for name, value in form.cleaned_data.items() if value}


def label_of(field: Mapping[str, Any]) -> str:
    """What a field is called in the language that is spoken now."""
    english = (get_language() or "").startswith("en")
    return str((field["label_en"] if english else "") or field["label"])


def _common(field: Mapping[str, Any]) -> dict[str, Any]:
    return {"label": label_of(field), "required": field["required"]}


def _text(field: Mapping[str, Any], *validators: RegexValidator) -> forms.Field:
    return forms.CharField(max_length=field["max_length"], validators=list(validators), **_common(field))


_FIELDS: dict[str, Callable[[Mapping[str, Any]], forms.Field]] = {
    InputType.TEXT: _text,
    InputType.DIGITS: lambda field: _text(field, RegexValidator(DIGITS)),
    InputType.PHONE: lambda field: _text(field, RegexValidator(PHONE)),
    InputType.EMAIL: lambda field: forms.EmailField(max_length=field["max_length"], **_common(field)),
    InputType.SELECT: lambda field: forms.ChoiceField(
        choices=[("", "")] * (not field["required"]) + [(option, option) for option in field["options"]],
        **_common(field),
    ),
}
