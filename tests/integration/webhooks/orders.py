"""Short ways to order with a URL, to have deliveries sent, and to look at what became of them."""

from __future__ import annotations

import itertools
from typing import Any

from platform_core.kernel.clock import now
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context
from tests.world import api, make_key, make_shelf, stock
from webhooks.dispatcher import dispatch
from webhooks.models import Delivery, DeliveryAttempt
from webhooks.services.ensure_signing_secrets import ensure_signing_secrets

JSON = "application/json"
_numbers = itertools.count(1)


def stocked(tenant: Any, codes: int = 20) -> Any:
    """A shelf with codes."""
    shelf = make_shelf(tenant)
    stock(tenant, shelf, codes)
    return shelf


def order(tenant: Any, shelf: Any, url: str | None, *, quantity: int = 1, **more: Any) -> dict[str, Any]:
    """Issue codes and have a URL told."""
    body = {"external_id": f"N-{next(_numbers)}", "lines": [{"sku": shelf.sku_id, "quantity": quantity}], **more}
    if url is not None:
        body["notify_url"] = url
    answer = api(make_key(tenant)).post("/v1/issuances", body, content_type=JSON)
    assert answer.status_code in {201, 202}, answer.content
    return answer.json()


def send(**options: Any) -> int:
    """What a woken worker does, without lingering."""
    return dispatch(**{"linger": 0.0, **options})


def deliveries(tenant: Any) -> list[Delivery]:
    """Of a shop, oldest first."""
    with platform_context():
        return list(Delivery.objects.filter(tenant_role=tenant.role_name).order_by("id"))


def attempts(tenant: Any) -> list[tuple[int, int | None, str]]:
    """Number, status and error of every attempt of a shop."""
    with platform_context():
        rows = DeliveryAttempt.objects.filter(tenant_role=tenant.role_name).order_by("at", "number")
        return list(rows.values_list("number", "status", "error"))


def secrets_of(tenant: Any) -> list[str]:
    """What a shop's webhooks are signed with."""
    return [each.text for each in ensure_signing_secrets(tenant=tenant, now=now())]


def twin_of(tenant: Any) -> Any:
    """The test twin of a shop that has one."""
    directory.forget()
    twin = directory.find_twin(tenant)
    assert twin is not None
    return twin


def event_bytes(tenant: Any, event_id: str, **headers: str) -> bytes:
    """An event as the API answers it."""
    return bytes(api(make_key(tenant)).get(f"/v1/events/{event_id}", headers=headers).content)
