from __future__ import annotations

import datetime as dt
import uuid

from tenants.orders.services.ask_about_payment import ask_about_payment
from tenants.payments.accounts import get_account
from tenants.payments.enums import PaymentState
from tenants.payments.errors import GatewayRefused
from tenants.payments.gateways.registry import get_gateway
from tenants.payments.known import known_of
from tenants.payments.selectors import get_payment


def close_payment(*, payment_id: uuid.UUID, now: dt.datetime) -> None:
    """Let nobody pay any more what was begun for an order that is closed. A job; repeating it does no harm.

    What the gateway says of it then is acted on as on a notice: one that turns out to be paid is settled as a late payment.

    Raises:
        GatewayUnavailable, GatewayRefused: to be tried again.
    """
    payment = get_payment(payment_id)
    if payment.state != PaymentState.CREATED:
        return
    try:
        get_gateway(payment.gateway).close(get_account(payment.gateway), known_of(payment))
    except GatewayRefused:
        if not ask_about_payment(payment=payment, now=now):
            raise
    else:
        ask_about_payment(payment=payment, now=now)  # one that it does not know may still be opened: the sweep asks on
