"""What each event carries, as JSON Schema, read off the payload classes themselves: the document cannot differ from them."""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from functools import cache
from typing import Any

from merchant_api.event_examples import example_of
from platform_core.events.catalogue import EventPayload, registered_types

PLAIN: dict[Any, str] = {str: "string", int: "integer", bool: "boolean"}
TYPES = sorted(registered_types())
# What a filter of types may say, and the types that it means: each one, and all that begin alike.
TYPE_FILTERS: dict[str, list[str]] = {kind: [kind] for kind in TYPES} | {
    f"{noun}.*": [kind for kind in TYPES if kind.startswith(f"{noun}.")]
    for noun in sorted({kind.partition(".")[0] for kind in TYPES})
}
SEQUENCE = {
    "type": "object",
    "required": ["object", "n"],
    "properties": {"object": {"type": "string"}, "n": {"type": "integer"}},
    "description": "The object it is about, and its count there: a lower one than you have seen is stale.",
}
DATA = {
    "type": "object",
    "required": ["object"],
    "properties": {"object": {"type": "object"}},
    "description": "What its type carries, as described under Webhooks and by `/v1/event_types`.",
}


def _schema_of(hint: Any) -> dict[str, Any]:
    """The schema of one field.

    Raises:
        TypeError: a kind of field that no payload has had so far.
    """
    if hint in PLAIN:
        return {"type": PLAIN[hint]}
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _schema_of(typing.get_args(hint)[0])}
    if isinstance(hint, types.UnionType) and types.NoneType in typing.get_args(hint):
        inner = next(each for each in typing.get_args(hint) if each is not types.NoneType)
        return {"anyOf": [_schema_of(inner), {"type": "null"}]}
    raise TypeError(f"no schema for {hint!r}")


def _describe(payload: type[EventPayload]) -> dict[str, Any]:
    hints = typing.get_type_hints(payload)
    fields = [field.name for field in dataclasses.fields(payload)]  # type: ignore[arg-type]
    return {
        "object": "event_type",
        "type": payload.type,
        "description": inspect.getdoc(payload) or "",
        "schema": {
            "type": "object",
            "required": fields,
            "properties": {name: _schema_of(hints[name]) for name in fields},
        },
        "example": example_of(payload.type),
    }


@cache
def event_types() -> list[dict[str, Any]]:
    """Every event type there is, by name."""
    return [_describe(payload) for _, payload in sorted(registered_types().items())]
