from __future__ import annotations

import datetime as dt
import uuid

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.marketing.services.keep_use import keep_use


def book_discount(*, order_id: uuid.UUID, payment_id: uuid.UUID, amount: int, currency: str, now: dt.datetime) -> None:
    """Book what a coupon took off an order that is paid now, in the caller's transaction, which locked both.

    Sales are what the order would have cost: what came for it, and what was let off. Whoever pays after the order was closed gets
    what they were promised, though the use had been given back.

    Args:
        amount: minor units.
    """
    given = Transfer(AccountCode.COUPONS, AccountCode.SALES, amount, currency)
    post_transfers(kind=TransferKind.DISCOUNT, subject_id=payment_id, transfers=[given], now=now)
    keep_use(order_id=order_id, now=now)
