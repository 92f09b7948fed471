"""Short ways to make endpoints, to publish events, and to look at what came of them."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Any

from platform_core.events.catalogue import (
    CodeActivated,
    CodeRevealed,
    CodeVoided,
    EventPayload,
    IssuanceCompleted,
)
from platform_core.events.models import Event, OutboxEntry
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from platform_core.messaging.models import Mail
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.webhooks.receiver import Call, Receiver
from tests.world import reference_of
from webhooks.models import Endpoint
from webhooks.selectors import list_secrets
from webhooks.services.create_endpoint import create_endpoint

CURRENT = "2026-12-01"
_numbers = itertools.count(1)


def endpoint(tenant: Any, receiver: Receiver | str, *types: str, **more: Any) -> Endpoint:
    """An endpoint of a shop; of all types unless some are named."""
    url = receiver if isinstance(receiver, str) else receiver.url("/hook")
    wanted = {"url": url, "event_types": list(types or ["*"]), "version": CURRENT, **more}
    with tenant_context(tenant):
        return create_endpoint(settings=wanted, now=now())


def issuance(**more: Any) -> IssuanceCompleted:
    number = next(_numbers)
    facts = {"id": f"iss_{number}", "external_id": f"X-{number}", "status": "completed", "quantity": 1, "source": "api"}
    return IssuanceCompleted(**(facts | more))


def activated(**more: Any) -> CodeActivated:
    facts = {"sku": "sku_1", "issuance": None, "status": "active", "previous_status": "issued", "reason": ""}
    return CodeActivated(**({"id": f"code_{next(_numbers)}"} | facts | more))


def voided(**more: Any) -> CodeVoided:
    facts = {"sku": "sku_1", "issuance": None, "status": "voided", "previous_status": "issued", "reason": ""}
    return CodeVoided(**({"id": f"code_{next(_numbers)}"} | facts | more))


def revealed(**more: Any) -> CodeRevealed:
    return CodeRevealed(**({"id": f"code_{next(_numbers)}", "issuance": None, "count": 1, "actor": "key_1"} | more))


def publish(tenant: Any, *payloads: EventPayload, at: dt.datetime | None = None) -> None:
    """These events happen in a shop."""
    with tenant_context(tenant):
        for each in payloads:
            publish_event(each, object_id=each.id, now=at or now())


def fresh(made: Endpoint) -> Endpoint:
    """The endpoint as it is now."""
    with platform_context():
        return Endpoint.objects.get(pk=made.id)


def outbox(tenant: Any) -> int:
    """How many events of a shop wait to be fanned out."""
    with platform_context():
        return OutboxEntry.objects.filter(tenant_role=tenant.role_name).count()


def forget_outbox(tenant: Any) -> None:
    """As if what has happened until now had been fanned out."""
    with platform_context():
        OutboxEntry.objects.filter(tenant_role=tenant.role_name).delete()


def told(tenant: Any, kind: str) -> list[dict[str, Any]]:
    """What the events of that type say, oldest first."""
    with platform_context():
        rows = Event.objects.filter(tenant_role=tenant.role_name, type=kind).order_by("position", "id")
        return [row.payload for row in rows]


def mails(tenant: Any, what: str) -> int:
    """How many mails about an endpoint were written to a shop's owners."""
    with platform_context():
        return Mail.objects.filter(tenant_role=tenant.role_name, template=f"webhooks/mail/endpoint_{what}").count()


def secrets(tenant: Any, made: Endpoint) -> list[str]:
    """What signs for an endpoint at this moment, the current ones first."""
    return [each.text for each in list_secrets(tenant, now(), made.id)]


def events_of(calls: list[Call]) -> list[uuid.UUID]:
    """The events that came in, in order."""
    return [parse_public_id("evt", call.id) for call in calls]


def again(tenant: Any) -> Any:
    """The shop as the directory knows it now."""
    return reference_of(tenant.slug)
