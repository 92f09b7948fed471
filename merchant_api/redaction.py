"""What of a request and its answer may be kept in the request log: an allow-list, read off the documented schemas.

Kept is what cannot be a secret: flags, numbers in their documented range, documented words, times, our own ids. Of texts
only those that ``TEXTS`` names. Everything else (codes, PINs, secrets, names, notes, what nobody documented) is hidden, so a new
field is hidden until somebody decides otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from merchant_api.event_schemas import TYPE_FILTERS
from platform_core.kernel.money import CURRENCIES
from tenants.access.enums import SCOPES

JSON = "application/json"
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
HIDDEN, FILE = "[hidden]", "[file]"
LONGEST_LIST = 10
# Prefixes of our ids, so that no text of a merchant's own that looks alike is taken for one.
PREFIXES = "att|code|dlv|evt|exp|idl|imp|isb|isl|iss|key|op|prod|rdm|req|rev|rfd|rpl|rsv|rvs|sku|sup|ten|void|we"
PUBLIC_ID = re.compile(rf"(?:{PREFIXES})_[0-9A-HJKMNP-TV-Z]{{26}}", re.ASCII)
EXTERNAL_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}", re.ASCII)
OWN_PATH = re.compile(rf"/v1(?:/(?:[a-z_]{{1,24}}|(?:{PREFIXES})_[0-9A-HJKMNP-TV-Z]{{26}})){{1,4}}", re.ASCII)
NOTIFY_URL = re.compile(r"https?://[!-~]+", re.ASCII)
HOST = re.compile(r"(https?://[A-Za-z0-9.:\[\]-]+)(?:[/?].*)?", re.ASCII | re.DOTALL)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+ -]\d\d:?\d\d)?)?", re.ASCII)
SIZE = 10**12  # of a number whose range nobody documented
Keep = Callable[[Any, bool], Any]


def is_public_id(value: Any) -> bool:
    """Is it one of our ids?"""
    return isinstance(value, str) and PUBLIC_ID.fullmatch(value) is not None


# Documented texts that are kept though they are no ids, by name: when are they what they should be?
TEXTS: dict[str, Callable[[str], object]] = {
    "external_id": EXTERNAL_ID.fullmatch,
    "currency": CURRENCIES.__contains__,
    "url": OWN_PATH.fullmatch,
    "event_types": {*TYPE_FILTERS, "*"}.__contains__,
    "scope": SCOPES.__contains__,
    "scopes": SCOPES.__contains__,
}
# Of the merchant's making: kept only where the request made sense as a whole.
FREE = frozenset({"external_id"})


def hide(value: Any, free: bool) -> Any:
    """Of something that is there: that it is there."""
    return value if value is None or value == "" else HIDDEN


def keep_text(name: str) -> Keep:
    """What may be kept of a text with this name."""
    is_known = TEXTS.get(name)

    def keep(value: Any, free: bool) -> Any:
        if isinstance(value, str):
            if PUBLIC_ID.fullmatch(value):
                return value
            if is_known is not None and (free or name not in FREE) and is_known(value):
                return value
        return hide(value, free)

    return keep


def keep_url(value: Any, free: bool) -> Any:
    """Of an address of the merchant's: where it is, not what is handed over there."""
    if not free or not isinstance(value, str) or not NOTIFY_URL.fullmatch(value):
        return hide(value, free)
    place, _, handed_over = value.partition("?")
    return f"{place}?{HIDDEN}" if handed_over else place


def keep_host(value: Any, free: bool) -> Any:
    """Of the URL of an endpoint: at whose host it is. Its path is often the secret."""
    own = keep_text("url")(value, free)
    found = HOST.fullmatch(value) if free and own == HIDDEN and isinstance(value, str) else None
    return own if found is None else f"{found[1]}/{HIDDEN}"


def _flag(value: Any, free: bool) -> Any:
    return value if isinstance(value, bool) else hide(value, free)


def _whole(low: int | None, high: int | None) -> Keep:
    least, most = -SIZE if low is None else low, SIZE if high is None else high

    def keep(value: Any, free: bool) -> Any:
        return value if isinstance(value, int) and least <= value <= most else hide(value, free)

    return keep


def _one_of(words: Iterable[Any]) -> Keep:
    known = frozenset(words)
    return lambda value, free: value if isinstance(value, str | int) and value in known else hide(value, free)


def _moment(value: Any, free: bool) -> Any:
    return value if isinstance(value, str) and MOMENT.fullmatch(value) else hide(value, free)


def _items(keep: Keep) -> Keep:
    def keep_items(value: Any, free: bool) -> Any:
        if not isinstance(value, list):
            return hide(value, free)
        kept = [keep(item, free) for item in value[:LONGEST_LIST]]
        return [*kept, f"[{len(value) - LONGEST_LIST} more]"] if len(value) > LONGEST_LIST else kept

    return keep_items


def _object(fields: Mapping[str, Keep]) -> Keep:
    def keep_fields(value: Any, free: bool) -> Any:
        if not isinstance(value, dict):
            return hide(value, free)
        kept = {name: fields[name](item, free) for name, item in value.items() if name in fields}
        unknown = len(value) - len(kept)
        return {**kept, "[undocumented]": unknown} if unknown else kept  # a name can be a secret too

    return keep_fields


def keep_of(field: Any, name: str = "") -> Keep:
    """What may be kept of a field of a serializer (or of a whole serializer, or of a list of them)."""
    if isinstance(field, type):
        field = field()
    match field:
        case serializers.ListSerializer() | serializers.ListField():
            return _items(keep_of(field.child, name))
        case serializers.Serializer():
            return _object({each: keep_of(inner, each) for each, inner in field.fields.items()})
        case serializers.BooleanField():
            return _flag
        case serializers.IntegerField():
            return _whole(field.min_value, field.max_value)
        case serializers.ChoiceField():
            return _one_of(field.choices)
        case serializers.DateTimeField() | serializers.DateField():
            return _moment
        case serializers.CharField():
            return {"notify_url": keep_url, "url": keep_host}.get(name) or keep_text(name)
        case serializers.FileField():
            return _one_of([FILE])
    return hide


def keep_of_answer(field: Any) -> Keep:
    """What may be kept of an answer: a list stands in its envelope."""
    if isinstance(field, serializers.ListSerializer):
        known = {"object": _one_of(["list"]), "data": keep_of(field), "has_more": _flag, "next_cursor": hide}
        return _object({**known, "total_estimate": _whole(0, None)})
    return keep_of(field)


def keep_of_parameter(parameter: OpenApiParameter) -> Keep:
    """What may be kept of a query parameter; its values are texts."""
    schema = parameter.type if isinstance(parameter.type, dict) else {}
    words = [*(parameter.enum or ()), *schema.get("enum", ())]
    if words:
        return _one_of([str(word) for word in words])
    if parameter.type is bool:
        return _one_of(["true", "false"])
    if schema.get("type") == "integer":
        within = _whole(schema.get("minimum"), schema.get("maximum"))
        return lambda value, free: value if value.isdecimal() and within(int(value), free) != HIDDEN else HIDDEN
    if schema.get("format") == "date-time":
        return _moment
    return keep_text(parameter.name)


def names_in(field: Any) -> set[str]:
    """Every name that a serializer documents, at any depth."""
    if isinstance(field, type):
        field = field()
    if isinstance(field, serializers.ListSerializer | serializers.ListField):
        return names_in(field.child)
    if isinstance(field, serializers.Serializer):
        return set(field.fields) | {name for inner in field.fields.values() for name in names_in(inner)}
    return set()


class Operation(NamedTuple):
    """What an operation is called, what may be kept of a call (by media type, by status), and the names it documents."""

    id: str
    requests: dict[str, Keep]
    answers: dict[int, Keep]
    query: dict[str, Keep]
    names: frozenset[str]


def read_operation(view: Any, method: str) -> Operation:
    """Of a view's documented method; of one that is not documented everything is hidden."""
    made = getattr(getattr(view, method.lower(), None), "kwargs", {}).get("schema")
    if made is None:
        return Operation("", {}, {}, {}, frozenset())
    schema = made()
    schema.view, schema.method, schema.path = view(request=None, args=(), kwargs={}), method, ""
    bodies = schema.get_request_serializer() if method in WITH_BODY else {}
    answers = schema.get_response_serializers()
    if not isinstance(bodies, dict):
        bodies = {JSON: bodies}
    if not isinstance(answers, dict):
        answers = {200: answers}
    parameters = [each for each in schema.get_override_parameters() if each.location == OpenApiParameter.QUERY]
    names = {each.name for each in parameters}.union(*(names_in(body) for body in bodies.values()))
    return Operation(
        schema.get_operation_id(),
        {media: keep_of(body) for media, body in bodies.items() if _is_serializer(body)},
        {status: keep_of_answer(answer) for status, answer in map(_answer, answers.items()) if _is_serializer(answer)},
        {each.name: keep_of_parameter(each) for each in parameters},
        frozenset(names),
    )


def _answer(documented: tuple[Any, Any]) -> tuple[int, Any]:
    status, answer = documented
    if isinstance(answer, OpenApiResponse):
        answer = answer.response
    return int(status[0] if isinstance(status, tuple) else status), answer


def _is_serializer(field: Any) -> bool:
    kind = field if isinstance(field, type) else type(field)
    return issubclass(kind, serializers.BaseSerializer)
