"""What all input serializers share: strict bodies, and problems that name the exact parameter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.fields import Field as AnyField

from merchant_api.problems import ApiProblem

Field = AnyField[Any, Any, Any, Any]


# What a field takes in JSON; the library would take a number for a text, and "1" for a number.
TYPES: tuple[tuple[type[Field], type, str], ...] = (
    (serializers.BooleanField, bool, "true or false"),
    (serializers.IntegerField, int, "a whole number"),
    (serializers.CharField, str, "a text"),
    (serializers.ListField, list, "a list"),
)


def _check_type(field: Field, value: Any) -> None:
    """Refuse a value of another JSON type than the document names.

    Raises:
        ValidationError
    """
    if value is None:
        return  # whether null is allowed is the field's own matter
    for kind, wanted, words in TYPES:
        if isinstance(field, kind):
            whole = wanted is int and isinstance(value, float) and value.is_integer()  # 5.0 is a whole number in JSON
            if not (isinstance(value, wanted) or whole) or (wanted is int and isinstance(value, bool)):
                raise serializers.ValidationError([f"{words} is expected"])
            break
    if isinstance(field, serializers.ListField):
        for each in value:
            _check_type(field.child, each)


class StrictSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Refuses parameters it does not know, and values of another type: a slip must not be silently put right."""

    def to_internal_value(self, data: Any) -> Any:
        """Parse, or raise with the first wrong parameter's path."""
        if isinstance(data, Mapping):
            for key, value in data.items():
                if key not in self.fields:
                    raise serializers.ValidationError({str(key): ["unknown"]}, code="unknown")
                try:
                    _check_type(self.fields[key], value)
                except serializers.ValidationError as error:
                    raise serializers.ValidationError({str(key): error.detail}) from error
        return super().to_internal_value(data)


def _problems(errors: Any, path: str, found: list[dict[str, Any]]) -> None:
    if isinstance(errors, Mapping):
        for key, inner in errors.items():
            joined = str(key) if not path else f"{path}.{key}"
            if isinstance(key, int):
                joined = f"{path}[{key}]"
            _problems(inner, path if key == "non_field_errors" else joined, found)
    elif errors and all(isinstance(item, Mapping) for item in errors):
        for index, item in enumerate(errors):
            _problems(item, f"{path}[{index}]", found)
    else:
        for error in errors:
            code = {"required": "parameter_missing", "unknown": "parameter_unknown"}.get(
                getattr(error, "code", ""), "invalid_parameter"
            )
            found.append({"param": path, "code": code, "meta": {"reason": str(error)}})


def validated(serializer: serializers.Serializer[Any]) -> dict[str, Any]:
    """The checked input.

    Raises:
        ApiProblem: the first problem, with all of them in ``errors``.
    """
    if not isinstance(serializer.initial_data, Mapping):
        raise ApiProblem("invalid_parameter", param="body", reason="an object is expected")
    if serializer.is_valid():
        return dict(serializer.validated_data)
    found: list[dict[str, Any]] = []
    _problems(serializer.errors, "", found)
    first = found[0]
    raise ApiProblem(first["code"], param=first["param"], reason=first["meta"]["reason"], errors=found)
