from __future__ import annotations

import datetime as dt
import uuid

from tenants.orders.services.flag_shares import flag_shares
from tenants.payments.services.pay_splits import pay_splits


def share_payment(*, payment_id: uuid.UUID, now: dt.datetime) -> bool:
    """Have the shares of a payment paid; what the institution refuses for good becomes a case. Killed in between, it is repeated.

    Returns:
        Whether nothing is left to do; else it is to be tried again.

    Raises:
        GatewayUnavailable, GatewayRefused
    """
    over = pay_splits(payment_id=payment_id, now=now)
    if over:
        flag_shares(payment_id=payment_id, now=now)
    return over
