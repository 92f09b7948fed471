from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import connection, transaction

from platform_core.events.selectors import DISORDER, get_place_at
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import first_id_at, new_id
from platform_core.kernel.jobs import JobName
from platform_core.tenancy.context import current_tenant
from webhooks.enums import DeliveryStatus, EndpointStatus, RedeliveryKind
from webhooks.errors import EndpointNotActive, TimeRangeInvalid
from webhooks.models import Redelivery
from webhooks.selectors import get_endpoint, get_event_count, list_picked_deliveries

KEPT = dt.timedelta(days=30)
# Behind every event that is written by now, even by a transaction that has not ended yet.
TAIL = "SELECT public.event_position() + 1"
OVER = (DeliveryStatus.EXHAUSTED, DeliveryStatus.SKIPPED)


def begin_redelivery(
    *,
    kind: RedeliveryKind,
    since: dt.datetime,
    until: dt.datetime,
    now: dt.datetime,
    endpoint_id: uuid.UUID | None = None,
    statuses: Sequence[DeliveryStatus] = OVER,
    types: Sequence[str] = (),
) -> Redelivery:
    """Send many events of the current shop anew, as long work that a job does.

    Args:
        kind: ``RECOVER``: every event of that time which the endpoint wants by its present settings and has not got, even
            one of which there is no delivery. ``RESEND``: deliveries that were made in that time, are over, and have one of
            these statuses and types (none: all).
        since, until: by the shop's clock in a recovery, as events are, else by the wall; from then on, before then, now at most.
        endpoint_id: whose; a recovery needs one.

    Raises:
        RecordNotFound; EndpointNotActive: the endpoint is disabled; TimeRangeInvalid
    """
    wall = on_the_wall(now)
    present = now if kind == RedeliveryKind.RECOVER else wall
    until = min(until, present)
    if endpoint_id is not None:
        endpoint = get_endpoint(endpoint_id)
        if endpoint.status == EndpointStatus.DISABLED:
            raise EndpointNotActive(current_state=endpoint.status)
    if since >= until or since > present or since < present - KEPT:
        raise TimeRangeInvalid(param="since")
    row = Redelivery(id=new_id(), tenant_role=current_tenant().role_name, kind=kind, created_at=wall)
    row.filter = {
        "endpoint": str(endpoint_id) if endpoint_id else None,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "statuses": list(statuses),
        "types": list(types),
    }
    with transaction.atomic():
        if kind == RedeliveryKind.RECOVER:
            row.position, row.filter["end"] = get_place_at(since - DISORDER).position, _end(until, now)
            row.total = get_event_count(row.position, row.filter["end"])
        else:
            row.after = first_id_at(since - DISORDER)
            row.total = list_picked_deliveries(row).count()
        row.save(force_insert=True)
        enqueue_job(JobName.RUN_REDELIVERY, key=f"redelivery:{row.id}", payload={"redelivery_id": str(row.id)}, now=now)
    return row


def _end(until: dt.datetime, now: dt.datetime) -> int:
    """Where a recovery stops looking. An event of its time may commit while it is at work, and nobody else may know of it: it
    was written while the endpoint was disabled.
    """
    if until + DISORDER < now:
        return get_place_at(until + DISORDER).position
    with connection.cursor() as cursor:
        cursor.execute(TAIL)
        [tail] = cursor.fetchone()
    return int(tail)
