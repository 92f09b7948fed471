"""What a buyer is asked for, written a line each: ``field=名称=true=占位文字``, as owners of other card shops know it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from tenants.catalog.enums import InputType
from tenants.catalog.errors import InputSchemaInvalid
from tenants.catalog.inputs import LONGEST, NAME, check_schema

YES, NO = {"true", "1", "yes", "y", "是", "必填"}, {"false", "0", "no", "n", "否", "选填", ""}
LABEL = 60


def parse_fields(text: str) -> list[dict[str, Any]]:
    """Lines ``name=label=required=placeholder=type``; what stands behind the label may be left out.

    ``type`` is one of ``InputType``, or what can be chosen, ``A|B|C``. A name that cannot be one becomes ``field_1``.

    Returns:
        What ``Sku.input_schema`` holds.

    Raises:
        InputSchemaInvalid: with the ``line``, from 1.
    """
    fields: list[dict[str, Any]] = []
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip():
            continue
        parts = [part.strip() for part in raw.replace("＝", "=").split("=", 4)]
        if len(parts) < 2 or not parts[1]:
            raise InputSchemaInvalid(param="input_schema", reason="name=label", line=number)
        name, label, required, placeholder, kind = (parts + [""] * 3)[:5]
        if (required := unicodedata.normalize("NFKC", required).lower()) not in YES | NO:
            raise InputSchemaInvalid(param="input_schema", reason="true or false", line=number)
        fields.append(
            field_of(name=name, label=label, required=required in YES, placeholder=placeholder, kind=kind, place=number)
        )
    check_schema(fields)
    return fields


def field_of(*, name: str, label: str, required: bool, placeholder: str, kind: str, place: int) -> dict[str, Any]:
    """One field of a schema. ``kind``: an ``InputType``, or what can be chosen with ``|`` between."""
    options = [option.strip() for option in kind.split("|") if option.strip()] if "|" in kind else []
    made = {
        "name": name.lower() if NAME.fullmatch(name.lower()) else f"field_{place}",
        "label": label[:LABEL],
        "label_en": "" if re.search(r"[\u3400-\u9fff]", label) else label[:LABEL],
        "type": InputType.SELECT
        if options
        else kind
        if kind in set(InputType) - {InputType.SELECT}
        else InputType.TEXT,
        "required": required,
        "max_length": LONGEST,
        "options": options,
    }
    return made | ({"placeholder": placeholder[:LABEL]} if placeholder else {})


def fields_text(schema: Sequence[Mapping[str, Any]]) -> str:
    """A schema as ``parse_fields`` reads it."""
    return "\n".join(_line(field) for field in schema)


def _line(field: Mapping[str, Any]) -> str:
    kind = "|".join(field["options"]) or ("" if field["type"] == InputType.TEXT else field["type"])
    parts = [
        field["name"],
        field["label"],
        "true" if field["required"] else "false",
        field.get("placeholder", ""),
        kind,
    ]
    return "=".join(parts).rstrip("=")
