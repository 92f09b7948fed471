"""Forms as the typed SDK describes them: words become numbers and lists; what it does not know is refused, however deep it stands."""

from __future__ import annotations

import functools
import re
import sys
import types
import typing
from decimal import Decimal
from typing import Any

import typing_extensions
from stripe._request_options import RequestOptions

from tests.simulators.stripe.refused import Refused

NOT_SENT = frozenset(RequestOptions.__annotations__)  # they are for the SDK itself


@functools.cache
def _fields(kind: type) -> tuple[dict[str, Any], frozenset[str]]:
    named = {name: hint for name, hint in kind.__annotations__.items() if name not in NOT_SENT}
    known_there = vars(sys.modules[kind.__module__])
    hints = typing_extensions.get_type_hints(types.SimpleNamespace(__annotations__=named), known_there)
    return hints, frozenset(kind.__required_keys__ - NOT_SENT)  # type: ignore[attr-defined]


def read_params(given: dict[str, Any], kind: type) -> dict[str, Any]:
    """What a call was told, as the SDK's class of its parameters says."""
    return _record(given, kind, "")


def _record(given: dict[str, Any], kind: type, where: str) -> dict[str, Any]:
    hints, required = _fields(kind)
    name_of = (lambda name: f"{where}[{name}]") if where else str
    for name in given:
        if name not in hints:
            raise Refused(
                "parameter_unknown", param=name_of(name), message=f"Received unknown parameter: {name_of(name)}"
            )
    for name in required - set(given):
        raise Refused("parameter_missing", param=name_of(name), message=f"Missing required param: {name_of(name)}.")
    return {name: _value(value, hints[name], name_of(name)) for name, value in given.items()}


def _options(hint: Any) -> list[Any]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return [each for part in typing.get_args(hint) for each in _options(part)]
    return [hint]


def _value(value: Any, hint: Any, where: str) -> Any:
    options = _options(hint)
    return _container(value, options, where) if isinstance(value, dict) else _word(value, options, where)


def _container(value: dict[str, Any], options: list[Any], where: str) -> Any:
    for option in options:
        origin = typing.get_origin(option)
        if origin is list:
            (inner,) = typing.get_args(option)
            return [_value(each, inner, f"{where}[{at}]") for at, each in enumerate(value.values())]
        if typing_extensions.is_typeddict(option):
            return _record(value, option, where)
        if origin is dict or option is dict:
            inner = (*typing.get_args(option), str, str)[1]
            return {name: _value(each, inner, f"{where}[{name}]") for name, each in value.items()}
    raise Refused("parameter_invalid_string", param=where, message=f"Invalid {where}: must be a string")


def _word(value: str, options: list[Any], where: str) -> Any:
    literals = [word for each in options if typing.get_origin(each) is typing.Literal for word in typing.get_args(each)]
    if value in literals:
        return value
    if int in options and re.fullmatch(r"-?\d+", value):
        return int(value)
    if bool in options and value in {"true", "false"}:
        return value == "true"
    if (float in options or Decimal in options) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return float(value) if float in options else value
    if any(literals):
        raise Refused(
            "", param=where, message=f"Invalid {where}: must be one of {', '.join(word for word in literals if word)}"
        )
    if str in options:
        return value
    if value == "" and any(typing.get_origin(each) is list for each in options):
        return []
    code = "parameter_invalid_empty" if value == "" else "parameter_invalid_integer"
    raise Refused(code, param=where, message=f"Invalid value for {where}")
