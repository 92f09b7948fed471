from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.catalog.models import Sku
from tenants.inventory.enums import AllocationKind
from tenants.inventory.models import Reservation
from tenants.inventory.services.claim_codes import claim_codes

LONGEST_HOLD = dt.timedelta(minutes=15)


def reserve_codes(*, sku: Sku, quantity: int, hold_for: dt.timedelta, now: dt.datetime) -> Reservation:
    """Hold codes for a checkout, at most 15 minutes; then they go back on the shelf by themselves.

    Raises:
        CodeStockExhausted: fewer are for sale; nothing is held.
    """
    with transaction.atomic():
        reservation = Reservation.objects.create(
            sku_id=sku.id, quantity=quantity, expires_at=now + min(hold_for, LONGEST_HOLD), created_at=now
        )
        claim_codes(sku=sku, quantity=quantity, owner_id=reservation.id, kind=AllocationKind.RESERVED, now=now)
    return reservation
