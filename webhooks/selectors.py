from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet

from platform_core.events.models import Event
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef
from webhooks.enums import TallySpan
from webhooks.models import Delivery, DeliveryAttempt, Endpoint, Redelivery, SigningSecret, Tally
from webhooks.sealing import OpenSecret, open_secret


def list_secrets(tenant: TenantRef, now: dt.datetime, endpoint_id: uuid.UUID | None = None) -> list[OpenSecret]:
    """What an endpoint's deliveries are signed with (without one: those to the URLs of orders), current ones first, the
    newest of the old ones next; none before they were made.
    """
    with platform_context():
        rows = list(_valid(now).filter(tenant_role=tenant.role_name, endpoint_id=endpoint_id).order_by("-id"))
    rows.sort(key=lambda row: row.valid_until is not None)
    return [open_secret(tenant, row) for row in rows]


def list_secrets_of(endpoints: Iterable[uuid.UUID], roles: Iterable[str], now: dt.datetime) -> list[SigningSecret]:
    """For the platform: what deliveries of these endpoints, and of these shops' orders, are signed with, as it is kept."""
    whose = Q(endpoint_id__in=set(endpoints)) | Q(endpoint_id=None, tenant_role__in=set(roles))
    rows = list(_valid(now).filter(whose).order_by("-id"))
    rows.sort(key=lambda row: row.valid_until is not None)
    return rows


def _valid(now: dt.datetime) -> QuerySet[SigningSecret]:
    return SigningSecret.objects.filter(Q(valid_until=None) | Q(valid_until__gt=now))


class DeliveryFilter(NamedTuple):
    """Which deliveries are asked for; what is empty says nothing. Without an endpoint: those to the URLs of orders."""

    endpoint_id: uuid.UUID | None = None
    status: str = ""
    event_type: str = ""
    event_id: uuid.UUID | None = None


class Backlog(NamedTuple):
    """What still waits for an endpoint: how much, and since when the oldest of it."""

    waiting: int
    since: dt.datetime | None


def list_endpoints() -> QuerySet[Endpoint]:
    """Endpoints of the current shop, newest first."""
    return Endpoint.objects.filter(deleted_at=None).order_by("-id")


def get_endpoint(endpoint_id: uuid.UUID) -> Endpoint:
    """One of them.

    Raises:
        RecordNotFound: there is none.
    """
    found = list_endpoints().filter(pk=endpoint_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("we", endpoint_id))
    return found


def list_deliveries() -> QuerySet[Delivery]:
    """Deliveries of the current shop, newest first."""
    return Delivery.objects.order_by("-id")


def list_deliveries_with_attempts() -> QuerySet[Delivery]:
    """The same, with their attempts (``log``), the first one first."""
    attempts = DeliveryAttempt.objects.order_by("number", "id")
    return list_deliveries().prefetch_related(Prefetch("log", attempts))


def list_wanted_deliveries(wanted: DeliveryFilter, beyond: uuid.UUID | None = None) -> QuerySet[Delivery]:
    """Those of them that a filter picks, made before the one named by ``beyond``."""
    rows = list_deliveries_with_attempts().filter(endpoint_id=wanted.endpoint_id)
    asked = {"status": wanted.status, "event_type": wanted.event_type, "event_id": wanted.event_id, "id__lt": beyond}
    return rows.filter(**{name: value for name, value in asked.items() if value})


def get_backlog(endpoint_id: uuid.UUID) -> Backlog:
    """What waits for an endpoint of the current shop, for whatever reason."""
    rows = Delivery.objects.filter(lane=endpoint_id, due_at__isnull=False)
    return Backlog(**rows.aggregate(waiting=Count("id"), since=Min("created_at")))


def get_delivery(delivery_id: uuid.UUID) -> Delivery:
    """One of them.

    Raises:
        RecordNotFound: there is none.
    """
    found = Delivery.objects.filter(pk=delivery_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("dlv", delivery_id))
    return found


def list_attempts(delivery_id: uuid.UUID) -> QuerySet[DeliveryAttempt]:
    """Attempts of a delivery of the current shop, the first one first."""
    return DeliveryAttempt.objects.filter(delivery_id=delivery_id).order_by("number", "id")


def find_redelivery(redelivery_id: uuid.UUID) -> Redelivery | None:
    """Long work of the current shop that sends events anew, or None."""
    return Redelivery.objects.filter(pk=redelivery_id).first()


def list_redeliveries(endpoint_id: uuid.UUID) -> QuerySet[Redelivery]:
    """Long work of the current shop that sends to one endpoint anew, newest first."""
    return Redelivery.objects.filter(filter__endpoint=str(endpoint_id)).order_by("-id")


def list_picked_deliveries(row: Redelivery) -> QuerySet[Delivery]:
    """What a resend has still to look at, in its order."""
    picked = row.filter
    rows = Delivery.objects.filter(tenant_role=row.tenant_role, status__in=picked["statuses"], due_at=None)
    if picked["endpoint"] is not None:
        rows = rows.filter(endpoint_id=picked["endpoint"])
    if picked["types"]:
        rows = rows.filter(event_type__in=picked["types"])
    return rows.filter(id__gt=row.after, created_at__lt=picked["until"]).order_by("id")


def count_events_between(low: int, high: int) -> int:
    """How many events of the current shop stand from one position on, before another."""
    return Event.objects.filter(position__gte=low, position__lt=high).count()


def list_tallies(endpoint_id: uuid.UUID, since: dt.datetime) -> list[Tally]:
    """Hours of an endpoint of the current shop, the oldest first; one in which nothing was sent is missing."""
    rows = Tally.objects.filter(endpoint_id=endpoint_id, span=TallySpan.HOUR, at__gte=since)
    return list(rows.order_by("at"))


def find_event(event_id: uuid.UUID) -> Event | None:
    """An event of the current shop, or None: it is kept no longer, or was a sample."""
    return Event.objects.filter(pk=event_id).first()


def find_receiver(delivery: Delivery) -> Endpoint | None:
    """The endpoint that a delivery of the current shop goes to, a deleted one too; None: a URL that an order named."""
    return Endpoint.objects.filter(pk=delivery.endpoint_id).first() if delivery.endpoint_id else None


def list_events_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Event]:
    """For the platform: events by their ids."""
    return Event.objects.in_bulk(set(ids))


def list_endpoints_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Endpoint]:
    """For the platform: endpoints by their ids, deleted ones too."""
    return Endpoint.objects.in_bulk(set(ids))


def list_failing_endpoints(since: dt.datetime) -> list[Endpoint]:
    """For the platform: endpoints that failed before that moment and have not succeeded since, and those that were warned of."""
    failing = Q(failing_since__lte=since) | Q(warned__gt=0)
    return list(Endpoint.objects.filter(failing, deleted_at=None).exclude(status="disabled").order_by("id"))


def list_stranded(limit: int) -> list[uuid.UUID]:
    """For the platform: deliveries that wait for an endpoint which gets nothing any more."""
    dead = Endpoint.objects.filter(pk=OuterRef("endpoint_id")).filter(
        Q(status="disabled") | Q(deleted_at__isnull=False)
    )
    waiting = Delivery.objects.filter(due_at__isnull=False, endpoint_id__isnull=False)
    return list(waiting.filter(Exists(dead)).values_list("id", flat=True)[:limit])
