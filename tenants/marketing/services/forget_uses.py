from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Final

from tenants.marketing.models import CouponUse

NOBODY: Final = bytes(16)  # no contact has this hash


def forget_uses(*, order_ids: Collection[uuid.UUID]) -> None:
    """Forget who used coupons for these orders, in the caller's transaction; that they were used stays."""
    CouponUse.objects.filter(order_id__in=order_ids).update(person=NOBODY, buyer_id=None)
