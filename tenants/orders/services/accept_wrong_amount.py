from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.issuance.enums import FulfillmentPolicy
from tenants.orders.enums import CaseAction, CaseOutcome, OrderStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import HeldCase, get_open_case_locked
from tenants.orders.services.book_discount import book_discount
from tenants.orders.services.close_open_payments import close_open_payments
from tenants.orders.services.complete_order import complete_order
from tenants.orders.services.end_case import end_case
from tenants.orders.services.issue_order import issue_order
from tenants.payments.selectors import find_failed_refund, find_unallocated, get_refundable
from tenants.payments.services.accept_payment import accept_payment


def accept_wrong_amount(*, case_id: uuid.UUID, actor: str, now: dt.datetime) -> None:
    """Take the money that came as the price of the order (by the merchant's will), and deliver.

    Raises:
        RecordNotFound
        OrderActionRefused: the order is paid or closed already, or the money is in another currency, or on its way back.
        CodeStockExhausted, StoreSuspended: nothing was changed.
    """
    with transaction.atomic():
        held = get_open_case_locked(case_id)
        _check(held)
        order, payment = held.order, held.payment
        assert order is not None
        assert payment is not None
        accept_payment(payment=payment, now=now)
        sold = Transfer(AccountCode.UNALLOCATED, AccountCode.SALES, payment.amount, payment.currency)
        post_transfers(kind=TransferKind.ALLOCATED, subject_id=payment.id, transfers=[sold], now=now)
        order.paid_at = now
        close_open_payments(order_ids=[order.id], now=now)
        issue_order(order=order, stand_ins={}, policy=FulfillmentPolicy.ALL_OR_NOTHING, now=now)
        if order.discount:
            book_discount(
                order_id=order.id, payment_id=payment.id, amount=order.discount, currency=order.currency, now=now
            )
        outcome, action = CaseOutcome.DELIVERED, CaseAction.ACCEPTED
        end_case(case=held.case, outcome=outcome, action=action, text="", actor=actor, now=now)
        complete_order(order=order, payment=payment, actor=actor, now=now)


def _check(held: HeldCase) -> None:
    order, payment = held.order, held.payment
    if order is None or order.status != OrderStatus.ABNORMAL or order.paid_at is not None:
        raise OrderActionRefused(reason="not_waiting_for_delivery")
    came = find_unallocated(payment) if payment else None
    if payment is None or came is None or came.currency != payment.currency:
        raise OrderActionRefused(reason="nothing_unallocated")
    if find_failed_refund(payment):
        raise OrderActionRefused(reason="refund_failed_before")
    if get_refundable(payment) != payment.received:
        raise OrderActionRefused(reason="money_went_back")
