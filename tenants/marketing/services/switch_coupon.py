from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.marketing.locks import get_coupon_locked
from tenants.marketing.models import Coupon


def switch_coupon(*, coupon_id: uuid.UUID, on: bool, now: dt.datetime) -> Coupon:
    """Switch a coupon off for orders from now on, or on again; orders that were placed with it stay as they are.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        coupon = get_coupon_locked(coupon_id)
        coupon.switched_off_at = None if on else coupon.switched_off_at or now
        coupon.save(update_fields=["switched_off_at"])
    return coupon
