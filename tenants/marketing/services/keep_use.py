from __future__ import annotations

import uuid

from tenants.marketing.locks import list_uses_locked
from tenants.marketing.models import CouponUse
from tenants.marketing.selectors import find_use_of
from tenants.marketing.services.count_use import count_use


def keep_use(*, order_id: uuid.UUID) -> None:
    """An order was paid: its use stays taken. One that had been given back is taken again, in the caller's transaction.

    Where none is left, the buyer still gets what they were promised and paid: the use is noted as ``beyond`` and not counted.
    """
    seen = find_use_of(order_id)
    if seen is None or seen.returned_at is None:
        return
    for use in list_uses_locked([order_id]):
        counted = count_use(coupon_id=use.coupon_id, code_id=use.code_id)
        CouponUse.objects.filter(pk=use.pk).update(returned_at=None, beyond=not counted)
