from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import orjson
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from platform_core.events.models import Event
from platform_core.events.selectors import DISORDER
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import first_id_at, moment_of, public_id
from platform_core.tenancy.context import current_tenant, platform_context
from platform_core.tenancy.reference import TenantRef
from webhooks.enums import DeliveryStatus, SecretKind, TallySpan
from webhooks.models import Delivery, DeliveryAttempt, Endpoint, Redelivery, SigningSecret, Tally
from webhooks.sealing import OpenSecret, open_secret

EARLIEST, LATEST = (
    dt.datetime(2000, 1, 1, tzinfo=dt.UTC),
    dt.datetime(9000, 1, 1, tzinfo=dt.UTC),
)  # of moments to reckon with


def list_secrets(tenant: TenantRef, now: dt.datetime, endpoint_id: uuid.UUID | None = None) -> list[OpenSecret]:
    """What an endpoint's deliveries are signed with (without one: those to the URLs of orders), current ones first, the
    newest of the old ones next; none before they were made.
    """
    with platform_context():
        rows = list(_valid(now).filter(tenant_role=tenant.role_name, endpoint_id=endpoint_id).order_by("-id"))
    rows.sort(key=lambda row: (row.valid_until is not None, row.kind))  # v1 first: all receivers know it
    return [open_secret(tenant, row) for row in rows]


def list_secrets_of(endpoints: Iterable[uuid.UUID], roles: Iterable[str], now: dt.datetime) -> list[SigningSecret]:
    """For the platform: what deliveries of these endpoints, and of these shops' orders, are signed with, as it is kept."""
    whose = Q(endpoint_id__in=set(endpoints)) | Q(endpoint_id=None, tenant_role__in=set(roles))
    rows = list(_valid(now).filter(whose).order_by("-id"))
    rows.sort(key=lambda row: (row.valid_until is not None, row.kind))  # v1 first: all receivers know it
    return rows


def list_public_keys(endpoints: Collection[Endpoint]) -> dict[uuid.UUID, str]:
    """What receivers verify v1a with now: the current ``whpk_…`` of each of the current shop's endpoints that signs so. One
    query for all of them, none where there is none.
    """
    role = current_tenant().role_name
    wanted = [each.id for each in endpoints if each.ed25519 and each.tenant_role == role]
    if not wanted:
        return {}
    with platform_context():
        rows = SigningSecret.objects.filter(endpoint_id__in=wanted, kind=SecretKind.ED25519, valid_until=None)
        return {row.endpoint_id: row.public for row in rows if row.endpoint_id is not None}


def _valid(now: dt.datetime) -> QuerySet[SigningSecret]:
    return SigningSecret.objects.filter(Q(valid_until=None) | Q(valid_until__gt=now))


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


def find_endpoint_ever(endpoint_id: uuid.UUID) -> Endpoint | None:
    """One of the current shop, also one that is deleted, or None."""
    return Endpoint.objects.filter(pk=endpoint_id).first()


def get_backlog(endpoint_id: uuid.UUID, *, counted: int) -> tuple[int, dt.datetime | None]:
    """What waits to be sent to an endpoint of the current shop, or is being sent.

    Args:
        counted: no more than so many are counted.

    Returns:
        How many, and when the one that is due first is, or was, due.
    """
    waiting = Delivery.objects.filter(lane=endpoint_id, due_at__isnull=False)
    first = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    return waiting[:counted].count(), first


def list_deliveries() -> QuerySet[Delivery]:
    """Deliveries of the current shop, newest first."""
    return Delivery.objects.order_by("-id")


def list_matching_deliveries(
    *,
    endpoint_id: uuid.UUID | None = None,
    event_id: uuid.UUID | None = None,
    status: DeliveryStatus | None = None,
    types: Collection[str] = (),
    since: dt.datetime | None = None,
    before: dt.datetime | None = None,
) -> QuerySet[Delivery]:
    """Those of them that fit all that is given, newest first.

    Args:
        types: one of these; none: any.
        since, before: when they were made.
    """
    rows = list_deliveries()
    if endpoint_id is not None:
        rows = rows.filter(endpoint_id=endpoint_id)
    if event_id is not None:
        rows = rows.filter(event_id=event_id)
    if status is not None:  # what is not over is found by an index of its own
        over = status in {DeliveryStatus.SUCCEEDED, DeliveryStatus.EXHAUSTED, DeliveryStatus.SKIPPED}
        rows = rows.filter(status=status, due_at__isnull=over)
    if types:
        rows = rows.filter(event_type__in=types)
    # Ids rise with the time too, and there is an index on them.
    if since is not None:
        rows = rows.filter(created_at__gte=since, id__gte=first_id_at(max(since, EARLIEST) - DISORDER))
    if before is not None:
        rows = rows.filter(created_at__lt=before, id__lt=first_id_at(min(before, LATEST) + DISORDER))
    return rows


def list_order_deliveries() -> QuerySet[Delivery]:
    """Those of them that go to the URLs which orders named."""
    return list_deliveries().filter(endpoint_id=None)


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


def list_attempts_of(deliveries: Iterable[Delivery]) -> dict[uuid.UUID, list[DeliveryAttempt]]:
    """Attempts of several deliveries of the current shop, by delivery, the first one first. One query."""
    found: dict[uuid.UUID, list[DeliveryAttempt]] = {each.id: [] for each in deliveries}
    for attempt in DeliveryAttempt.objects.filter(delivery_id__in=found).order_by("number", "id"):
        found[attempt.delivery_id].append(attempt)
    return found


def find_redelivery(redelivery_id: uuid.UUID) -> Redelivery | None:
    """Long work of the current shop that sends events anew, or None."""
    return Redelivery.objects.filter(pk=redelivery_id).first()


def get_redelivery(redelivery_id: uuid.UUID) -> Redelivery:
    """The same.

    Raises:
        RecordNotFound: there is none.
    """
    found = find_redelivery(redelivery_id)
    if found is None:
        raise RecordNotFound(id=public_id("op", redelivery_id))
    return found


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
    # The ids only say where to begin: they bear the time of the database's clock.
    return rows.filter(id__gt=row.after, created_at__gte=picked["since"], created_at__lt=picked["until"]).order_by("id")


def get_event_count(low: int, high: int) -> int:
    """How many events of the current shop stand from one position on, before another."""
    return Event.objects.filter(position__gte=low, position__lt=high).count()


def list_tallies(endpoint_id: uuid.UUID, since: dt.datetime) -> list[Tally]:
    """Hours of an endpoint of the current shop, the oldest first; one in which nothing was sent is missing."""
    rows = Tally.objects.filter(endpoint_id=endpoint_id, span=TallySpan.HOUR, at__gte=since)
    return list(rows.order_by("at"))


EVENTS_OF = """
SELECT id, tenant_role, type, object_id, sequence, payload::text, created_at FROM public.events_event WHERE id = ANY(%s)
"""


class Told(NamedTuple):
    """What is told of an event. Making models of them would cost more than sending them."""

    id: uuid.UUID
    tenant_role: str
    type: str
    object_id: str
    sequence: int
    payload: dict[str, Any]
    created_at: dt.datetime

    @classmethod
    def of_sample(cls, event_id: uuid.UUID, tenant_role: str, event_type: str, sample: dict[str, Any]) -> Told:
        """An event that never happened: the same on every attempt."""
        about = str(sample.get("id", ""))
        return cls(event_id, tenant_role, event_type, about, 1, sample, moment_of(event_id))


def list_events_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Told]:
    """Events by their ids; a shop's role finds its own only."""
    with connection.cursor() as cursor:
        cursor.execute(EVENTS_OF, [list(set(ids))])
        rows = cursor.fetchall()
    return {row[0]: Told(row[0], row[1], row[2], row[3], row[4], orjson.loads(row[5]), row[6]) for row in rows}


def list_endpoints_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Endpoint]:
    """For the platform: endpoints by their ids, deleted ones too."""
    return Endpoint.objects.in_bulk(set(ids))


def list_failing_endpoints(since: dt.datetime) -> list[Endpoint]:
    """For the platform: endpoints that failed before that moment and have not succeeded since, and those that were warned of."""
    failing = Q(failing_since__lte=since) | Q(warned__gt=0)
    return list(Endpoint.objects.filter(failing, deleted_at=None).exclude(status="disabled").order_by("id"))


def list_stranded(limit: int, now: dt.datetime) -> list[uuid.UUID]:
    """For the platform: deliveries that wait for an endpoint which gets nothing any more, and that nobody is sending: not even
    one who died meanwhile holds them back, since nobody would take them over.
    """
    dead = Endpoint.objects.filter(pk=OuterRef("endpoint_id")).filter(
        Q(status="disabled") | Q(deleted_at__isnull=False)
    )
    waiting = Delivery.objects.filter(
        Q(lease=None) | Q(due_at__lte=now), due_at__isnull=False, endpoint_id__isnull=False
    )
    return list(waiting.filter(Exists(dead)).values_list("id", flat=True)[:limit])
