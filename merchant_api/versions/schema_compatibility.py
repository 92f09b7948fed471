"""Two JSON Schemas: does the new one keep what the old one promised, for what is sent or for what is read?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
# Any change of these may refuse what was taken, or show what was not.
EXACT = ("pattern", "format", "const", "multipleOf", "uniqueItems", "propertyNames")
UNIONS = ("anyOf", "oneOf")


class Documents:
    """The two documents that references lead into, and the pairs that are being compared already."""

    def __init__(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        self.old, self.new = old, new
        self.open: set[tuple[str, str, bool]] = set()

    def resolve(self, node: Any, document: dict[str, Any]) -> Any:
        """What a reference leads to; anything else is itself."""
        while isinstance(node, dict) and "$ref" in node:
            found: Any = document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            node = found
        return node


def compare_schemas(old: Schema, new: Schema, place: str, documents: Documents, *, sent: bool) -> Iterator[str]:
    """What breaks between two schemas.

    Args:
        place: where they stand, for people.
        sent: callers send it (it may only widen); else they read it (it may only narrow).
    """
    pair = (json.dumps(old, sort_keys=True), json.dumps(new, sort_keys=True), sent)
    if pair in documents.open:  # a schema that holds itself
        return
    documents.open.add(pair)
    try:
        old, new = _flat(documents.resolve(old, documents.old)), _flat(documents.resolve(new, documents.new))
        yield from _unions(old, new, place, documents, sent)
        yield from _types(old, new, place, sent)
        yield from _enums(old, new, place, sent)
        yield from _bounds(old, new, place, sent)
        yield from _properties(old, new, place, documents, sent)
        if "items" in old or "items" in new:
            yield from compare_schemas(old.get("items", {}), new.get("items", {}), f"{place}[]", documents, sent=sent)
    finally:
        documents.open.discard(pair)


def _flat(schema: Any) -> Schema:
    """``allOf`` of one is that one; ``true`` allows everything."""
    if schema is True:
        return {}
    if schema is False:
        return {"not": {}}
    parts = schema.get("allOf", [])
    if len(parts) == 1 and set(schema) <= {"allOf", "description", "default", "readOnly"}:
        return _flat(parts[0])
    return schema  # type: ignore[no-any-return]


def _unions(old: Schema, new: Schema, place: str, documents: Documents, sent: bool) -> Iterator[str]:
    """Each alternative that was taken must be taken by one of the new ones; each that is shown was one of the old."""
    olds = next((old[key] for key in UNIONS if key in old), None)
    news = next((new[key] for key in UNIONS if key in new), None)
    if olds is None and news is None:
        return
    olds, news = olds or [old], news or [new]
    pairs = [(each, news) for each in olds] if sent else [(each, olds) for each in news]
    for one, others in pairs:
        if not any(_fits(one, other, place, documents, sent) for other in others):
            yield f"{place}: {'no longer takes' if sent else 'may now be'} {json.dumps(one, ensure_ascii=False)[:80]}"


def _fits(one: Schema, other: Schema, place: str, documents: Documents, sent: bool) -> bool:
    old, new = (one, other) if sent else (other, one)
    return not list(compare_schemas(old, new, place, documents, sent=sent))


def _kinds(schema: Schema) -> set[str] | None:
    """The types, or None: any."""
    given = schema.get("type")
    if given is None:
        return None
    kinds = {given} if isinstance(given, str) else set(given)
    return kinds | {"integer"} if "number" in kinds else kinds


def _types(old: Schema, new: Schema, place: str, sent: bool) -> Iterator[str]:
    if any(key in schema for key in UNIONS for schema in (old, new)):
        return
    olds, news = _kinds(old), _kinds(new)
    narrow, wide = (olds, news) if sent else (news, olds)
    if wide is not None and (narrow is None or not narrow <= wide):
        yield f"{place}: type {old.get('type', 'any')} became {new.get('type', 'any')}"


def _enums(old: Schema, new: Schema, place: str, sent: bool) -> Iterator[str]:
    olds, news = old.get("enum"), new.get("enum")
    if not sent and old.get("x-open-enum"):
        return
    narrow, wide = (olds, news) if sent else (news, olds)
    if wide is None:
        return
    extra = [value for value in (narrow or []) if value not in wide]
    if narrow is None or extra:
        word = "no longer takes" if sent else "may now be"
        yield f"{place}: {word} {', '.join(map(str, extra)) or 'any value'}"


def _bounds(old: Schema, new: Schema, place: str, sent: bool) -> Iterator[str]:
    for key in EXACT:
        if old.get(key) != new.get(key) and (key in new if sent else key in old):
            yield f"{place}: {key} {old.get(key)} became {new.get(key)}"
    if not sent:  # how large an answer may be was never a promise
        return
    for keys, sign in ((LOWER, 1), (UPPER, -1)):
        for key in keys:
            if key in new and (key not in old or (new[key] - old[key]) * sign > 0):
                yield f"{place}: {key} {old.get(key)} became {new[key]}"


def _properties(old: Schema, new: Schema, place: str, documents: Documents, sent: bool) -> Iterator[str]:
    olds, news = old.get("properties", {}), new.get("properties", {})
    needed_before, needed = set(old.get("required", [])), set(new.get("required", []))
    for name, schema in olds.items():
        if name not in news:
            yield f"{place}.{name} is gone"
        else:
            yield from compare_schemas(schema, news[name], f"{place}.{name}", documents, sent=sent)
    for name in sorted((needed - needed_before) if sent else (needed_before - needed) & set(news)):
        yield f"{place}.{name} {'became required' if sent else 'may now be missing'}"
    before, after = old.get("additionalProperties", True), new.get("additionalProperties", True)
    if sent and before is not False and after is False:
        yield f"{place}: takes no other properties any more"
    elif isinstance(before, dict) and isinstance(after, dict):
        yield from compare_schemas(before, after, f"{place}.*", documents, sent=sent)
    elif isinstance(before, dict) and after is True and not sent and before:
        yield f"{place}.*: may now be anything"
