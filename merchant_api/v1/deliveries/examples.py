"""Examples of deliveries."""

from typing import Any

from merchant_api.event_examples import example_of
from merchant_api.examples import ATTEMPT, DELIVERY, ENDPOINT, EVENT, ISSUANCE, REDELIVERY

SENT: dict[str, Any] = {**example_of("issuance.completed"), "id": EVENT}
ONE_DELIVERY: dict[str, Any] = {
    "id": DELIVERY,
    "object": "webhook_delivery",
    "livemode": True,
    "webhook_endpoint": ENDPOINT,
    "url": None,
    "event": EVENT,
    "type": "issuance.completed",
    "subject": ISSUANCE,
    "sample": False,
    "status": "failed",
    "attempts": 1,
    "next_attempt_at": "2026-12-01T10:15:36Z",
    "created_at": "2026-12-01T10:15:30.500Z",
    "completed_at": None,
}
WHOLE_DELIVERY = {**ONE_DELIVERY, "payload": SENT}
ONE_ATTEMPT = {
    "id": ATTEMPT,
    "object": "webhook_delivery_attempt",
    "livemode": True,
    "delivery": DELIVERY,
    "number": 1,
    "succeeded": False,
    "response_status": 503,
    "error": None,
    "duration_ms": 41,
    "connect_ms": 12,
    "wait_ms": 28,
    "response_headers": {"content-type": "text/plain", "retry-after": "5"},
    "response_excerpt": "upstream is being deployed",
    "created_at": "2026-12-01T10:15:30.900Z",
}
RESEND_INPUT = {"endpoint": ENDPOINT, "since": "2026-12-01T06:00:00Z", "types": ["issuance.completed"]}
RESEND_OPERATION = {
    "id": REDELIVERY,
    "object": "operation",
    "kind": "redelivery",
    "webhook_endpoint": ENDPOINT,
    "status": "queued",
    "progress": {"done": 0, "total": 37, "unit": "deliveries"},
    "result": None,
    "error": None,
    "created_at": "2026-12-01T12:00:00Z",
}
