from __future__ import annotations

import datetime as dt
import logging

from tenants.orders.services.ask_about_payment import ask_about_payment
from tenants.orders.services.finish_refund import finish_refund
from tenants.payments.accounts import get_account
from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.base import RefundAsked
from tenants.payments.gateways.registry import get_gateway
from tenants.payments.known import known_of
from tenants.payments.models import GatewayRefund
from tenants.payments.selectors import list_open_refunds, list_unsure_payments

logger = logging.getLogger(__name__)
AT_ONCE = 20
PATIENCE = dt.timedelta(seconds=20)  # a notice usually comes within a second or two
GIVE_UP = dt.timedelta(days=2)  # no gateway lets anything be paid so late


def ask_gateways(*, now: dt.datetime) -> int:
    """Ask what became of payments and refunds of which nothing was heard: notices get lost. A sweep.

    Returns:
        Of how many something was learned.
    """
    unsure = list_unsure_payments(asked_before=now - PATIENCE, begun_after=now - GIVE_UP)
    learned = sum(ask_about_payment(payment=payment, now=now) for payment in unsure[:AT_ONCE])
    open_refunds = list_open_refunds(asked_before=now - PATIENCE).select_related("payment")
    return learned + sum(_ask_about_refund(refund, now) for refund in open_refunds[:AT_ONCE])


def _ask_about_refund(refund: GatewayRefund, now: dt.datetime) -> bool:
    GatewayRefund.objects.filter(pk=refund.pk).update(checked_at=now)
    payment = refund.payment
    wanted = RefundAsked(refund.number, refund.amount, refund.reason)
    try:
        answer = get_gateway(payment.gateway).query_refund(get_account(payment.gateway), known_of(payment), wanted)
    except (GatewayUnavailable, GatewayRefused) as error:
        logger.info("refund %s: %s %s", refund.number, error.code, error.data.get("reason"))
        return False
    return finish_refund(number=refund.number, answer=answer, now=now)
