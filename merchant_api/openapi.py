"""The OpenAPI 3.1 document: scopes, versions, error answers and list envelopes of every operation, without a word from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework.serializers import CharField, ListSerializer

from merchant_api.openapi_problems import error_answers, problem_examples, problem_schema, shared_answers
from merchant_api.parameters import INCLUDE_TOTAL
from merchant_api.test_mode.simulation import component_of, components_of_header
from merchant_api.throttling.rates import kind_of
from merchant_api.versions.calendar import CURRENT
from merchant_api.versions.view import HEADER

# From the view to the hook; not in the document.
OWN_PROBLEMS, SIMULATE = "x-problems", "x-simulate"
HEADERS = {
    HEADER: {"description": "The version that the answer is in.", "schema": {"type": "string"}},
    "Request-Id": {"description": "Name it when you ask us about this call.", "schema": {"type": "string"}},
}
# What answers say of limits (draft-ietf-httpapi-ratelimit-headers, RFC 9110).
LIMITED = ("RateLimit-Policy", "RateLimit")
RETRIED = {"409", "429", "503"}
LIMIT_HEADERS: dict[str, dict[str, Any]] = {
    "RateLimit-Policy": {
        "description": "The limit that counts this operation: requests (`q`) a window of `w` seconds. Only merchants "
        "whose plan has limits get it.",
        "schema": {"type": "string"},
        "example": '"write";q=25;w=1',
    },
    "RateLimit": {
        "description": "Requests left (`r`) and seconds until all are there again (`t`).",
        "schema": {"type": "string"},
        "example": '"write";r=24;t=1',
    },
    "Retry-After": {"description": "Seconds after which a retry makes sense.", "schema": {"type": "integer"}},
}
VERSION_PARAMETER = {
    "name": HEADER,
    "in": "header",
    "description": "The version of this document. Without it: the version that your account was pinned to at its first call.",
    "schema": {"type": "string", "enum": [CURRENT]},
}


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a key is sent."""

    target_class = "merchant_api.authentication.ApiKeyAuthentication"
    name = "ApiKey"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Bearer."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "`Authorization: Bearer kq_live_…` or `kq_test_…`. The key picks the shop and the mode; what it may do "
            "are its scopes, named with each operation.",
        }


class StrictBodies(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Bodies take no parameter that is not documented."""

    target_class = "merchant_api.serializers.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        """The library's schema, closed."""
        schema: dict[str, Any] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        for name, field in self.target.fields.items():
            text, described = getattr(field, "child", field), schema["properties"].get(name, {})
            described = described.get("items", described)
            if (
                isinstance(text, CharField)
                and text.trim_whitespace
                and not text.allow_blank
                and "minLength" in described
            ):
                described.setdefault("pattern", r"\S")  # white space alone says nothing
        return {**schema, "additionalProperties": False, **getattr(self.target, "bounds", {})}


class KaquanSchema(AutoSchema):
    """Lists are envelopes with a cursor; each operation names the scope it needs and the refusals it has of its own."""

    def get_description(self) -> str:  # type: ignore[override]
        """The docstring, the scope, and which rate limit counts it."""
        text: str = super().get_description()
        scopes = getattr(self.view, "scopes", None)
        if scopes is None:  # needs no key
            return text
        scope = scopes.get(self.method)
        notes = [f"Scope: `{scope}`"] if scope else []
        return "\n\n".join([text, *notes, f"Rate limit: `{kind_of(scope, str(self.method))}`"])

    def get_auth(self) -> list[dict[str, Any]]:
        """The scope, as the role that the scheme asks for (OpenAPI 3.1)."""
        scope = getattr(self.view, "scopes", {}).get(self.method)
        schemes: list[dict[str, Any]] = super().get_auth()
        return [{name: [scope] if scope else roles for name, roles in scheme.items()} for scheme in schemes]

    def is_deprecated(self) -> bool:
        """What is on its way out in every version."""
        return self.method in getattr(self.view, "deprecations", {})

    def get_extensions(self) -> dict[str, Any]:
        """The refusals of the operation's own, and what a test key may ask for, for the hook."""
        found = {
            **super().get_extensions(),
            OWN_PROBLEMS: list(getattr(self.view, "problems", {}).get(self.method, ())),
        }
        if hasattr(self.view, "takes_stock"):  # needs a key
            found[SIMULATE] = component_of(str(self.method), takes_stock=self.view.takes_stock)
        return found

    def _get_request_body(self, direction: Any = "request") -> dict[str, Any] | None:
        """A body of which something must be there is one that must be there."""
        body: dict[str, Any] | None = super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        if body is not None and hasattr(self.get_request_serializer(), "bounds"):
            body["required"] = True
        return body

    def _get_paginator(self) -> None:
        return None

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Only what is declared with ``many=True``; the word "list" in a name means nothing."""
        answers = self.get_response_serializers() if serializer is None else serializer
        return isinstance(answers, ListSerializer)


def _is_counted(operation: dict[str, Any]) -> bool:
    return any(parameter.get("name") == INCLUDE_TOTAL.name for parameter in operation.get("parameters", []))


def _envelope(item: dict[str, Any], *, counted: bool) -> dict[str, Any]:
    total = {"type": "integer", "description": "About how many there are in all, where it was asked for."}
    return {
        "type": "object",
        "required": ["object", "data", "has_more", "next_cursor", "prev_cursor"],
        "properties": {
            "object": {"type": "string", "enum": ["list"]},
            "data": {"type": "array", "items": item},
            "has_more": {"type": "boolean"},
            "next_cursor": {"type": ["string", "null"], "description": "`cursor` of the next page; null at the end."},
            "prev_cursor": {
                "type": ["string", "null"],
                "description": "`cursor` of the page before; null at the beginning.",
            },
            **({"total_estimate": total} if counted else {}),
        },
    }


def _drop_marks(node: Any) -> None:
    """Values of a choice stand where they are used: the library's marks for naming them are for nobody."""
    if isinstance(node, dict):
        node.pop("x-spec-enum-id", None)
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            _drop_marks(each)


def _add_headers(answers: Iterable[dict[str, Any]], names: Iterable[str]) -> None:
    for answer in answers:
        if "$ref" not in answer:
            named = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
            answer["headers"] = {**named, **answer.get("headers", {})}


def add_problem_answers(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing hook: errors and headers everywhere, list envelopes where an array stands."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = problem_schema()
    components["headers"] = {name: dict(header) for name, header in {**HEADERS, **LIMIT_HEADERS}.items()}
    components["parameters"] = {"KaquanVersion": dict(VERSION_PARAMETER), **components_of_header()}
    components["responses"] = shared_answers()
    answers = list(components["responses"].values())
    for operations in result["paths"].values():
        for method, operation in operations.items():
            for answer in operation["responses"].values():
                content = answer.get("content", {}).get("application/json")
                if content and content["schema"].get("type") == "array":
                    content["schema"] = _envelope(content["schema"]["items"], counted=_is_counted(operation))
            errors = error_answers(method, operation, operation.pop(OWN_PROBLEMS, []))
            operation["responses"] = {**errors, **operation["responses"]}
            answers += operation["responses"].values()
            if operation.get("security"):
                _add_headers(operation["responses"].values(), LIMITED)
            _add_headers(
                [answer for status, answer in operation["responses"].items() if status in RETRIED], ["Retry-After"]
            )
            simulate = operation.pop(SIMULATE, None)
            for name in ("KaquanVersion", *([simulate] if simulate else [])):
                operation.setdefault("parameters", []).append({"$ref": f"#/components/parameters/{name}"})
    _add_headers(answers, HEADERS)
    for name, answer in components["responses"].items():
        _add_headers([answer], [*LIMITED, *(["Retry-After"] if name.removeprefix("Problem") in RETRIED else [])])
    components["examples"] = problem_examples(answers)
    for schema in components["schemas"].values():
        _drop_marks(schema)
    return result
