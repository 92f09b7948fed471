from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.inventory.services.release_reservations import release_reservations
from tenants.orders.models import Order, OrderLine
from tenants.orders.services.void_order_codes import void_order_codes
from tenants.payments.models import GatewayRefund, Payment
from tenants.payments.services.request_refund import request_refund


@dataclass(frozen=True, slots=True)
class SentBack:
    """What goes back of a paid order.

    ``amount``: minor units. ``code_ids``: codes that are voided with it; None: all of them. ``whole``: nothing of the order is to
    be delivered any more. ``kept``: what was delivered stays, and its issuance has noted the money already. ``refund_id``: under
    which it is known; None: a new one.
    """

    amount: int
    code_ids: Collection[uuid.UUID] | None
    whole: bool
    reason: str
    kept: bool = False
    refund_id: uuid.UUID | None = None


def send_back(*, order: Order, payment: Payment, wanted: SentBack, actor: str, now: dt.datetime) -> GatewayRefund:
    """Send money of an order back by the way it came, with its codes; in the caller's transaction, which locked both.

    Raises:
        RefundExceedsPayment
        AlreadyRedeemed, CodeStateInvalid, AlreadyRefunded: a code cannot be voided.
    """
    owed, amount = 0, wanted.amount
    if order.issuance_id is not None and not wanted.kept:
        owed = void_order_codes(
            order=order, code_ids=wanted.code_ids, amount=amount, reason=wanted.reason, actor=actor, now=now
        )
    if wanted.whole:
        held = OrderLine.objects.filter(order=order, reservation_id__isnull=False)
        release_reservations(ids=[line.reservation_id for line in held if line.reservation_id], now=now)
    refund = request_refund(
        payment_id=payment.id,
        amount=amount,
        reason=wanted.reason,
        actor=actor,
        owed=True,
        now=now,
        refund_id=wanted.refund_id,
    )
    if amount > owed:
        owe = Transfer(AccountCode.REFUNDS, AccountCode.REFUNDS_PAYABLE, amount - owed, payment.currency)
        post_transfers(kind=TransferKind.REFUND, subject_id=refund.id, transfers=[owe], now=now)
    return refund
