from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.db import transaction

from platform_core.kernel.money import exponent
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.errors import StoreSuspended
from tenants.payments.errors import BalanceClosed, TopUpRefused
from tenants.payments.gateways.base import Session
from tenants.payments.models import BalanceTopUp
from tenants.payments.selectors import find_balance_institution
from tenants.payments.services.check_balances import check_balances
from tenants.payments.services.start_payment import Wish, start_payment

CHOICES = (50, 100, 200, 500)  # in the shop's currency
PAY_WITHIN = dt.timedelta(minutes=15)


class TopUpWish(NamedTuple):
    """How much is put on whose balance, and how it is paid."""

    buyer_id: uuid.UUID
    choice: int
    gateway: str
    method: str
    subject: str
    buyer_ip: str = ""


def start_top_up(*, wish: TopUpWish, now: dt.datetime) -> Session:
    """Open a payment by which a buyer puts money on their balance.

    Raises:
        BalanceClosed, RuleRefused, ScreeningUnavailable
        StoreSuspended, SubscriptionInactive, TopUpRefused, MethodUnavailable, GatewayUnavailable, GatewayRefused
    """
    tenant = current_tenant()
    if find_balance_institution(now) is None:
        raise BalanceClosed
    check_balances(licensed=True, now=now)
    if not tenant.sells:
        raise StoreSuspended
    if wish.choice not in CHOICES:
        raise TopUpRefused
    with transaction.atomic():
        top_up = BalanceTopUp.objects.create(
            buyer_id=wish.buyer_id,
            amount=wish.choice * 10 ** exponent(tenant.currency),
            currency=tenant.currency,
            created_at=now,
        )
    asked = Wish(
        order_id=None,
        top_up_id=top_up.id,
        gateway=wish.gateway,
        method=wish.method,
        amount=top_up.amount,
        currency=top_up.currency,
        subject=wish.subject,
        return_url=shop_url(tenant.host, "/me/balance"),
        notify_url=shop_url(tenant.host, f"/payments/notify/{wish.gateway}"),
        expires_at=now + PAY_WITHIN,
        buyer_ip=wish.buyer_ip,
    )
    return start_payment(wish=asked, now=now, first=True)[1]
