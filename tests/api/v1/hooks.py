"""Short ways to make webhook endpoints and what is sent to them, through the API."""

from __future__ import annotations

import itertools
from typing import Any

from platform_core.events.catalogue import SkuOutOfStock
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy import job_runner
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.webhooks.orders import send
from webhooks import tasks  # noqa: F401 - whose jobs are run
from webhooks.models import DeliveryAttempt

JSON = "application/json"
ENDPOINTS, DELIVERIES = "/v1/webhook_endpoints", "/v1/deliveries"
URL = "https://hooks.example.com/kaquan"
_numbers = itertools.count(1)


def create(client: Any, **body: Any) -> Any:
    """The answer to a POST of an endpoint that wants everything, unless told otherwise."""
    headers = body.pop("headers_of_request", {})
    return client.post(ENDPOINTS, {"url": URL, "event_types": ["*"], **body}, content_type=JSON, headers=headers)


def make_endpoint(client: Any, **body: Any) -> dict[str, Any]:
    """A fresh endpoint."""
    answer = create(client, **body)
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def call(client: Any, path: str, body: Any = None, *, status: int = 200, key: str | None = None) -> dict[str, Any]:
    """POST."""
    headers = {"Idempotency-Key": key} if key else {}
    answer = client.post(path, body or {}, content_type=JSON, headers=headers)
    assert answer.status_code == status, answer.content
    found: dict[str, Any] = answer.json()
    return found


def verb(client: Any, endpoint: dict[str, Any], name: str, body: Any = None, **options: Any) -> dict[str, Any]:
    """POST to an endpoint."""
    return call(client, f"{ENDPOINTS}/{endpoint['id']}/{name}", body, **options)


def shown(client: Any, endpoint: dict[str, Any]) -> dict[str, Any]:
    """The endpoint as it is now."""
    found: dict[str, Any] = client.get(f"{ENDPOINTS}/{endpoint['id']}").json()
    return found


def listed(client: Any, path: str = DELIVERIES, **filters: Any) -> list[dict[str, Any]]:
    """What a list shows."""
    answer = client.get(path, filters)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


def happen(tenant: Any, sku: str = "sku_1", product: str = "prod_1") -> None:
    """Something that endpoints are told of."""
    with tenant_context(tenant):
        publish_event(SkuOutOfStock(sku, product), object_id=sku, now=now(), sequence=next(_numbers))


def deliver(**options: Any) -> int:
    """Fan out what happened and send what is due; how many attempts were made."""
    return send(**options)


def run_jobs() -> None:
    """What workers do."""
    while job_runner.run_next_job():
        pass


def make_attempt(tenant: Any, delivery: str) -> None:
    """One more attempt in the log of a delivery."""
    number = next(_numbers)
    with platform_context():
        DeliveryAttempt.objects.create(
            tenant_role=tenant.role_name,
            delivery_id=parse_public_id("dlv", delivery),
            number=number,
            at=now(),
            duration_ms=1,
            status=500,
        )


def problem(answer: Any, status: int, code: str, param: str | None = None) -> dict[str, Any]:
    """What a refusal says."""
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    found: dict[str, Any] = answer.json()
    assert found["outcome"] == "not_executed"
    if param is not None:
        assert found["param"] == param
    return found
