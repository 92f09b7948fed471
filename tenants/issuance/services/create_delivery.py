from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection

from tenants.issuance.enums import DeliveryMethod
from tenants.issuance.models import IssuanceDelivery, IssuanceLine
from tenants.issuance.reveal_limits import within_reveal_limits
from tenants.issuance.services.issue_codes import MAX_CODES


def create_delivery(
    *, issuance_id: uuid.UUID, method: DeliveryMethod, lasts: dt.timedelta, actor: str, now: dt.datetime
) -> IssuanceDelivery:
    """Let whoever has the link see the codes of an issuance, for a while; in the caller's transaction.

    A link is as good as the codes. So making it counts as one look at those that are there; what is seen by it does not.

    Raises:
        RevealExhausted: one of them was read as often as it may be; the caller's transaction must be rolled back.
    """
    lines = IssuanceLine.objects.filter(issuance_id=issuance_id).values_list("id", flat=True)
    with within_reveal_limits(), connection.cursor() as cursor:
        cursor.execute("SELECT count_reveals(%s, 0, %s)", [list(lines), MAX_CODES])
    return IssuanceDelivery.objects.create(
        issuance_id=issuance_id, method=method, created_by=actor, created_at=now, expires_at=now + lasts
    )
