from __future__ import annotations

from typing import Any
from urllib.parse import unquote_plus

import orjson
from rest_framework import serializers

from merchant_api.examples import EXTERNAL_ID, ISSUED_AT, KEY, REQUEST
from platform_core.kernel.ids import public_id
from tenants.access.enums import BodyOmission
from tenants.access.models import RequestLogEntry
from tenants.access.request_numbers import MARK

OMITTED = [value for value, _ in BodyOmission.choices]


class SentSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents what was sent. ``body`` is in the answer for one entry only."""

    content_type = serializers.CharField(allow_null=True)
    bytes = serializers.IntegerField()
    omitted = serializers.ChoiceField(
        choices=OMITTED, allow_null=True, help_text="Why the body is not kept; null: it is, or there was none."
    )
    body = serializers.JSONField(
        required=False, help_text="Secrets, names and notes are `[hidden]`; long lists are cut. Null: there was none."
    )


class AnsweredSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents what was answered. ``body`` is in the answer for one entry only."""

    bytes = serializers.IntegerField()
    omitted = serializers.ChoiceField(choices=OMITTED, allow_null=True)
    body = serializers.JSONField(required=False)


class IdempotencySerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents the Idempotency-Key of a request, masked unless it is the request's ``external_id``."""

    key = serializers.CharField(allow_null=True)
    replayed = serializers.BooleanField()
    original_request = serializers.CharField(allow_null=True, help_text="req_…: the request that this one repeated.")


class RequestLogSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents an entry of the request log."""

    example = {
        "id": REQUEST,
        "object": "request_log",
        "livemode": True,
        "created_at": ISSUED_AT,
        "operation": "create_issuance",
        "method": "POST",
        "path": "/v1/issuances",
        "query": "include=codes",
        "status": 409,
        "problem": "insufficient_stock",
        "duration_ms": 7,
        "key": KEY,
        "ip": "203.0.113.7",
        "user_agent": "python-httpx/0.28.1",
        "version": "2026-12-01",
        "external_id": EXTERNAL_ID,
        "idempotency": {"key": None, "replayed": False, "original_request": None},
        "request": {"content_type": "application/json", "bytes": 96, "omitted": None},
        "response": {"bytes": 610, "omitted": None},
    }

    id = serializers.CharField(help_text="The `Request-Id` of the answer.")
    object = serializers.ChoiceField(choices=["request_log"])
    livemode = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    operation = serializers.CharField(allow_null=True, help_text="Its `operationId` in this document.")
    method = serializers.CharField()
    path = serializers.CharField(help_text="Parts that could be a secret stand as `{name}`.")
    query = serializers.CharField()
    status = serializers.IntegerField()
    problem = serializers.CharField(allow_null=True, help_text="`code` of the problem that was answered.")
    duration_ms = serializers.IntegerField()
    key = serializers.CharField()
    ip = serializers.CharField(allow_null=True)
    user_agent = serializers.CharField()
    version = serializers.CharField(allow_null=True, help_text="`Kaquan-Version` of the answer.")
    external_id = serializers.CharField(
        allow_null=True,
        help_text="Null also where the request made no sense (400, 404, 422); it is found by it all the same.",
    )
    idempotency = IdempotencySerializer()
    request = SentSerializer()
    response = AnsweredSerializer()


def render_entry(row: RequestLogEntry, *, livemode: bool, with_bodies: bool = False) -> dict[str, Any]:
    """An entry for the API."""
    number = row.external_id
    request: dict[str, Any] = {
        "content_type": row.content_type or None,
        "bytes": row.request_bytes,
        "omitted": row.request_omitted or None,
    }
    response: dict[str, Any] = {"bytes": row.response_bytes, "omitted": row.response_omitted or None}
    if with_bodies:
        request["body"] = orjson.loads(row.request_body) if row.request_body else None
        response["body"] = orjson.loads(row.response_body) if row.response_body else None
    return {
        "id": public_id("req", row.id),
        "object": "request_log",
        "livemode": livemode,
        "created_at": row.created_at,
        "operation": row.operation or None,
        "method": row.method,
        "path": row.path,
        "query": unquote_plus(row.query),
        "status": row.status,
        "problem": row.problem or None,
        "duration_ms": row.duration_ms,
        "key": public_id("key", row.key_id),
        "ip": row.ip,
        "user_agent": row.user_agent,
        "version": row.version or None,
        "external_id": None if number is None or number.startswith(MARK) else number,
        "idempotency": {
            "key": row.idempotency_key or None,
            "replayed": row.replayed,
            "original_request": row.original_request or None,
        },
        "request": request,
        "response": response,
    }
