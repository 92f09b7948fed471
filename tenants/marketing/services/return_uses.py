from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection

from django.db.models import F

from tenants.marketing.locks import list_uses_locked
from tenants.marketing.models import Coupon, CouponCode, CouponUse


def return_uses(*, order_ids: Collection[uuid.UUID], now: dt.datetime) -> None:
    """Give back the uses of orders that nobody paid, in the caller's transaction; what was given back before stays so.

    What was paid keeps its use, whatever is refunded of it later: a coupon is for one purchase, and who could have it back by a
    refund would buy and refund with it.

    Args:
        order_ids: of orders that are locked.
    """
    mine = [use for use in list_uses_locked(order_ids) if use.returned_at is None and use.paid_at is None]
    for model, counts in (
        (Coupon, Counter(use.coupon_id for use in mine)),
        (CouponCode, Counter(use.code_id for use in mine)),
    ):
        for row_id, count in sorted(counts.items()):
            model.objects.filter(pk=row_id).update(used=F("used") - count)
    CouponUse.objects.filter(pk__in=[use.id for use in mine]).update(returned_at=now)
