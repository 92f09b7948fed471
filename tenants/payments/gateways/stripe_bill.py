"""Stripe's statement of a day: its balance transactions, as lines of a bill."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tenants.payments.gateways.base import Account, BillLine
from tenants.payments.gateways.stripe_client import (
    PAYMENT,
    REFUND,
    asking,
    id_of,
    is_of_another_shop,
    marks_of,
    merchant_client,
)

CHARGES = frozenset({"charge", "payment"})
REFUNDS = frozenset({"refund", "payment_refund"})
PAYOUTS = frozenset({"payout", "payout_cancel", "payout_failure"})
FAILED_REFUNDS = frozenset({"refund_failure", "payment_failure_refund"})


def read_bill(account: Account, day: dt.date) -> Iterator[BillLine]:
    """Payments, refunds, refunds that came back and payouts, oldest last; shares and fees of others have statements of their own, and so
    has what another shop took at the same account.

    Amounts are in the currency that was paid in. Where Stripe settles in another one, its fee is converted back at the
    statement's own rate.
    """
    begin = dt.datetime.combine(day, dt.time(), dt.UTC)
    until = begin + dt.timedelta(days=1)
    with asking():
        listed = merchant_client(account).v1.balance_transactions.list(
            {
                "created": {"gte": int(begin.timestamp()), "lt": int(until.timestamp())},
                "limit": 100,
                "expand": ["data.source.charge"],
            }
        )
        for each in listed.auto_paging_iter():
            line = _line(each.to_dict())
            if line is not None:
                yield line


def _line(said: dict[str, Any]) -> BillLine | None:
    source, kind = said["source"], said["type"]
    if isinstance(source, dict) and kind in PAYOUTS:
        return _payout(said, source["id"])
    if not isinstance(source, dict) or kind not in CHARGES | REFUNDS | FAILED_REFUNDS:
        return None
    paid = kind in CHARGES
    charge = source if paid else source.get("charge")
    if isinstance(charge, dict) and is_of_another_shop(charge):
        return None
    return BillLine(
        number=marks_of(charge).get(PAYMENT, "") if isinstance(charge, dict) else "",
        provider_id=id_of(source.get("payment_intent")) if paid else source["id"],
        refund_number="" if paid else marks_of(source).get(REFUND, ""),
        amount=-source["amount"] if kind in REFUNDS else source["amount"],
        fee=_fee(said, source["currency"]),
        currency=source["currency"].upper(),
        at=dt.datetime.fromtimestamp(said["created"], dt.UTC),
    )


def _payout(said: dict[str, Any], number: str) -> BillLine:
    return BillLine(
        number="",
        provider_id=number,
        refund_number="",
        amount=said["amount"],
        fee=said["fee"],
        currency=said["currency"].upper(),
        at=dt.datetime.fromtimestamp(said["created"], dt.UTC),
    )


def _fee(said: dict[str, Any], currency: str) -> int:
    """Stripe's own fee; the platform's share of the payment is no fee of Stripe's."""
    settled = sum(each["amount"] for each in said["fee_details"] if each["type"] != "application_fee")
    if said["currency"] == currency or not said["exchange_rate"]:
        return int(settled)
    return int((Decimal(settled) / Decimal(str(said["exchange_rate"]))).to_integral_value())
