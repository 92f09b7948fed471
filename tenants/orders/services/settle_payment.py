"""A gateway's notice becomes a delivered order: verified, matched, exact, once."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid

from django.db import transaction

from platform_core.events.catalogue import OrderPaid
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from tenants.catalog.models import Sku
from tenants.finance.enums import AccountCode
from tenants.finance.services.post_transaction import Entry, post_transaction
from tenants.inventory.errors import CodeStockExhausted, ReservationGone
from tenants.issuance.enums import Source
from tenants.issuance.services.issue_codes import IssueLine, issue_codes
from tenants.orders.enums import OrderStatus
from tenants.orders.models import AbnormalCase, Order, OrderLine
from tenants.payments.enums import NoticeOutcome, PaymentState
from tenants.payments.gateways.base import VerifiedNotice
from tenants.payments.models import GatewayNotice, Payment


def settle_payment(*, gateway: str, notice: VerifiedNotice, now: dt.datetime) -> NoticeOutcome:
    """Act on a verified notice. Whatever is wrong with it, it is kept, and a person finds it in the abnormal queue.

    Returns:
        What became of it; the caller answers "received" in every case, because it is stored.
    """
    with transaction.atomic():
        outcome = _settle(gateway, notice, now)
        GatewayNotice.objects.create(
            gateway=gateway,
            payment_number=notice.payment_number[:32],
            provider_id=notice.provider_id[:64],
            amount=notice.amount,
            currency=notice.currency[:3],
            outcome=outcome,
            received_at=now,
        )
    return outcome


def _case(order: Order | None, reason: str, notice: VerifiedNotice, now: dt.datetime) -> None:
    detail = {"payment": notice.payment_number[:32], "amount": notice.amount, "currency": notice.currency[:3]}
    AbnormalCase.objects.create(order=order, reason=reason, detail=detail, opened_at=now)


def _settle(gateway: str, notice: VerifiedNotice, now: dt.datetime) -> NoticeOutcome:
    payment = Payment.objects.select_for_update().filter(number=notice.payment_number, gateway=gateway).first()
    order = Order.objects.select_for_update().filter(pk=payment.order_id).first() if payment else None
    if payment is None or order is None:
        _case(None, "unknown_payment", notice, now)
        return NoticeOutcome.UNKNOWN_PAYMENT
    if payment.provider_id == notice.provider_id:
        return NoticeOutcome.REPEATED
    if (notice.currency, notice.amount) != (payment.currency, payment.amount):
        _abnormal(order, payment, "wrong_amount", notice, now)
        return NoticeOutcome.WRONG_AMOUNT
    if payment.state != PaymentState.CREATED or order.status not in {
        OrderStatus.PENDING_PAYMENT,
        OrderStatus.CANCELED,
    }:
        _case(order, "paid_twice", notice, now)
        return NoticeOutcome.LATE
    payment.state, payment.provider_id, payment.paid_at = PaymentState.SUCCEEDED, notice.provider_id, now
    payment.save(update_fields=["state", "provider_id", "paid_at"])
    post_transaction(
        kind="payment",
        subject_id=payment.id,
        entries=[
            Entry(AccountCode.PROVIDER_BALANCE, payment.amount, payment.currency),
            Entry(AccountCode.SALES, -payment.amount, payment.currency),
        ],
        now=now,
    )
    return _deliver(order, notice, now)


def _abnormal(order: Order, payment: Payment, reason: str, notice: VerifiedNotice, now: dt.datetime) -> None:
    payment.state = PaymentState.ABNORMAL
    payment.save(update_fields=["state"])
    if order.status == OrderStatus.PENDING_PAYMENT:
        order.status = OrderStatus.ABNORMAL
        order.save(update_fields=["status"])
    _case(order, reason, notice, now)


def _deliver(order: Order, notice: VerifiedNotice, now: dt.datetime) -> NoticeOutcome:
    late = order.status == OrderStatus.CANCELED
    order.paid_at = now
    try:
        with transaction.atomic():
            issued_id = _issue(order, late, now)
    except (CodeStockExhausted, ReservationGone):
        # Paid, but its codes are gone: the money is on record, a person refunds or finds stock.
        order.status = OrderStatus.ABNORMAL
        order.save(update_fields=["status", "paid_at"])
        _case(order, "paid_without_stock", notice, now)
        return NoticeOutcome.LATE
    order.issuance_id, order.completed_at, order.status = issued_id, now, OrderStatus.COMPLETED
    order.save(update_fields=["issuance_id", "completed_at", "status", "paid_at"])
    outside = public_id("ord", order.id)
    publish_event(
        OrderPaid(
            id=outside,
            number=order.number,
            amount=order.amount,
            currency=order.currency,
            issuance=public_id("iss", issued_id),
        ),
        object_id=outside,
        now=now,
        sequence=3 if late else 2,
    )
    return NoticeOutcome.SETTLED


def _issue(order: Order, late: bool, now: dt.datetime) -> uuid.UUID:
    rows = list(OrderLine.objects.filter(order=order))
    skus = Sku.objects.in_bulk([row.sku_id for row in rows])
    lines = [
        # A late payment finds its hold released: it takes fresh stock, or becomes a case.
        IssueLine(skus[row.sku_id], row.quantity, row.unit_price, None if late else row.reservation_id)
        for row in rows
    ]
    issued = issue_codes(
        lines=lines,
        external_id=None,
        fingerprint=hashlib.sha256(order.id.bytes).digest(),
        source=Source.ORDER,
        actor="order",
        now=now,
        metadata={"order": order.number},
    )
    return issued.id
