from __future__ import annotations

import uuid
from collections.abc import Collection

from platform_core.kernel.contacts import NOBODY
from tenants.marketing.models import CouponUse


def forget_uses(*, order_ids: Collection[uuid.UUID]) -> None:
    """Forget who used coupons for these orders, in the caller's transaction; that they were used stays."""
    CouponUse.objects.filter(order_id__in=order_ids).update(person=NOBODY, buyer_id=None)
