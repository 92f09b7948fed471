from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import F

from platform_core.events.catalogue import EventPayload
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from webhooks.models import Endpoint


def tell_of_endpoint(payload: EventPayload, *, endpoint_id: uuid.UUID, now: dt.datetime) -> None:
    """Publish an event about an endpoint of the current shop, with the next number of its own, in the caller's transaction."""
    Endpoint.objects.filter(pk=endpoint_id).update(sequence=F("sequence") + 1)
    number = Endpoint.objects.values_list("sequence", flat=True).get(pk=endpoint_id)
    publish_event(payload, object_id=public_id("we", endpoint_id), now=now, sequence=number)
