from __future__ import annotations

import datetime as dt
import secrets
import uuid

from django.db import transaction

from platform_core.compliance.services.check_selling_right import check_selling_right
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.errors import StoreSuspended
from tenants.customers.services.confirm_payment import confirm_payment
from tenants.orders.enums import OrderStatus
from tenants.orders.errors import OrderActionRefused, OrderNotFound
from tenants.orders.models import Order
from tenants.orders.services.settle_payment import settle_payment
from tenants.payments.enums import BalanceMove, GatewayName, NoticeKind, PaymentMethod, PaymentState
from tenants.payments.errors import BalanceClosed
from tenants.payments.gateways.base import Notice
from tenants.payments.models import Payment
from tenants.payments.selectors import find_balance_institution
from tenants.payments.services.check_balances import check_balances
from tenants.payments.services.check_payment import Intended, check_payment
from tenants.payments.services.move_balance import move_balance


def pay_from_balance(
    *, order_id: uuid.UUID, buyer_id: uuid.UUID, challenge_id: uuid.UUID, digits: str, now: dt.datetime
) -> None:
    """Pay an order of an account from its balance, confirmed by the payment password; delivered like any other.

    Money and order change in one transaction: who has too little, or whose order was paid meanwhile, is charged nothing.

    Raises:
        BalanceClosed, StoreSuspended, MerchantNotQualified, SubscriptionInactive, OrderNotFound, RuleRefused, ScreeningUnavailable
        PaymentChallengeRefused, PaymentPasswordLocked, PaymentPasswordWrong
        OrderActionRefused: it is not waiting to be paid.
        BalanceTooLow
    """
    tenant = current_tenant()
    if find_balance_institution(now) is None:
        raise BalanceClosed
    if not tenant.sells:
        raise StoreSuspended
    check_selling_right()
    order = Order.objects.filter(pk=order_id, buyer_id=buyer_id).first()
    if order is None:
        raise OrderNotFound
    _check(order, now)
    confirm_payment(
        challenge_id=challenge_id,
        buyer_id=buyer_id,
        order_id=order.id,
        amount=order.amount,
        currency=order.currency,
        payee=tenant.name,
        digits=digits,
        now=now,
    )
    with transaction.atomic():
        if order.status != OrderStatus.PENDING_PAYMENT or order.pay_by <= now:
            raise OrderActionRefused(reason="not_waiting_for_payment")
        payment = _write_down(order, now)
        move_balance(
            buyer_id=buyer_id,
            move=BalanceMove.SPENT,
            subject_id=payment.id,
            amount=order.amount,
            currency=order.currency,
            now=now,
        )
        provider_id = f"B{payment.id.hex}"
        paid = Notice(NoticeKind.PAID, payment.number, provider_id, payment.amount, payment.currency)
        settle_payment(gateway=payment.gateway, notice=paid, now=now)
        if not Payment.objects.filter(pk=payment.pk, state=PaymentState.SUCCEEDED).exists():
            raise OrderActionRefused(reason="not_waiting_for_payment")  # somebody else paid it at the same moment


def _check(order: Order, now: dt.datetime) -> None:
    """CARD-04 of prepaid cards, and PAY-02: that there is a contract was found out before."""
    intended = Intended(
        order_id=order.id,
        gateway=GatewayName.BALANCE,
        method=PaymentMethod.BALANCE,
        currency=order.currency,
        card_worth=order.card_worth,
        organisation=order.organisation,
        commission=0,
        settings={},
    )
    check_payment(intended=intended, now=now)
    check_balances(licensed=True, now=now)


def _write_down(order: Order, now: dt.datetime) -> Payment:
    return Payment.objects.create(
        order_id=order.id,
        gateway=GatewayName.BALANCE,
        method=PaymentMethod.BALANCE,
        number=f"P{now:%Y%m%d%H%M%S}{secrets.token_hex(6)}",
        amount=order.amount,
        currency=order.currency,
        created_at=now,
        expires_at=order.pay_by,
    )
