"""Rows of the sandbox as values of the port, with moments by everybody's clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

from billing.models import SandboxEvent, SandboxInvoice, SandboxSubscription
from billing.providers.base import RemoteEvent, RemoteInvoice, RemoteLine, RemoteSubscription
from billing.providers.sandbox_addresses import bill_url
from billing.providers.sandbox_coupons import discount_at


def remote_subscription(row: SandboxSubscription) -> RemoteSubscription:
    """A subscription; its customer and its price are loaded."""
    customer = row.customer
    return RemoteSubscription(
        id=row.id, customer_id=row.customer_id, tenant_id=customer.tenant_id, status=row.status,
        price_id=row.price_id, interval=row.price.interval, amount=row.price.amount, currency=row.price.currency,
        collection=row.collection, created_at=row.created_at - customer.ahead,
        discount=discount_at(row, row.price, row.period_start), coupon=row.coupon,
        period_start=customer.outside(row.period_start), period_end=customer.outside(row.period_end),
        trial_ends_at=customer.outside(row.trial_ends_at), cancel_at=customer.outside(row.cancel_at),
        ended_at=customer.outside(row.ended_at),
    )  # fmt: skip


def remote_invoice(row: SandboxInvoice) -> RemoteInvoice:
    """A bill; its customer is loaded."""
    customer = row.customer
    return RemoteInvoice(
        id=row.id, customer_id=row.customer_id, subscription_id=row.subscription_id, number=row.number,
        status=row.status, collection=row.collection, reason=row.reason, currency=row.currency, total=row.total,
        amount_due=row.amount_due, amount_paid=row.amount_paid, amount_remaining=row.remaining,
        created_at=row.issued_at - customer.ahead,
        lines=tuple(remote_line(line, customer.ahead) for line in row.lines),
        period_start=customer.outside(row.period_start), period_end=customer.outside(row.period_end),
        issued_at=customer.outside(row.issued_at), due_at=customer.outside(row.due_at),
        paid_at=customer.outside(row.paid_at), attempts=row.attempts,
        next_attempt_at=customer.outside(row.next_attempt_at), refusal=row.refusal, hosted_url=bill_url(row.id),
        paid_by=row.paid_by,
    )  # fmt: skip


def remote_line(kept: dict[str, Any], ahead: dt.timedelta) -> RemoteLine:
    """A line as a bill keeps it."""
    start, end = (dt.datetime.fromisoformat(kept[each]) - ahead if kept[each] else None for each in ("from", "to"))
    return RemoteLine(kept["text"], kept["amount"], starts_at=start, ends_at=end, proration=kept["proration"])


def remote_event(row: SandboxEvent) -> RemoteEvent:
    """An event."""
    return RemoteEvent(
        row.id, row.type, row.object_type, row.object_id, row.customer_id, livemode=False, sent_at=row.at
    )


def shifted(lines: tuple[RemoteLine, ...], ahead: dt.timedelta) -> tuple[RemoteLine, ...]:
    """Lines by the customer's clock, by everybody's."""
    return tuple(
        RemoteLine(
            line.text, line.amount, line.quantity, line.starts_at - ahead if line.starts_at else None,
            line.ends_at - ahead if line.ends_at else None, line.proration,
        )
        for line in lines
    )  # fmt: skip
