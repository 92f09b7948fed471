from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import F

from platform_core.events.services.wake_fan_out import wake_fan_out
from platform_core.kernel.clock import on_the_wall
from platform_core.tenancy.context import platform_context
from webhooks.enums import DeliveryStatus, EndpointStatus
from webhooks.errors import DeliveryUnderWay, EndpointNotActive
from webhooks.models import Delivery
from webhooks.selectors import get_delivery, list_endpoints
from webhooks.services.half_open_breaker import half_open_breaker


def resend_delivery(*, delivery_id: uuid.UUID, now: dt.datetime) -> Delivery:
    """Send a delivery of the current shop at once, also one that arrived: the same event, the same ``webhook-id``.

    The schedule begins again where it is over; one that is only waiting for its next attempt has that attempt now.

    Raises:
        RecordNotFound: there is no such delivery.
        EndpointNotActive: its endpoint is paused, disabled or deleted.
        DeliveryUnderWay
    """
    delivery, moment = get_delivery(delivery_id), on_the_wall(now)
    if delivery.endpoint_id is not None:
        endpoint = list_endpoints().filter(pk=delivery.endpoint_id).first()
        if endpoint is None or endpoint.status != EndpointStatus.ENABLED:
            raise EndpointNotActive(current_state=endpoint.status if endpoint else "deleted")
    with platform_context():
        row = Delivery.objects.filter(pk=delivery.id, lease=None)
        again = row.filter(due_at=None).update(
            status=DeliveryStatus.PENDING, due_at=moment, completed_at=None, attempts_before=F("attempts")
        ) or row.filter(due_at__isnull=False).update(due_at=moment)
    if not again:
        raise DeliveryUnderWay
    if delivery.endpoint_id is not None:
        half_open_breaker(endpoint_id=delivery.endpoint_id, now=moment)
    wake_fan_out(certainly=True)
    return get_delivery(delivery_id)
