"""Customers of the sandbox, and what is looked at of them."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Any

from billing.enums import Collection, SandboxCard
from billing.models import SandboxCustomer, SandboxInvoice, SandboxPrice, SandboxSubscription
from billing.providers.sandbox_cycle import advance, begin

_numbers = itertools.count(1)
DAY = dt.timedelta(days=1)


def at(text: str) -> dt.datetime:
    """``at("2027-01-31")``: noon of a day in UTC; or a moment."""
    moment = dt.datetime.fromisoformat(text)
    return moment.replace(tzinfo=dt.UTC) if "T" in text else moment.replace(hour=12, tzinfo=dt.UTC)


def customer(card: str = SandboxCard.GOOD, **facts: Any) -> SandboxCustomer:
    """A customer with a card."""
    return SandboxCustomer.objects.create(
        id=f"cus_test_{uuid.uuid4().hex}", tenant_id=uuid.uuid4(), name="店", card=card, created_at=at("2027-01-01"),
        **facts,
    )  # fmt: skip


def price(plan: str = "professional", interval: str = "month", amount: int = 0) -> SandboxPrice:
    """The price of a plan, or another amount."""
    amounts = {"starter": 300_000, "professional": 500_000, "enterprise": 800_000}
    wanted = amount or amounts[plan] * (10 if interval == "year" else 1)
    found = SandboxPrice.objects.filter(plan=plan, interval=interval, amount=wanted).first()
    number = next(_numbers)
    return found or SandboxPrice.objects.create(
        id=f"price_test_{uuid.uuid4().hex}", plan=plan, version=1000 + number, interval=interval, amount=wanted,
        currency="CNY",
    )  # fmt: skip


def subscribed(
    moment: dt.datetime, paid: SandboxPrice | None = None, who: SandboxCustomer | None = None, **wanted: Any
) -> SandboxSubscription:
    """A subscription that begins at a moment of its customer's clock."""
    facts: dict[str, Any] = {
        "number": f"wish_{uuid.uuid4().hex}", "collection": Collection.AUTOMATIC, "days_until_due": 0,
        "trial_ends_at": None, "coupon": "", **wanted,
    }  # fmt: skip
    return begin(who or customer(), paid or price(), at=moment, **facts)


def bills(row: SandboxSubscription) -> list[SandboxInvoice]:
    """Bills in the order in which they were made."""
    return list(row.invoices.order_by("issued_at", "number"))


def totals(row: SandboxSubscription) -> list[int]:
    """What they come to."""
    return [bill.total for bill in bills(row)]


def go_to(row: SandboxSubscription, moment: dt.datetime) -> int:
    """Do what is due until then."""
    return advance(row, moment)
