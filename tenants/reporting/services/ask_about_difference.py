from __future__ import annotations

import datetime as dt
import uuid

from tenants.orders.services.ask_about_payment import ask_about_payment
from tenants.orders.services.finish_refund import finish_refund
from tenants.orders.services.settle_notice import settle_notice
from tenants.payments.accounts import get_account
from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.base import Known, RefundAsked
from tenants.payments.gateways.registry import get_gateway
from tenants.payments.known import known_of
from tenants.payments.models import GatewayRefund, Payment
from tenants.reporting.enums import DifferenceAct, LineKind
from tenants.reporting.errors import DifferenceNotOpen
from tenants.reporting.models import Difference, DifferenceNote
from tenants.reporting.selectors import get_difference
from tenants.reporting.services.match_channel import match_channel


def ask_about_difference(*, difference_id: uuid.UUID, actor: str, now: dt.datetime) -> Difference:
    """Ask the institution about the payment or refund of a difference, act on the answer as on a notice, and compare again.

    A payment that we never knew becomes a payment that fits no order, with its case, if the institution says it was paid.

    Raises:
        RecordNotFound; DifferenceNotOpen
        GatewayUnavailable, GatewayRefused: what the institution said instead of an answer.
    """
    difference = get_difference(difference_id)
    if not difference.is_open:
        raise DifferenceNotOpen
    if difference.refund_id is not None:
        _ask_about_refund(difference.refund_id, now)
    elif difference.payment_id is not None:
        ask_about_payment(payment=Payment.objects.get(pk=difference.payment_id), now=now)
    elif difference.fact == LineKind.PAYMENT:
        _ask_about_unknown(difference, now)
    DifferenceNote.objects.create(difference=difference, act=DifferenceAct.ASKED, text="", author=actor, at=now)
    statement = difference.statement
    match_channel(gateway=difference.gateway, since=statement.starts_at, until=statement.ends_at, now=now)
    return get_difference(difference_id)


def _ask_about_refund(refund_id: uuid.UUID, now: dt.datetime) -> None:
    refund = GatewayRefund.objects.select_related("payment").get(pk=refund_id)
    wanted = RefundAsked(refund.number, refund.amount, refund.reason)
    payment = refund.payment
    answer = get_gateway(payment.gateway).query_refund(get_account(payment.gateway), known_of(payment), wanted)
    finish_refund(number=refund.number, answer=answer, now=now)


def _ask_about_unknown(difference: Difference, now: dt.datetime) -> None:
    known = Known(
        difference.number,
        difference.their_amount or 0,
        difference.their_currency,
        method="",
        provider_id=difference.provider_id,
    )
    if not known.number:
        raise GatewayRefused(reason="no_number")
    notice = get_gateway(difference.gateway).query(get_account(difference.gateway), known)
    if notice is None:
        raise GatewayUnavailable(reason="not_paid")
    settle_notice(gateway=difference.gateway, notice=notice, now=now)
