from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.db import transaction
from django.db.models import F

from platform_core.events.catalogue import WebhookEndpointFailing, WebhookEndpointRecovered
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context, tenant_context
from webhooks.enums import DeliveryStatus, DisabledReason, EndpointStatus
from webhooks.locks import get_endpoint_locked
from webhooks.models import Delivery, Endpoint
from webhooks.selectors import list_failing_endpoints, list_stranded
from webhooks.services.count_endpoint_event import count_endpoint_event
from webhooks.services.disable_endpoint import disable_endpoint
from webhooks.services.mail_about_endpoint import mail_about_endpoint

HOUR = dt.timedelta(hours=1)
WARNINGS = (24 * HOUR, 72 * HOUR)  # of failing without a single success, before somebody is told (again)
DISABLED_AFTER = 120 * HOUR
LEAST_EVENTS = 10  # that failed, before an endpoint is disabled: a quiet shop's is not for a handful
AT_ONCE = 5_000


def watch_endpoints(*, now: dt.datetime) -> None:
    """Warn of endpoints that keep failing, disable them after five days, and say so when they work again.

    How long one has been failing is from its first failure since a success to its last one, not to this moment: an endpoint
    to which nothing is sent does not fail. Also ends what waits for an endpoint that gets nothing any more.

    Args:
        now: by the wall. Run as the platform.
    """
    with platform_context():
        found = list_failing_endpoints(now - WARNINGS[0])
    for endpoint in found:
        with platform_context():
            tenant = directory.find_by_role(endpoint.tenant_role)
        if tenant is not None:
            with tenant_context(tenant), suppress(RecordNotFound):  # deleted since
                _look_at(endpoint, now + tenant.clock_ahead)
    with platform_context():
        while stranded := list_stranded(AT_ONCE, now):
            rows = Delivery.objects.filter(pk__in=stranded, due_at__isnull=False)
            if not rows.update(status=DeliveryStatus.SKIPPED, due_at=None, lease=None, completed_at=now):
                break


def _look_at(seen: Endpoint, now: dt.datetime) -> None:
    with transaction.atomic():
        endpoint = get_endpoint_locked(seen.id)
        lasted = _has_been_failing_for(endpoint)
        stage = sum(lasted >= each for each in WARNINGS)
        if stage < endpoint.warned:  # it succeeded since, even if it has begun to fail again
            _set_warned(endpoint, 0)
            if endpoint.last_success_at is not None:
                told = WebhookEndpointRecovered(public_id("we", endpoint.id), endpoint.last_success_at.isoformat())
                publish_event(
                    told,
                    object_id=public_id("we", endpoint.id),
                    now=now,
                    sequence=count_endpoint_event(endpoint_id=endpoint.id),
                )
        if stage > endpoint.warned and endpoint.failing_since is not None:
            _set_warned(endpoint, stage)
            hours = WARNINGS[stage - 1] // HOUR
            failing = WebhookEndpointFailing(public_id("we", endpoint.id), endpoint.failing_since.isoformat(), hours)
            publish_event(
                failing,
                object_id=public_id("we", endpoint.id),
                now=now,
                sequence=count_endpoint_event(endpoint_id=endpoint.id),
            )
            mail_about_endpoint(endpoint=endpoint, what="failing", hours=hours, now=now)
    if endpoint.status == EndpointStatus.ENABLED and lasted >= DISABLED_AFTER and _failed_enough(endpoint):
        disable_endpoint(endpoint_id=endpoint.id, reason=DisabledReason.FAILING, now=now)


def _has_been_failing_for(endpoint: Endpoint) -> dt.timedelta:
    if endpoint.failing_since is None or endpoint.last_failure_at is None:
        return dt.timedelta()
    return endpoint.last_failure_at - endpoint.failing_since


def _set_warned(endpoint: Endpoint, stage: int) -> None:
    endpoint.warned = stage
    endpoint.save(update_fields=["warned"])


def _failed_enough(endpoint: Endpoint) -> bool:
    """Have enough events failed since it began? What is over and what is tried again both count."""
    failed = Delivery.objects.filter(endpoint_id=endpoint.id, attempts__gt=F("attempts_before"))
    failed = failed.exclude(status=DeliveryStatus.SUCCEEDED).filter(log__at__gte=endpoint.failing_since).distinct()
    return failed[:LEAST_EVENTS].count() >= LEAST_EVENTS
