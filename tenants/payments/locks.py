"""Locks of payments: the account, or the payment and then what hangs on it."""

from __future__ import annotations

import uuid

from tenants.payments.enums import PaymentState
from tenants.payments.models import BuyerBalance, GatewayAccount, GatewayRefund, Payment, PaymentSplit


def find_account_locked(gateway: str) -> GatewayAccount | None:
    """Lock the shop's account at a gateway, if there is one."""
    return GatewayAccount.objects.select_for_update().filter(gateway=gateway).first()


def get_payment_locked(payment_id: uuid.UUID) -> Payment:
    """Lock a payment; its refunds and splits are changed by whoever holds it alone."""
    return Payment.objects.select_for_update().get(pk=payment_id)


def find_payment_locked(number: str, gateway: str) -> Payment | None:
    """Lock a payment by its number at its gateway; None: we know of none."""
    return Payment.objects.select_for_update().filter(number=number[:32], gateway=gateway).first()


def find_refund_locked(number: str) -> GatewayRefund | None:
    """Lock a refund with its payment, the payment first."""
    found = GatewayRefund.objects.filter(number=number).values_list("id", "payment_id").first()
    if found is None:
        return None
    get_payment_locked(found[1])
    return GatewayRefund.objects.select_for_update().get(pk=found[0])


def list_splits_locked(payment_id: uuid.UUID) -> list[PaymentSplit]:
    """Lock the shares of a payment, with the payment first."""
    get_payment_locked(payment_id)
    return list(PaymentSplit.objects.select_for_update().filter(payment_id=payment_id).order_by("id"))


def lock_balance(buyer_id: uuid.UUID) -> int:
    """Lock what a buyer has on their balance; minor units."""
    row = BuyerBalance.objects.select_for_update().filter(buyer_id=buyer_id).first()
    return row.amount if row else 0


def list_top_ups_locked(buyer_id: uuid.UUID) -> list[Payment]:
    """Lock the payments by which a buyer topped up, in the order of their ids."""
    paid = Payment.objects.select_for_update(of=("self",)).filter(
        top_up__buyer_id=buyer_id, state=PaymentState.SUCCEEDED
    )
    return list(paid.order_by("id"))
