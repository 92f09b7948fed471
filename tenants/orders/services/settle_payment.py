"""A gateway's notice becomes a delivered order: verified, matched, exact, once."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from typing import Any

from django.db import connection, transaction

from platform_core.events.catalogue import OrderPaid
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from tenants.catalog.models import Sku
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.inventory.errors import CodeStockExhausted, ReservationGone
from tenants.issuance.enums import Source
from tenants.issuance.services.issue_codes import IssueLine, issue_codes
from tenants.orders.enums import OrderStatus
from tenants.orders.locks import Due, find_due_locked
from tenants.orders.models import AbnormalCase, Order
from tenants.payments.enums import NoticeOutcome, PaymentState
from tenants.payments.gateways.base import VerifiedNotice
from tenants.payments.models import GatewayNotice, Payment

# What an issue out of a hold needs of a SKU, as ``DueLine`` begins with it, in the order of the model's fields.
SKU_FACTS = ("id", "face_value", "currency", "code_mode", "redemption", "needs_activation", "valid_days")

# The three rows that a paid and delivered order changes, all of them locked before or new.
SETTLED = """
WITH payment AS (
    UPDATE payments_payment SET state = %s, provider_id = %s, paid_at = %s WHERE id = %s
), delivered AS (
    UPDATE orders_order SET status = %s, issuance_id = %s, paid_at = %s, completed_at = %s WHERE id = %s
)
INSERT INTO payments_gatewaynotice (id, gateway, payment_number, provider_id, amount, currency, outcome, received_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""


def settle_payment(*, gateway: str, notice: VerifiedNotice, now: dt.datetime) -> NoticeOutcome:
    """Act on a verified notice. Whatever is wrong with it, it is kept, and a person finds it in the abnormal queue.

    One transaction. Only where a paid order cannot be delivered all of it is undone, and a second one, which checks
    everything again under the same locks, records the money without the codes. If we die in between, nothing was
    answered and the gateway repeats its notice.

    Returns:
        What became of it; the caller answers "received" in every case, because it is stored.
    """
    try:
        with transaction.atomic():
            return _settle(gateway, notice, now, deliver=True)
    except (CodeStockExhausted, ReservationGone):
        with transaction.atomic():
            return _settle(gateway, notice, now, deliver=False)


def _settle(gateway: str, notice: VerifiedNotice, now: dt.datetime, *, deliver: bool) -> NoticeOutcome:
    due = find_due_locked(payment_number=notice.payment_number, gateway=gateway)
    if due is None:
        _case(None, "unknown_payment", notice, now)
        return _keep(gateway, notice, NoticeOutcome.UNKNOWN_PAYMENT, now)
    if due.provider_id == notice.provider_id:
        return _keep(gateway, notice, NoticeOutcome.REPEATED, now)
    if (notice.currency, notice.amount) != (due.asked_currency, due.asked_amount):
        Payment.objects.filter(pk=due.payment_id).update(state=PaymentState.ABNORMAL)
        if due.order_status == OrderStatus.PENDING_PAYMENT:
            Order.objects.filter(pk=due.order_id).update(status=OrderStatus.ABNORMAL)
        _case(due.order_id, "wrong_amount", notice, now)
        return _keep(gateway, notice, NoticeOutcome.WRONG_AMOUNT, now)
    payable = due.order_status in {OrderStatus.PENDING_PAYMENT, OrderStatus.CANCELED}
    if due.payment_state != PaymentState.CREATED or not payable:
        _case(due.order_id, "paid_twice", notice, now)
        return _keep(gateway, notice, NoticeOutcome.LATE, now)
    paid = Transfer(AccountCode.PROVIDER_BALANCE, AccountCode.SALES, due.asked_amount, due.asked_currency)
    post_transfers(kind=TransferKind.PAYMENT, subject_id=due.payment_id, transfers=[paid], now=now)
    return _deliver(due, gateway, notice, now) if deliver else _without_stock(due, gateway, notice, now)


def _case(order_id: uuid.UUID | None, reason: str, notice: VerifiedNotice, now: dt.datetime) -> None:
    detail = {"payment": notice.payment_number[:32], "amount": notice.amount, "currency": notice.currency[:3]}
    AbnormalCase.objects.create(order_id=order_id, reason=reason, detail=detail, opened_at=now)


def _notice_row(gateway: str, notice: VerifiedNotice, outcome: NoticeOutcome, now: dt.datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "gateway": gateway,
        "payment_number": notice.payment_number[:32],
        "provider_id": notice.provider_id[:64],
        "amount": notice.amount,
        "currency": notice.currency[:3],
        "outcome": outcome.value,
        "received_at": now,
    }


def _keep(gateway: str, notice: VerifiedNotice, outcome: NoticeOutcome, now: dt.datetime) -> NoticeOutcome:
    GatewayNotice.objects.create(**_notice_row(gateway, notice, outcome, now))
    return outcome


def _deliver(due: Due, gateway: str, notice: VerifiedNotice, now: dt.datetime) -> NoticeOutcome:
    late = due.order_status == OrderStatus.CANCELED
    issued_id = _issue(due, late, now)
    paid: list[Any] = [PaymentState.SUCCEEDED.value, notice.provider_id, now, due.payment_id]
    delivered: list[Any] = [OrderStatus.COMPLETED.value, issued_id, now, now, due.order_id]
    with connection.cursor() as cursor:
        kept = _notice_row(gateway, notice, NoticeOutcome.SETTLED, now)
        cursor.execute(SETTLED, [*paid, *delivered, *kept.values()])
    outside = public_id("ord", due.order_id)
    publish_event(
        OrderPaid(
            id=outside,
            number=due.order_number,
            amount=due.order_amount,
            currency=due.order_currency,
            issuance=public_id("iss", issued_id),
        ),
        object_id=outside,
        now=now,
        sequence=3 if late else 2,
    )
    return NoticeOutcome.SETTLED


def _without_stock(due: Due, gateway: str, notice: VerifiedNotice, now: dt.datetime) -> NoticeOutcome:
    """Paid, but its codes are gone: the money is on record, a person refunds or finds stock."""
    Payment.objects.filter(pk=due.payment_id).update(
        state=PaymentState.SUCCEEDED, provider_id=notice.provider_id, paid_at=now
    )
    Order.objects.filter(pk=due.order_id).update(status=OrderStatus.ABNORMAL, paid_at=now)
    _case(due.order_id, "paid_without_stock", notice, now)
    return _keep(gateway, notice, NoticeOutcome.LATE, now)


def _issue(due: Due, late: bool, now: dt.datetime) -> uuid.UUID:
    # A late payment finds its hold released: it takes fresh stock, by the SKU's rules, or becomes a case. Codes that are
    # held need of the SKU only which one it is.
    fresh = Sku.objects.in_bulk([line.sku_id for line in due.lines]) if late else {}
    lines = [
        IssueLine(
            fresh[line.sku_id] if late else Sku.from_db("default", SKU_FACTS, line[: len(SKU_FACTS)]),
            line.quantity,
            line.unit_price,
            None if late else line.reservation_id,
        )
        for line in due.lines
    ]
    issued = issue_codes(
        lines=lines,
        external_id=None,
        fingerprint=hashlib.sha256(due.order_id.bytes).digest(),
        source=Source.ORDER,
        actor="order",
        now=now,
        metadata={"order": due.order_number},
    )
    return issued.id
