"""A gateway's notice becomes a delivered order: verified, matched, exact, once."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from typing import Any, NamedTuple

from django.db import connection, transaction

from platform_core.compliance.identity_prints import print_of
from platform_core.events.catalogue import OrderPaid
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from tenants.catalog.enums import Fulfilment
from tenants.catalog.models import Sku
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.inventory.errors import CodeStockExhausted, ReservationGone
from tenants.inventory.selectors import list_costs_of_lines
from tenants.issuance.enums import Source
from tenants.issuance.services.issue_codes import Issued, IssueLine, issue_codes
from tenants.notifications.enums import MessageKind
from tenants.orders.enums import CaseReason, OrderStatus
from tenants.orders.inputs import open_inputs
from tenants.orders.locks import Due, find_due_locked
from tenants.orders.messages import Addressee
from tenants.orders.models import Order
from tenants.orders.services.book_discount import book_discount
from tenants.orders.services.close_open_payments import close_open_payments
from tenants.orders.services.hold_delivery import hold_delivery
from tenants.orders.services.open_case import open_case
from tenants.orders.services.plan_message import plan_message
from tenants.orders.services.settle_top_up import settle_top_up
from tenants.payments.enums import NoticeOutcome, PaymentState
from tenants.payments.gateways.base import Notice
from tenants.payments.models import Payment
from tenants.payments.notices import notice_row
from tenants.payments.services.keep_notice import keep_notice
from tenants.payments.services.plan_splits import plan_splits

# What an issue out of a hold needs of a SKU, as ``DueLine`` begins with it, in the order of the model's fields.
SKU_FACTS = ("id", "face_value", "currency", "code_mode", "redemption", "needs_activation", "valid_days")
PAYABLE = frozenset({OrderStatus.PENDING_PAYMENT, OrderStatus.CANCELED})
UNPAID = frozenset({PaymentState.CREATED, PaymentState.CLOSED})

# The three rows that a paid and delivered order changes, all of them locked before or new.
SETTLED = """
WITH payment AS (
    UPDATE payments_payment SET state = %s, provider_id = %s, payer_print = %s, paid_amount = amount, paid_at = %s WHERE id = %s
), delivered AS (
    UPDATE orders_order SET status = %s, issuance_id = %s, paid_at = %s, completed_at = %s WHERE id = %s
)
INSERT INTO payments_gatewaynotice (id, gateway, kind, payment_number, refund_number, provider_id, amount, currency, outcome,
                                    reason, received_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
RETURNING EXISTS (SELECT 1 FROM payments_gatewaynotice n WHERE n.gateway = %s AND n.payment_number = %s AND n.outcome = %s),
          EXISTS (SELECT 1 FROM payments_payment p WHERE p.order_id = %s AND p.state = %s AND p.id <> %s)
"""


class Settled(NamedTuple):
    """What became of a notice, and whether others that came before it may be waiting for it."""

    outcome: NoticeOutcome
    awaited: bool


def settle_payment(*, gateway: str, notice: Notice, now: dt.datetime) -> Settled:
    """Act on a verified notice of a payment. Whatever is wrong with it, it is kept, and a person finds it in the abnormal queue.

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


def _settle(gateway: str, notice: Notice, now: dt.datetime, *, deliver: bool) -> Settled:
    due = find_due_locked(payment_number=notice.payment_number, gateway=gateway)
    if due is None:
        topped_up = settle_top_up(gateway=gateway, notice=notice, now=now)
        return Settled(topped_up or _unknown(gateway, notice, now), awaited=True)
    wrong = _what_is_wrong(due, gateway, notice, now)
    if wrong is not None:
        return Settled(wrong, awaited=True)
    paid = Transfer(AccountCode.PROVIDER_BALANCE, AccountCode.SALES, due.asked_amount, due.asked_currency)
    post_transfers(kind=TransferKind.PAYMENT, subject_id=due.payment_id, transfers=[paid], now=now)
    if deliver and due.safety_minutes and hold_delivery(due=due, now=now):
        settled = Settled(_later(due, gateway, notice, now), awaited=True)
    elif deliver:
        settled = _deliver(due, gateway, notice, now)
    else:
        settled = Settled(_without_stock(due, gateway, notice, now), awaited=True)
    if due.order_discount:
        book_discount(
            order_id=due.order_id,
            payment_id=due.payment_id,
            amount=due.order_discount,
            currency=due.order_currency,
            now=now,
        )
    return settled


def _later(due: Due, gateway: str, notice: Notice, now: dt.datetime) -> NoticeOutcome:
    """Paid, and delivered later; what others get of the payment is planned with the delivery."""
    _mark(due, PaymentState.SUCCEEDED, notice, now)
    return keep_notice(gateway=gateway, notice=notice, outcome=NoticeOutcome.SETTLED, now=now)


def _what_is_wrong(due: Due, gateway: str, notice: Notice, now: dt.datetime) -> NoticeOutcome | None:
    """What became of a notice by which nothing is delivered; None: it is right."""
    if due.provider_id == notice.provider_id:
        return keep_notice(gateway=gateway, notice=notice, outcome=NoticeOutcome.REPEATED, now=now)
    if due.payment_state not in UNPAID:
        _unallocated(new_id(), notice, now)
        _case(CaseReason.PAID_TWICE, due, notice, now)
        return keep_notice(gateway=gateway, notice=notice, outcome=NoticeOutcome.LATE, now=now)
    if (notice.currency, notice.amount) != (due.asked_currency, due.asked_amount):
        return _wrong_amount(due, gateway, notice, now)
    if due.order_status not in PAYABLE:
        return _paid_again(due, gateway, notice, now)
    return None


def _case(
    reason: CaseReason, due: Due | None, notice: Notice, now: dt.datetime, payment_id: uuid.UUID | None = None
) -> None:
    open_case(
        reason=reason,
        order_id=due.order_id if due else None,
        payment_id=due.payment_id if due else payment_id,
        detail={"payment": notice.payment_number[:32], "amount": notice.amount, "currency": notice.currency[:3]},
        now=now,
    )


def _unallocated(subject: uuid.UUID, notice: Notice, now: dt.datetime) -> None:
    """Money that lies at the institution, and fits nothing that was ordered."""
    came = Transfer(AccountCode.PROVIDER_BALANCE, AccountCode.UNALLOCATED, notice.amount, notice.currency[:3])
    post_transfers(kind=TransferKind.UNALLOCATED, subject_id=subject, transfers=[came], now=now)


def _unknown(gateway: str, notice: Notice, now: dt.datetime) -> NoticeOutcome:
    """A payment that we never asked for: on record like any other, so that a person can send it back."""
    seen = Payment.objects.filter(number=notice.payment_number[:32]).exists()
    repeated = Payment.objects.filter(provider_id=notice.provider_id[:64]).exists()
    if seen or repeated:
        return keep_notice(gateway=gateway, notice=notice, outcome=NoticeOutcome.REPEATED, now=now)
    payment = Payment.objects.create(
        order_id=None,
        gateway=gateway,
        number=notice.payment_number[:32],
        amount=notice.amount,
        paid_amount=notice.amount,
        currency=notice.currency[:3],
        state=PaymentState.ABNORMAL,
        provider_id=notice.provider_id[:64],
        created_at=now,
        paid_at=now,
    )
    _unallocated(payment.id, notice, now)
    _case(CaseReason.UNKNOWN_PAYMENT, None, notice, now, payment.id)
    return keep_notice(gateway=gateway, notice=notice, outcome=NoticeOutcome.UNKNOWN_PAYMENT, now=now)


def _mark(due: Due, state: PaymentState, notice: Notice, now: dt.datetime) -> None:
    Payment.objects.filter(pk=due.payment_id).update(
        state=state,
        provider_id=notice.provider_id[:64],
        payer_print=print_of("payer", notice.payer),
        paid_amount=notice.amount,
        paid_at=now,
    )


def _wrong_amount(due: Due, gateway: str, notice: Notice, now: dt.datetime) -> NoticeOutcome:
    _mark(due, PaymentState.ABNORMAL, notice, now)
    if due.order_status == OrderStatus.PENDING_PAYMENT:
        Order.objects.filter(pk=due.order_id).update(status=OrderStatus.ABNORMAL)
    _unallocated(due.payment_id, notice, now)
    _case(CaseReason.WRONG_AMOUNT, due, notice, now)
    return keep_notice(gateway=gateway, notice=notice, outcome=NoticeOutcome.WRONG_AMOUNT, now=now)


def _paid_again(due: Due, gateway: str, notice: Notice, now: dt.datetime) -> NoticeOutcome:
    """A second payment of an order that is paid: exact, ours, and too much."""
    _mark(due, PaymentState.ABNORMAL, notice, now)
    _unallocated(due.payment_id, notice, now)
    _case(CaseReason.PAID_TWICE, due, notice, now)
    return keep_notice(gateway=gateway, notice=notice, outcome=NoticeOutcome.LATE, now=now)


def _deliver(due: Due, gateway: str, notice: Notice, now: dt.datetime) -> Settled:
    late = due.order_status == OrderStatus.CANCELED
    issued = _issue(due, late, now)
    by_hand = any(line.fulfilment == Fulfilment.MANUAL for line in due.lines)
    status = OrderStatus.COMPLETED if not by_hand else OrderStatus.PROCESSING if issued else OrderStatus.PAID
    payer = print_of("payer", notice.payer)
    paid: list[Any] = [PaymentState.SUCCEEDED.value, notice.provider_id, payer, now, due.payment_id]
    delivered: list[Any] = [status.value, issued.id if issued else None, now, None if by_hand else now, due.order_id]
    with connection.cursor() as cursor:
        kept = notice_row(gateway, notice, NoticeOutcome.SETTLED, now)
        waiting = [gateway, kept["payment_number"], NoticeOutcome.EARLY.value]
        others: list[Any] = [due.order_id, PaymentState.CREATED.value, due.payment_id]
        cursor.execute(SETTLED, [*paid, *delivered, *kept.values(), *waiting, *others])
        # Who waits holds the payment's lock: none comes between this and the commit.
        awaited, rivals = cursor.fetchone()
    if rivals:
        close_open_payments(order_ids=[due.order_id], now=now)
    _tell_paid(due, issued, late, now)
    if issued is not None:
        buyer = Addressee(due.order_id, due.contact_type, due.contact_masked)
        plan_message(kind=MessageKind.ORDER_DELIVERED, order=buyer, about_id=issued.id, now=now)
    if due.has_account:
        costs = list_costs_of_lines([line.id for line in issued.lines]) if issued else {}
        plan_splits(payment=Payment.objects.get(pk=due.payment_id), costs=costs, now=now)
    return Settled(NoticeOutcome.SETTLED, awaited)


def _tell_paid(due: Due, issued: Issued | None, late: bool, now: dt.datetime) -> None:
    outside = public_id("ord", due.order_id)
    event = OrderPaid(
        id=outside,
        number=due.order_number,
        amount=due.order_amount,
        currency=due.order_currency,
        issuance=public_id("iss", issued.id) if issued else None,
    )
    publish_event(event, object_id=outside, now=now, sequence=3 if late else 2)


def _without_stock(due: Due, gateway: str, notice: Notice, now: dt.datetime) -> NoticeOutcome:
    """Paid, but its codes are gone: the money is on record, a person refunds or finds stock."""
    _mark(due, PaymentState.SUCCEEDED, notice, now)
    Order.objects.filter(pk=due.order_id).update(status=OrderStatus.ABNORMAL, paid_at=now)
    _case(CaseReason.PAID_WITHOUT_STOCK, due, notice, now)
    close_open_payments(order_ids=[due.order_id], now=now)
    if due.has_account:
        plan_splits(payment=Payment.objects.get(pk=due.payment_id), costs={}, now=now)
    return keep_notice(gateway=gateway, notice=notice, outcome=NoticeOutcome.LATE, now=now)


def _issue(due: Due, late: bool, now: dt.datetime) -> Issued | None:
    """Deliver what is delivered by itself; None: all of it is delivered by hand."""
    mine = [line for line in due.lines if line.fulfilment == Fulfilment.AUTOMATIC]
    if not mine:
        return None
    # A late payment finds its hold released: it takes fresh stock, by the SKU's rules, or becomes a case; so does one of a
    # product that is paid first. Codes that are held need of the SKU only which one it is.
    unheld = [line.sku_id for line in mine if late or line.reservation_id is None]
    fresh = Sku.objects.in_bulk(unheld) if unheld else {}
    lines = [
        IssueLine(
            fresh[line.sku_id] if line.sku_id in fresh else Sku.from_db("default", SKU_FACTS, line[: len(SKU_FACTS)]),
            line.quantity,
            line.unit_price,
            None if late else line.reservation_id,
            discount=line.discount,
            inputs=open_inputs(line.line_id, line.inputs),
        )
        for line in mine
    ]
    return issue_codes(
        lines=lines,
        external_id=None,
        fingerprint=hashlib.sha256(due.order_id.bytes).digest(),
        source=Source.ORDER,
        actor="order",
        now=now,
        metadata={"order": due.order_number},
    )
