from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings

from platform_core.events.catalogue import registered_types
from platform_core.events.services.wake_fan_out import wake_fan_out
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import current_tenant, platform_context
from platform_core.tenancy.dotted import load
from webhooks.enums import DeliveryStatus, EndpointStatus
from webhooks.errors import EndpointNotActive, EndpointSettingInvalid
from webhooks.models import Delivery
from webhooks.selectors import get_endpoint
from webhooks.services.half_open_breaker import half_open_breaker


def send_sample(*, endpoint_id: uuid.UUID, event_type: str, now: dt.datetime) -> Delivery:
    """Send an endpoint of the current shop an event that did not happen, whatever types it wants.

    Its body is the documented example and says ``"sample": true``; it is no event, so ``/v1/events`` does not know it. It is
    tried again as any other.

    Raises:
        RecordNotFound
        EndpointSettingInvalid: there is no such type.
        EndpointNotActive: the endpoint is paused or disabled.
    """
    endpoint = get_endpoint(endpoint_id)
    if event_type not in registered_types():
        raise EndpointSettingInvalid(param="type", reason="there is no such type of event")
    if endpoint.status != EndpointStatus.ENABLED:
        raise EndpointNotActive(current_state=endpoint.status)
    [example_of] = load([settings.KAQUAN_EVENT_EXAMPLES])
    example, moment, made = example_of(event_type), on_the_wall(now), new_id()
    delivery = Delivery(
        id=new_id(),
        tenant_role=current_tenant().role_name,
        event_id=made,
        target=str(endpoint.id),
        lane=endpoint.id,
        endpoint_id=endpoint.id,
        object_id=example["sequence"]["object"],
        event_type=event_type,
        sample=example["data"]["object"],
        status=DeliveryStatus.PENDING,
        due_at=moment,
        created_at=moment,
    )
    with platform_context():
        delivery.save(force_insert=True)
    half_open_breaker(endpoint_id=endpoint.id, now=moment)
    wake_fan_out(certainly=True)
    return delivery
