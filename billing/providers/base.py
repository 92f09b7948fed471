"""What billing asks of whoever collects the money, in our own words. Stripe and the sandbox answer the same questions.

Amounts are minor units; moments are aware and in UTC. Every call may raise ``BillingUnavailable`` (nobody knows what became of it; ask
again) or ``BillingRefused`` (it was not done).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from platform_core.entitlements.plans import Plan


@dataclass(frozen=True, slots=True)
class RemoteSubscription:
    """A subscription as the provider has it now.

    Args:
        status: one of ``SubscriptionStatus``.
        price_id: the provider's name of the price that is paid for.
        discount: minor units an interval that a running coupon takes off.
        cancel_at: when it will end; None: it goes on.
        tenant_id: what we wrote on it when we made it; None: nothing, or nonsense.
    """

    id: str
    customer_id: str
    tenant_id: uuid.UUID | None
    status: str
    price_id: str
    interval: str
    amount: int
    currency: str
    collection: str
    created_at: dt.datetime
    discount: int = 0
    coupon: str = ""
    period_start: dt.datetime | None = None
    period_end: dt.datetime | None = None
    trial_ends_at: dt.datetime | None = None
    cancel_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class RemoteLine:
    """A line of a bill. ``amount`` may be negative: what was paid before and is not used."""

    text: str
    amount: int
    quantity: int = 1
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    proration: bool = False


@dataclass(frozen=True, slots=True)
class RemoteInvoice:
    """A bill as the provider has it now."""

    id: str
    customer_id: str
    subscription_id: str
    number: str
    status: str
    collection: str
    reason: str
    currency: str
    total: int
    amount_due: int
    amount_paid: int
    amount_remaining: int
    created_at: dt.datetime
    lines: tuple[RemoteLine, ...] = ()
    period_start: dt.datetime | None = None
    period_end: dt.datetime | None = None
    issued_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    paid_at: dt.datetime | None = None
    attempts: int = 0
    next_attempt_at: dt.datetime | None = None
    refusal: str = ""
    hosted_url: str = ""
    pdf_url: str = ""
    paid_by: str = ""


@dataclass(frozen=True, slots=True)
class RemoteEvent:
    """That something changed. ``object_type`` is the provider's: ``subscription``, ``invoice``, ``checkout.session``, …"""

    id: str
    type: str
    object_type: str
    object_id: str
    customer_id: str
    livemode: bool
    sent_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Customer:
    """A merchant as the provider shall know it. ``title``, ``tax_number``: printed on its bills (抬头, 税号)."""

    tenant_id: uuid.UUID
    name: str
    email: str
    title: str = ""
    tax_number: str = ""
    language: str = "zh-hans"


@dataclass(frozen=True, slots=True)
class Order:
    """What a merchant wants to subscribe to.

    Args:
        trial_ends_at: nothing is paid before; None: it pays at once.
        coupon: what the customer typed; empty: none.
        done_url, back_url: where it goes on when it is done, or not.
        number: ours, the same for a repeat of the same wish.
    """

    customer_id: str
    tenant_id: uuid.UUID
    price_id: str
    trial_ends_at: dt.datetime | None
    coupon: str
    done_url: str
    back_url: str
    number: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would cost, as of a moment: the change made with the same ``at`` costs just that.

    Args:
        due_now: minor units that would be asked for at once; negative: they are taken off the next bill.
        next_amount, next_at: the first bill of the new price after that.
    """

    at: dt.datetime
    lines: tuple[RemoteLine, ...]
    due_now: int
    next_amount: int
    next_at: dt.datetime | None
    currency: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of a meter. ``identifier``: the same reading never counts twice at the provider.

    ``again``: it was told before and perhaps taken: what the meter says of this hour if it was. None: it is told the first time.
    """

    customer_id: str
    meter: str
    value: int
    at: dt.datetime
    identifier: str
    again: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Abilities:
    """What can be done here. ``methods``: of ``card``, ``alipay``, ``wechat_pay``, ``bank_transfer``, by collection."""

    methods: Mapping[str, Sequence[str]] = field(default_factory=dict)
    portal: bool = False
    coupons: bool = False


class Engine(Protocol):
    """Whoever collects the money."""

    name: str

    def abilities(self) -> Abilities:
        """What merchants can do here."""

    def ensure_prices(self, plans: Sequence[Plan], currency: str) -> Mapping[tuple[str, int, str], str]:
        """Make what is missing of products, prices and meters. Returns the provider's name of each (plan, version, interval)."""

    def ensure_customer(self, customer: Customer, customer_id: str) -> str:
        """Make the customer, or bring the one of this id up to date. Returns its id."""

    def open_checkout(self, order: Order) -> str:
        """A page on which the merchant subscribes, paid by itself from then on. Returns its address."""

    def subscribe_by_invoice(self, order: Order, days_until_due: int) -> RemoteSubscription:
        """Subscribe at once; each bill is paid by somebody within so many days."""

    def open_portal(self, customer_id: str, back_url: str) -> str:
        """A page on which the merchant changes its card and sees its bills. Returns its address."""

    def find_subscription(self, subscription_id: str) -> RemoteSubscription | None:
        """As it is now; None: there is none."""

    def list_subscriptions(self, customer_id: str) -> list[RemoteSubscription]:
        """All of a customer, over ones too, the newest first."""

    def list_all_subscriptions(self) -> Iterator[RemoteSubscription]:
        """Of every customer: what reconciliation goes through."""

    def find_invoice(self, invoice_id: str) -> RemoteInvoice | None:
        """As it is now; None: there is none."""

    def list_invoices(self, customer_id: str, since: dt.datetime | None = None) -> Iterator[RemoteInvoice]:
        """Of a customer, the newest first."""

    def preview_change(self, subscription_id: str, price_id: str, at: dt.datetime, prorate: bool) -> Preview:
        """What a change to another price would cost at this moment."""

    def change_price(
        self, subscription_id: str, price_id: str, at: dt.datetime, prorate: bool, number: str
    ) -> RemoteSubscription:
        """Go over to another price: with ``prorate`` the difference is billed at once, else it holds from the next bill on."""

    def set_cancel(self, subscription_id: str, cancel: bool, number: str) -> RemoteSubscription:
        """End it with its period, or let it go on after all."""

    def end_now(self, subscription_id: str, number: str) -> RemoteSubscription:
        """End it at once, without a refund: its shop is closed."""

    def take_back(self, subscription_id: str, number: str) -> int:
        """End it at once and undo its bills: it was subscribed twice. Returns the minor units that went back."""

    def pay_outside(self, invoice_id: str, number: str) -> RemoteInvoice:
        """Its money came another way: a bank transfer."""

    def retry_invoice(self, invoice_id: str, number: str) -> RemoteInvoice:
        """Try to collect it again now."""

    def report_usage(self, readings: Sequence[Reading]) -> None:
        """Tell figures of meters; each counts once, however often it is told."""

    def list_events(self, since: dt.datetime) -> Iterator[RemoteEvent]:
        """What happened since, the oldest first: for those that never came."""

    def read_event(self, body: bytes, signature: str) -> RemoteEvent:
        """An event as it came.

        Raises:
            BillingEventForged
        """

    def raw(self, kind: str, object_id: str) -> Mapping[str, Any]:
        """An object as the provider writes it, for the staff's case page; empty: there is none."""
