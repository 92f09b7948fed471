"""Bills of the sandbox: made, paid, refused, tried again. With the customer's row locked."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any, Final

from billing.enums import Collection, InvoiceStatus, SandboxCard, SubscriptionStatus
from billing.models import SandboxEvent, SandboxInvoice, SandboxSubscription
from billing.providers.base import RemoteLine
from billing.providers.sandbox_lines import Change
from platform_core.kernel.clock import now as clock_now

# So many days after a bill was made its payment is tried again; after the last the subscription is unpaid, until it is paid.
RETRIES: Final = (3, 5, 7)
DECLINED: Final = "card_declined"
OWING: Final = (SubscriptionStatus.PAST_DUE, SubscriptionStatus.UNPAID)


def new_name(prefix: str) -> str:
    """A name that nobody guesses."""
    return f"{prefix}_sbx_{secrets.token_hex(12)}"


def note(kind: str, object_type: str, object_id: str, customer_id: str) -> None:
    """Write that something changed, in the transaction that changes it."""
    moment = clock_now()
    SandboxEvent.objects.create(
        # Those that are told read in the order in which they were made.
        id=f"evt_sbx_{int(moment.timestamp() * 1_000_000):016d}{secrets.token_hex(6)}",
        type=kind, object_type=object_type, object_id=object_id, customer_id=customer_id, at=moment,
    )  # fmt: skip


def note_subscription(subscription: SandboxSubscription, verb: str = "updated") -> None:
    """That a subscription changed."""
    note(f"customer.subscription.{verb}", "subscription", subscription.id, subscription.customer_id)


def note_invoice(invoice: SandboxInvoice, verb: str) -> None:
    """That a bill changed."""
    note(f"invoice.{verb}", "invoice", invoice.id, invoice.customer_id)


def make_bill(
    subscription: SandboxSubscription, reason: str, lines: Sequence[RemoteLine], period: Change | None, at: dt.datetime
) -> SandboxInvoice:
    """Write a bill. What it comes to less than nothing becomes credit, and credit is taken off what it comes to.

    Args:
        period: of a change; None: the bill is for the subscription's period.
        at: a moment of the customer's clock.
    """
    customer, total = subscription.customer, sum(line.amount for line in lines)
    used = min(customer.credit, max(total, 0))
    customer.credit += max(-total, 0) - used
    customer.bills += 1
    customer.save(update_fields=["credit", "bills"])
    due = max(total, 0) - used
    invoice = SandboxInvoice(
        id=new_name("in"), customer=customer, subscription=subscription, number=_number(customer.id, customer.bills),
        status=InvoiceStatus.OPEN, collection=subscription.collection, reason=reason,
        currency=subscription.price.currency, lines=[_kept(line) for line in lines], total=total, amount_due=due,
        period_start=period.period_start if period else subscription.period_start,
        period_end=period.period_end if period else subscription.period_end, issued_at=at,
    )  # fmt: skip
    if subscription.collection == Collection.INVOICE:
        invoice.due_at = at + dt.timedelta(days=subscription.days_until_due)
    invoice.save(force_insert=True)
    note_invoice(invoice, "finalized")
    if total > 0 and subscription.coupon and subscription.coupon_ends_at is None:
        subscription.coupon = ""  # it was for one bill
        subscription.save(update_fields=["coupon"])
    if not due:
        mark_paid(invoice, "", at)
    return invoice


def charge(invoice: SandboxInvoice, at: dt.datetime, *, first: bool = False) -> bool:
    """Try to collect a bill from the stored card; on a refusal the next try is set.

    Args:
        first: in the moment in which the card was chosen.

    Returns:
        Whether it is paid.
    """
    card = invoice.customer.card
    if card in {SandboxCard.GOOD, SandboxCard.ALIPAY} or (first and card == SandboxCard.LATER):
        invoice.attempts += 1
        mark_paid(invoice, "alipay" if card == SandboxCard.ALIPAY else "card", at)
        return True
    days = (invoice.issued_at + dt.timedelta(days=each) for each in RETRIES)
    invoice.attempts, invoice.refusal = invoice.attempts + 1, DECLINED if card else "no_payment_method"
    invoice.next_attempt_at = next((day for day in days if day > at), None)
    invoice.save()
    note_invoice(invoice, "payment_failed")
    owes = SubscriptionStatus.PAST_DUE if invoice.next_attempt_at else SubscriptionStatus.UNPAID
    set_status(invoice.subscription, owes)
    return False


def mark_paid(invoice: SandboxInvoice, paid_by: str, at: dt.datetime) -> None:
    """A bill is paid; a subscription that owed and owes nothing more goes on."""
    invoice.status, invoice.amount_paid, invoice.paid_at = InvoiceStatus.PAID, invoice.amount_due, at
    invoice.paid_by, invoice.next_attempt_at, invoice.refusal = paid_by, None, ""
    invoice.save()
    note_invoice(invoice, "paid")
    subscription = invoice.subscription
    if subscription.status in OWING and not any(is_late(each, at) for each in open_bills(subscription)):
        set_status(subscription, SubscriptionStatus.ACTIVE)


def open_bills(subscription: SandboxSubscription) -> list[SandboxInvoice]:
    """What is not paid of a subscription, the oldest first."""
    return list(
        subscription.invoices.filter(status=InvoiceStatus.OPEN)
        .select_related("customer", "subscription__price", "subscription__customer")
        .order_by("issued_at", "number")
    )


def is_late(invoice: SandboxInvoice, at: dt.datetime) -> bool:
    """Should an open bill have been paid by then? One that is charged by itself at once, another within its days."""
    return invoice.due_at is None or invoice.due_at <= at


def set_status(subscription: SandboxSubscription, status: SubscriptionStatus) -> None:
    """Let a subscription that lives stand otherwise, and say so."""
    if subscription.ended_at is None and subscription.status != status:
        subscription.status = status
        subscription.save(update_fields=["status"])
        note_subscription(subscription)


def _number(customer_id: str, count: int) -> str:
    return f"SBX-{customer_id[-6:].upper()}-{count:04d}"


def _kept(line: RemoteLine) -> dict[str, Any]:
    return {
        "text": line.text, "amount": line.amount, "proration": line.proration,
        "from": line.starts_at.isoformat() if line.starts_at else None,
        "to": line.ends_at.isoformat() if line.ends_at else None,
    }  # fmt: skip
