"""Examples of webhook endpoints."""

from typing import Any

from merchant_api.examples import CREATED_AT, ENDPOINT, REDELIVERY, SKU

URL = "https://orders.example.com/kaquan/hooks"
FILTER: list[dict[str, Any]] = [{"field": "external_id", "in": ["T20261201-0001", "T20261201-0002"]}]
ENDPOINT_INPUT: dict[str, Any] = {
    "url": URL,
    "description": "Order system",
    "event_types": ["issuance.*", "code.voided"],
    "ed25519": True,
    "rate_limit": 50,
    "headers": {"X-Tenant": "orders"},
}
ENDPOINT_CHANGES: dict[str, Any] = {
    "event_types": ["issuance.*", "code.*"],
    "content_filter": [{"field": "sku", "equals": SKU}],
    "headers": None,
}
SHOWN: dict[str, Any] = {
    "id": ENDPOINT,
    "object": "webhook_endpoint",
    "livemode": True,
    "url": URL,
    "description": "Order system",
    "event_types": ["issuance.*", "code.voided"],
    "content_filter": [],
    "api_version": "2026-12-01",
    "payload_format": "standard",
    "ed25519": True,
    "public_key": "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=",
    "secret": None,
    "rate_limit": 50,
    "concurrency": 8,
    "timeout_seconds": 15,
    "headers": {"X-Tenant": "****"},
    "status": "enabled",
    "disabled_reason": None,
    "disabled_at": None,
    "failing_since": None,
    "last_success_at": "2026-12-01T10:15:31Z",
    "last_failure_at": None,
    "breaker": {"state": "closed", "until": None},
    "created_at": CREATED_AT,
    "updated_at": CREATED_AT,
}
MADE = {**SHOWN, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "last_success_at": None}
DELETED = {"id": ENDPOINT, "object": "webhook_endpoint", "deleted": True}
ROTATE_INPUT = {"overlap_seconds": 86_400}
ROTATED = {**MADE, "old_signs_until": "2026-12-02T10:15:30Z"}
TEST_INPUT = {"type": "issuance.completed"}
RECOVER_INPUT = {"since": "2026-12-01T06:00:00Z", "until": "2026-12-01T09:30:00Z"}
STATS = {
    "object": "webhook_endpoint_stats",
    "webhook_endpoint": ENDPOINT,
    "since": "2026-11-30T11:00:00Z",
    "succeeded": 1190,
    "failed": 10,
    "success_rate": 0.9917,
    "average_ms": 84,
    "slowest_ms": 3020,
    "hours": [{"at": "2026-12-01T10:00:00Z", "succeeded": 1190, "failed": 10, "average_ms": 84, "slowest_ms": 3020}],
    "backlog": {"count": 3, "more": False, "oldest_due_at": "2026-12-01T10:20:00Z"},
}
OPERATION = {
    "id": REDELIVERY,
    "object": "operation",
    "kind": "redelivery",
    "webhook_endpoint": ENDPOINT,
    "status": "running",
    "progress": {"done": 1000, "total": 4200, "unit": "events"},
    "result": None,
    "error": None,
    "created_at": "2026-12-01T12:00:00Z",
}
