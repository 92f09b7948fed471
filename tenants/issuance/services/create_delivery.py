from __future__ import annotations

import datetime as dt
import uuid

from tenants.issuance.enums import DeliveryMethod
from tenants.issuance.models import IssuanceDelivery


def create_delivery(
    *, issuance_id: uuid.UUID, method: DeliveryMethod, lasts: dt.timedelta, actor: str, now: dt.datetime
) -> IssuanceDelivery:
    """Let whoever has the link see the codes of an issuance, for a while; in the caller's transaction or by itself."""
    return IssuanceDelivery.objects.create(
        issuance_id=issuance_id, method=method, created_by=actor, created_at=now, expires_at=now + lasts
    )
