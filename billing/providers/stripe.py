"""Stripe Billing: Checkout begins a subscription, Stripe collects, its events tell; what it says is read again before it counts.

Everything that we make bears the platform's host and the merchant's id; what another platform made at the same account does not exist
for us. Idempotency keys are made of our numbers. Which ways of paying are offered is set at the account.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from billing.enums import Collection, Provider
from billing.errors import BillingRefused
from billing.providers import (
    stripe_bills,
    stripe_catalogue,
    stripe_changes,
    stripe_checkout,
    stripe_customers,
    stripe_events,
)
from billing.providers.base import (
    Abilities,
    Customer,
    Order,
    Preview,
    Reading,
    RemoteEvent,
    RemoteInvoice,
    RemoteSubscription,
)
from billing.providers.stripe_client import asking, is_absent, is_ours, once, stripe_client
from billing.providers.stripe_reading import SUBSCRIPTION, inside, subscription_of
from platform_core.entitlements.plans import Plan


class StripeEngine:
    """See the module, and ``Engine`` for what the methods promise."""

    name = Provider.STRIPE.value

    def abilities(self) -> Abilities:
        """Alipay and WeChat Pay as far as the account has them; Stripe renews by Alipay only where it allowed that."""
        methods = {
            Collection.AUTOMATIC.value: ("card", "alipay"),
            Collection.INVOICE.value: ("card", "alipay", "wechat_pay", "bank_transfer"),
        }
        return Abilities(methods=methods, portal=True, coupons=True)

    def ensure_prices(self, plans: Sequence[Plan], currency: str) -> Mapping[tuple[str, int, str], str]:
        """Products ``kq_<plan>``, prices by their lookup keys, meters by their event names."""
        return stripe_catalogue.ensure_prices(plans, currency)

    def ensure_customer(self, customer: Customer, customer_id: str) -> str:
        """With the invoice title (抬头) and tax number on every bill."""
        return stripe_customers.ensure_customer(customer, customer_id)

    def open_checkout(self, order: Order) -> str:
        """A Checkout Session; another wish closes the page of the one before."""
        return stripe_checkout.open_checkout(order)

    def subscribe_by_invoice(self, order: Order, days_until_due: int) -> RemoteSubscription:
        """``send_invoice``; the first bill is sent at once."""
        return stripe_checkout.subscribe_by_invoice(order, days_until_due)

    def open_portal(self, customer_id: str, back_url: str) -> str:
        """Cards and bills; plans are changed with us."""
        return stripe_customers.open_portal(customer_id, back_url)

    def find_subscription(self, subscription_id: str) -> RemoteSubscription | None:
        """None for what another platform made, too."""
        said = self._read(subscription_id)
        return subscription_of(said) if said is not None and is_ours(said) else None

    def _read(self, subscription_id: str) -> dict[str, Any] | None:
        try:
            with asking():
                found = stripe_client().v1.subscriptions.retrieve(subscription_id, {"expand": list(SUBSCRIPTION)})
                return found.to_dict()
        except BillingRefused as error:
            if is_absent(error):
                return None
            raise

    def list_subscriptions(self, customer_id: str) -> list[RemoteSubscription]:
        """Those that this platform made."""
        return list(self._list({"customer": customer_id, "status": "all"}))

    def list_all_subscriptions(self) -> Iterator[RemoteSubscription]:
        """Those of this platform that are not over."""
        return self._list({})

    def _list(self, wish: dict[str, Any]) -> Iterator[RemoteSubscription]:
        with asking():
            asked: Any = {**wish, "limit": 100, "expand": inside(SUBSCRIPTION)}
            for each in stripe_client().v1.subscriptions.list(asked).auto_paging_iter():
                said = each.to_dict()
                if is_ours(said):
                    yield subscription_of(said)

    def find_invoice(self, invoice_id: str) -> RemoteInvoice | None:
        """With how it was paid, or why it was not."""
        return stripe_bills.find_invoice(invoice_id)

    def list_invoices(self, customer_id: str, since: dt.datetime | None = None) -> Iterator[RemoteInvoice]:
        """Without how they were paid."""
        return stripe_bills.list_invoices(customer_id, since)

    def preview_change(self, subscription_id: str, price_id: str, at: dt.datetime, prorate: bool) -> Preview:
        """Stripe's own reckoning of the difference."""
        return stripe_changes.preview_change(subscription_id, price_id, at, prorate)

    def change_price(
        self, subscription_id: str, price_id: str, at: dt.datetime, prorate: bool, number: str
    ) -> RemoteSubscription:
        """Refused whole where its payment fails."""
        return stripe_changes.change_price(subscription_id, price_id, at, prorate, number)

    def set_cancel(self, subscription_id: str, cancel: bool, number: str) -> RemoteSubscription:
        """With the period that is paid."""
        wish: Any = {"cancel_at_period_end": cancel, "expand": list(SUBSCRIPTION)}
        with asking():
            said = stripe_client().v1.subscriptions.update(subscription_id, wish, once("cancel", cancel, number))
        return subscription_of(said.to_dict())

    def end_now(self, subscription_id: str, number: str) -> RemoteSubscription:
        """One that is over stays as it is."""
        return subscription_of(self._end(subscription_id, number))

    def _end(self, subscription_id: str, number: str) -> dict[str, Any]:
        with asking():
            client = stripe_client()
            wish: Any = {"expand": list(SUBSCRIPTION)}
            said = client.v1.subscriptions.retrieve(subscription_id, wish).to_dict()
            if said["ended_at"] is None:
                wish |= {"invoice_now": False, "prorate": False}
                said = client.v1.subscriptions.cancel(subscription_id, wish, once("end", number)).to_dict()
        return said

    def take_back(self, subscription_id: str, number: str) -> int:
        """End it at once; its open bills are void, what was paid goes back whole."""
        self._end(subscription_id, number)
        with asking():
            return stripe_bills.give_back(stripe_client(), subscription_id)

    def pay_outside(self, invoice_id: str, number: str) -> RemoteInvoice:
        """``paid_out_of_band``."""
        return stripe_bills.pay_outside(invoice_id, number)

    def retry_invoice(self, invoice_id: str, number: str) -> RemoteInvoice:
        """From the customer's stored way of paying."""
        return stripe_bills.retry_invoice(invoice_id, number)

    def report_usage(self, readings: Sequence[Reading]) -> None:
        """As events of meters."""
        stripe_catalogue.report_usage(readings)

    def list_events(self, since: dt.datetime) -> Iterator[RemoteEvent]:
        """Those that the webhook listens to."""
        return stripe_events.list_events(since)

    def read_event(self, body: bytes, signature: str) -> RemoteEvent:
        """Signature over the raw body, age, account, mode."""
        return stripe_events.read_event(body, signature)

    def raw(self, kind: str, object_id: str) -> Mapping[str, Any]:
        """``subscription``, ``invoice`` or ``customer``."""
        client = stripe_client()
        readers: dict[str, Any] = {
            "subscription": client.v1.subscriptions.retrieve,
            "invoice": client.v1.invoices.retrieve,
            "customer": client.v1.customers.retrieve,
        }
        if kind not in readers:
            return {}
        try:
            with asking():
                found: dict[str, Any] = readers[kind](object_id).to_dict()
                return found
        except BillingRefused as error:
            if is_absent(error):
                return {}
            raise
