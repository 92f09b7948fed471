from __future__ import annotations

import uuid

from django.db.models import F

from webhooks.models import Endpoint


def count_endpoint_event(*, endpoint_id: uuid.UUID) -> int:
    """Count one more event about an endpoint of the current shop, in the caller's transaction.

    Returns:
        Its number.
    """
    Endpoint.objects.filter(pk=endpoint_id).update(sequence=F("sequence") + 1)
    return Endpoint.objects.values_list("sequence", flat=True).get(pk=endpoint_id)
