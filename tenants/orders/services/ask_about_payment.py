from __future__ import annotations

import datetime as dt
import logging

from tenants.orders.services.settle_notice import settle_notice
from tenants.payments.accounts import get_account
from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.registry import get_gateway
from tenants.payments.known import known_of
from tenants.payments.models import Payment

logger = logging.getLogger(__name__)


def ask_about_payment(*, payment: Payment, now: dt.datetime) -> bool:
    """Ask the gateway about a payment, and act on what it says as on a notice.

    Returns:
        Whether it said anything: it is paid, or nobody can pay it any more.
    """
    Payment.objects.filter(pk=payment.pk).update(checked_at=now)
    try:
        notice = get_gateway(payment.gateway).query(get_account(payment.gateway), known_of(payment))
    except (GatewayUnavailable, GatewayRefused) as error:
        logger.info("payment %s: %s %s", payment.number, error.code, error.data.get("reason"))
        return False
    if notice is None:
        return False
    settle_notice(gateway=payment.gateway, notice=notice, now=now)
    return True
