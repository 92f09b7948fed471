from __future__ import annotations

import datetime as dt
import uuid

from tenants.marketing.locks import list_uses_locked
from tenants.marketing.models import CouponUse
from tenants.marketing.services.count_use import count_use


def keep_use(*, order_id: uuid.UUID, now: dt.datetime) -> None:
    """An order was paid: its use stays taken. One that had been given back is taken again, in the caller's transaction.

    Where none is left, the buyer still gets what they were promised and paid: the use is noted as ``beyond`` and not counted.
    """
    if CouponUse.objects.filter(order_id=order_id, returned_at=None).update(paid_at=now):
        return
    for use in list_uses_locked([order_id]):
        counted = count_use(coupon_id=use.coupon_id, code_id=use.code_id)
        CouponUse.objects.filter(pk=use.pk).update(returned_at=None, paid_at=now, beyond=not counted)
