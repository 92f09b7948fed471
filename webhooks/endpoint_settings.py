"""What may be set of an endpoint, checked and brought into one form, whoever sets it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from platform_core.events.catalogue import registered_types
from platform_core.kernel.outbound import why_refused
from webhooks.enums import PayloadFormat
from webhooks.errors import EndpointSettingInvalid, UrlRefused

ALL = "*"
MOST_TYPES, MOST_CONDITIONS, MOST_VALUES, MOST_HEADERS = 100, 10, 50, 10
RANGES = {"rate": (1, 1_000), "concurrency": (1, 50), "timeout": (1, 30)}
FIELD = re.compile(r"[a-z][a-z0-9_]{0,39}(\.[a-z0-9_]{1,40}){0,3}", re.ASCII)
HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}", re.ASCII)  # a token of RFC 9110
HEADER_VALUE = re.compile(r"[!-~]([ -~]{0,1022}[!-~])?", re.ASCII)
# What says where the request goes, how it is framed, who sends it, and what signs it.
DENIED_HEADERS = frozenset(
    {
        "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "cookie", "date", "expect",
        "forwarded", "host", "http2-settings", "keep-alive", "origin", "referer", "te", "trailer", "transfer-encoding", "upgrade",
        "user-agent", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip",
    }
)  # fmt: skip
DENIED_PREFIXES = ("webhook-", "proxy-", "sec-", "kaquan-", "svix-")


def checked_settings(given: Mapping[str, Any], *, livemode: bool) -> dict[str, Any]:
    """Settings of an endpoint, each in its one form.

    Args:
        given: some of ``url``, ``description``, ``event_types``, ``content_filter``, ``version``, ``payload_format``,
            ``ed25519``, ``rate``, ``concurrency``, ``timeout``, ``headers`` (a mapping, or None for none).

    Raises:
        UrlRefused, EndpointSettingInvalid
    """
    if "url" in given and (reason := why_refused(given["url"], livemode=livemode)):
        raise UrlRefused(param="url", reason=reason)
    return {name: CHECKS[name](name, value) if name in CHECKS else value for name, value in given.items()}


def filter_of(conditions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Conditions as they are written outside, ``{"field", "equals"}`` or ``{"field", "in"}``, in the form that is kept."""
    return [
        {"field": each["field"], "values": list(each["in"]) if "in" in each else [each["equals"]]}
        for each in conditions
    ]


def conditions_of(kept: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The other way round."""
    return [
        {"field": each["field"], "equals": each["values"][0]}
        if len(each["values"]) == 1
        else {"field": each["field"], "in": each["values"]}
        for each in kept
    ]


def listener_patterns(types: Sequence[str]) -> list[str]:
    """Types of events as patterns of LIKE (``events.models.Listener``)."""
    patterns = {"%" if each == ALL else each.replace("*", "%") for each in types}
    return ["%"] if "%" in patterns else sorted(patterns)


def _event_types(name: str, value: Sequence[str]) -> list[str]:
    known = registered_types()
    nouns = {each.partition(".")[0] for each in known}
    wanted = list(dict.fromkeys(value))
    if not wanted:
        raise EndpointSettingInvalid(param=name, reason="none is named")
    if len(wanted) > MOST_TYPES:
        raise EndpointSettingInvalid(param=name, reason=f"more than {MOST_TYPES}")
    for each in wanted:
        noun, _, rest = each.partition(".")
        if not (each in known or each == ALL or (rest == ALL and noun in nouns)):
            raise EndpointSettingInvalid(param=name, reason="one of them does not exist")
    return [ALL] if ALL in wanted else wanted


def _content_filter(name: str, value: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if len(value) > MOST_CONDITIONS:
        raise EndpointSettingInvalid(param=name, reason=f"more than {MOST_CONDITIONS} conditions")
    for each in value:
        if FIELD.fullmatch(each["field"]) is None:
            raise EndpointSettingInvalid(param=name, reason="a field is a name, or names with dots between")
        values = each["values"]
        if not 1 <= len(values) <= MOST_VALUES or not all(isinstance(one, str) and len(one) <= 200 for one in values):
            raise EndpointSettingInvalid(param=name, reason=f"a condition has 1 to {MOST_VALUES} values, each a text")
    return [{"field": each["field"], "values": list(each["values"])} for each in value]


def _headers(name: str, value: Mapping[str, str] | None) -> dict[str, str]:
    if len(value or {}) > MOST_HEADERS:
        raise EndpointSettingInvalid(param=name, reason=f"more than {MOST_HEADERS}")
    found: dict[str, str] = {}
    for header, text in (value or {}).items():
        lower = header.lower()
        if HEADER_NAME.fullmatch(header) is None:
            raise EndpointSettingInvalid(param=name, reason="one has no valid name")
        if lower in DENIED_HEADERS or lower.startswith(DENIED_PREFIXES):
            raise EndpointSettingInvalid(param=name, reason=f"{lower} is not yours to set")
        if lower in {each.lower() for each in found}:
            raise EndpointSettingInvalid(param=name, reason=f"{lower} is there twice")
        if HEADER_VALUE.fullmatch(text) is None:
            raise EndpointSettingInvalid(param=name, reason=f"{lower} must be 1 to 1024 visible ASCII characters")
        found[header] = text
    return found


def _in_range(name: str, value: int | None) -> int | None:
    low, high = RANGES[name]
    if value is None and name == "rate":
        return None
    if value is None or not low <= value <= high:
        raise EndpointSettingInvalid(param=name, reason=f"it must be {low} to {high}")
    return value


def _payload_format(name: str, value: str) -> str:
    if value not in PayloadFormat.values:
        raise EndpointSettingInvalid(param=name, reason="it must be standard or cloudevents")
    return value


CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "event_types": _event_types,
    "content_filter": _content_filter,
    "headers": _headers,
    "payload_format": _payload_format,
    **dict.fromkeys(RANGES, _in_range),
}
