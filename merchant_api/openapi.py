"""The OpenAPI 3.1 document: error answers and security for every operation, the list envelope, the webhook section later."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework.serializers import ListSerializer

from merchant_api.problem_table import PROBLEMS

ANSWERS = {
    "400": "invalid_parameter",
    "401": "api_key_invalid",
    "403": "scope_missing",
    "404": "resource_not_found",
    "405": "method_not_allowed",
    "409": "insufficient_stock",
    "412": "precondition_failed",
    "413": "body_too_large",
    "415": "media_type_unsupported",
    "422": "idempotency_key_reused",
    "429": "rate_limited",
    "500": "internal_error",
    "503": "database_unavailable",
}


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a key is sent."""

    target_class = "merchant_api.authentication.ApiKeyAuthentication"
    name = "ApiKey"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Bearer."""
        return {"type": "http", "scheme": "bearer", "description": "kq_live_… or kq_test_…"}


class StrictBodies(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Bodies take no parameter that is not documented."""

    target_class = "merchant_api.serializers.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        """The library's schema, closed."""
        schema: dict[str, Any] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {**schema, "additionalProperties": False}


class KaquanSchema(AutoSchema):
    """Lists are envelopes with a cursor; each operation names the scope it needs."""

    def get_description(self) -> str:  # type: ignore[override]
        """The docstring, and the scope."""
        scope = getattr(self.view, "scopes", {}).get(self.method)
        text: str = super().get_description()
        return f"{text}\n\nScope: `{scope}`" if scope else text

    def _get_paginator(self) -> None:
        return None

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Only what is declared with ``many=True``; the word "list" in a name means nothing."""
        answers = self.get_response_serializers() if serializer is None else serializer
        return isinstance(answers, ListSerializer)


def problem_schema() -> dict[str, Any]:
    """The schema of every error."""
    return {
        "type": "object",
        "required": ["type", "title", "status", "code", "detail", "outcome", "retryable", "request_id", "doc_url"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"type": "string", "enum": sorted(PROBLEMS)},
            "detail": {"type": "string"},
            "param": {"type": "string"},
            "errors": {"type": "array", "items": {"type": "object"}},
            "outcome": {"type": "string", "enum": ["not_executed", "in_progress", "executed", "unknown"]},
            "retryable": {"type": "boolean"},
            "request_id": {"type": "string"},
            "doc_url": {"type": "string", "format": "uri"},
            "request_log_url": {
                "type": "string",
                "format": "uri",
                "description": "In the back office; once a key is known.",
            },
        },
    }


def _envelope(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["object", "data", "has_more", "next_cursor"],
        "properties": {
            "object": {"type": "string", "enum": ["list"]},
            "data": {"type": "array", "items": item},
            "has_more": {"type": "boolean"},
            "next_cursor": {"type": ["string", "null"]},
        },
    }


def add_problem_answers(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing hook: errors everywhere, list envelopes where an array stands."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = problem_schema()
    for operations in result["paths"].values():
        for method, operation in operations.items():
            for answer in operation["responses"].values():
                content = answer.get("content", {}).get("application/json")
                if content and content["schema"].get("type") == "array":
                    content["schema"] = _envelope(content["schema"]["items"])
            for status, code in ANSWERS.items():
                if method == "get" and status in {"409", "412", "413", "415", "422"}:
                    continue
                operation["responses"].setdefault(
                    status,
                    {
                        "description": PROBLEMS[code].title_en,
                        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
                    },
                )
    return result
