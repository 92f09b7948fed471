"""The sandbox: an engine of the port inside our own database. Offline, no money; behaves as Stripe does (ADR 69)."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from django.db import transaction
from django.forms import model_to_dict

from billing import locks
from billing.enums import Collection, InvoiceStatus, Provider
from billing.errors import BillingEventForged, BillingRefused
from billing.models import (
    SandboxCustomer,
    SandboxEvent,
    SandboxInvoice,
    SandboxPrice,
    SandboxReading,
    SandboxSubscription,
)
from billing.providers import sandbox_bills, sandbox_changes, sandbox_cycle, sandbox_sessions, sandbox_shapes
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
from billing.providers.sandbox_addresses import is_signed
from platform_core.entitlements.plans import Plan
from platform_core.kernel.clock import now as clock_now
from platform_core.tenancy.context import platform_context

KINDS: Mapping[str, Any] = {
    "customer": SandboxCustomer, "subscription": SandboxSubscription, "invoice": SandboxInvoice, "event": SandboxEvent,
}  # fmt: skip


class SandboxEngine:
    """See ``Engine``. Each call is a transaction of its own, in which the customer's row is locked first."""

    name = Provider.SANDBOX.value

    def abilities(self) -> Abilities:
        """See ``Engine``."""
        methods = {Collection.AUTOMATIC: ("card", "alipay"), Collection.INVOICE: ("wechat_pay", "bank_transfer")}
        return Abilities(methods={str(key): value for key, value in methods.items()}, portal=True, coupons=True)

    def ensure_prices(self, plans: Sequence[Plan], currency: str) -> Mapping[tuple[str, int, str], str]:
        """See ``Engine``."""
        made = {}
        with _work():
            for plan in plans:
                for interval, amount in plan.prices.items():
                    price, _ = SandboxPrice.objects.get_or_create(
                        plan=plan.code, version=plan.version, interval=interval, currency=currency,
                        defaults={"id": sandbox_bills.new_name("price"), "amount": amount},
                    )  # fmt: skip
                    made[plan.code, plan.version, interval] = price.id
        return made

    def ensure_customer(self, customer: Customer, customer_id: str) -> str:
        """See ``Engine``."""
        facts = {
            "name": customer.name, "email": customer.email, "title": customer.title,
            "tax_number": customer.tax_number, "language": customer.language,
        }  # fmt: skip
        first = {"id": sandbox_bills.new_name("cus"), "created_at": clock_now()}
        with _work():
            row, _ = SandboxCustomer.objects.update_or_create(
                tenant_id=customer.tenant_id, defaults=facts, create_defaults={**first, **facts}
            )
            return row.id

    def open_checkout(self, order: Order) -> str:
        """See ``Engine``."""
        with _work():
            customer, price = _customer(order.customer_id), _price(order.price_id)
            sandbox_cycle.check_coupon(order.coupon, price)
            return sandbox_sessions.open_checkout_page(order, customer, price, clock_now())

    def subscribe_by_invoice(self, order: Order, days_until_due: int) -> RemoteSubscription:
        """See ``Engine``."""
        with _work():
            customer, price = _customer(order.customer_id), _price(order.price_id)
            if (made := _subscriptions().filter(number=order.number).first()) is not None:
                return sandbox_shapes.remote_subscription(made)
            trial = customer.inside(order.trial_ends_at) if order.trial_ends_at else None
            begun = sandbox_cycle.begin(
                customer, price, number=order.number, collection=Collection.INVOICE, days_until_due=days_until_due,
                trial_ends_at=trial, coupon=order.coupon, at=customer.inside(clock_now()),
            )  # fmt: skip
            return sandbox_shapes.remote_subscription(begun)

    def open_portal(self, customer_id: str, back_url: str) -> str:
        """See ``Engine``."""
        with _work():
            number = f"portal_{secrets.token_hex(16)}"
            return sandbox_sessions.open_portal_page(_customer(customer_id), back_url, number, clock_now())

    def find_subscription(self, subscription_id: str) -> RemoteSubscription | None:
        """See ``Engine``."""
        with platform_context():
            row = _subscriptions().filter(pk=subscription_id).first()
            return sandbox_shapes.remote_subscription(row) if row is not None else None

    def list_subscriptions(self, customer_id: str) -> list[RemoteSubscription]:
        """See ``Engine``."""
        with platform_context():
            rows = _subscriptions().filter(customer=customer_id).order_by("-created_at", "-id")
            return [sandbox_shapes.remote_subscription(row) for row in rows]

    def list_all_subscriptions(self) -> Iterator[RemoteSubscription]:
        """See ``Engine``."""
        with platform_context():
            yield from [sandbox_shapes.remote_subscription(row) for row in _subscriptions().order_by("id")]

    def find_invoice(self, invoice_id: str) -> RemoteInvoice | None:
        """See ``Engine``."""
        with platform_context():
            row = SandboxInvoice.objects.select_related("customer").filter(pk=invoice_id).first()
            return sandbox_shapes.remote_invoice(row) if row is not None else None

    def list_invoices(self, customer_id: str, since: dt.datetime | None = None) -> Iterator[RemoteInvoice]:
        """See ``Engine``."""
        with platform_context():
            rows = SandboxInvoice.objects.select_related("customer").filter(customer=customer_id)
            made = [sandbox_shapes.remote_invoice(row) for row in rows.order_by("-issued_at", "-number")]
        yield from (each for each in made if since is None or each.created_at >= since)

    def preview_change(self, subscription_id: str, price_id: str, at: dt.datetime, prorate: bool) -> Preview:
        """See ``Engine``."""
        with _work():
            row = _subscription(subscription_id)
            return sandbox_changes.preview(row, _price(price_id), row.customer.inside(at), prorate=prorate)

    def change_price(
        self, subscription_id: str, price_id: str, at: dt.datetime, prorate: bool, number: str
    ) -> RemoteSubscription:
        """See ``Engine``. A repeat finds the price that it asks for."""
        with _work():
            row = _subscription(subscription_id)
            if row.price_id != price_id:
                sandbox_cycle.change(row, _price(price_id), row.customer.inside(at), prorate=prorate)
            return sandbox_shapes.remote_subscription(row)

    def set_cancel(self, subscription_id: str, cancel: bool, number: str) -> RemoteSubscription:
        """See ``Engine``."""
        with _work():
            row = _subscription(subscription_id)
            if row.ended_at is not None:
                raise BillingRefused(reason="subscription_ended")
            if (row.cancel_at is not None) != cancel:
                row.cancel_at = row.period_end if cancel else None
                row.save(update_fields=["cancel_at"])
                sandbox_bills.note_subscription(row)
            return sandbox_shapes.remote_subscription(row)

    def end_now(self, subscription_id: str, number: str) -> RemoteSubscription:
        """See ``Engine``."""
        with _work():
            row = _subscription(subscription_id)
            if row.ended_at is None:
                sandbox_cycle.end(row, row.customer.inside(clock_now()))
            return sandbox_shapes.remote_subscription(row)

    def take_back(self, subscription_id: str, number: str) -> int:
        """See ``Engine``. A page of the sandbox lets nobody subscribe twice; who does so otherwise gets its money back here."""
        with _work():
            row = _subscription(subscription_id)
            if row.ended_at is None:
                sandbox_cycle.end(row, row.customer.inside(clock_now()))
            row.invoices.filter(status=InvoiceStatus.OPEN).update(status=InvoiceStatus.VOID)
            return sum(row.invoices.values_list("amount_paid", flat=True))

    def pay_outside(self, invoice_id: str, number: str) -> RemoteInvoice:
        """See ``Engine``."""
        return self.pay(invoice_id, "bank_transfer")

    def pay(self, invoice_id: str, paid_by: str) -> RemoteInvoice:
        """Somebody pays a bill: on its page, or outside.

        Raises:
            BillingRefused: it is not open any more, and not paid.
        """
        with _work():
            bill = _bill(invoice_id)
            if bill.status == InvoiceStatus.OPEN:
                sandbox_bills.mark_paid(bill, paid_by, bill.customer.inside(clock_now()))
                sandbox_cycle.set_wake(bill.subscription)
            elif bill.status != InvoiceStatus.PAID:
                raise BillingRefused(reason="bill_not_open")
            return sandbox_shapes.remote_invoice(bill)

    def retry_invoice(self, invoice_id: str, number: str) -> RemoteInvoice:
        """See ``Engine``."""
        with _work():
            bill = _bill(invoice_id)
            if bill.status == InvoiceStatus.OPEN and bill.last_request != number:
                bill.last_request = number[:80]
                sandbox_bills.charge(bill, bill.customer.inside(clock_now()))
                sandbox_cycle.set_wake(bill.subscription)
            return sandbox_shapes.remote_invoice(bill)

    def report_usage(self, readings: Sequence[Reading]) -> None:
        """See ``Engine``."""
        rows = [
            SandboxReading(
                identifier=each.identifier, customer_id=each.customer_id, meter=each.meter, value=each.value, at=each.at
            )
            for each in readings
        ]
        with _work():
            SandboxReading.objects.bulk_create(rows, ignore_conflicts=True)

    def list_events(self, since: dt.datetime) -> Iterator[RemoteEvent]:
        """See ``Engine``."""
        with platform_context():
            rows = list(SandboxEvent.objects.filter(at__gte=since).order_by("id"))
        yield from (sandbox_shapes.remote_event(row) for row in rows)

    def read_event(self, body: bytes, signature: str) -> RemoteEvent:
        """See ``Engine``. What is signed names a row; what counts is what the row says."""
        if not is_signed(body, signature):
            raise BillingEventForged(reason="signature")
        named = json.loads(body)["id"]
        with platform_context():
            row = SandboxEvent.objects.filter(pk=named).first()
        if row is None:
            raise BillingEventForged(reason="unknown")
        return sandbox_shapes.remote_event(row)

    def raw(self, kind: str, object_id: str) -> Mapping[str, Any]:
        """See ``Engine``."""
        with platform_context():
            model = KINDS.get(kind)
            row = model.objects.filter(pk=object_id).first() if model is not None else None
            return {"id": object_id, **model_to_dict(row)} if row is not None else {}


@contextmanager
def _work() -> Iterator[None]:
    with platform_context(), transaction.atomic():
        yield


def _subscriptions() -> Any:
    return SandboxSubscription.objects.select_related("customer", "price")


def _missing() -> NoReturn:
    raise BillingRefused(reason="resource_missing")


def _price(price_id: str) -> SandboxPrice:
    return SandboxPrice.objects.filter(pk=price_id).first() or _missing()


def _customer(customer_id: str) -> SandboxCustomer:
    return locks.find_sandbox_customer_locked(customer_id) or _missing()


def _subscription(subscription_id: str) -> SandboxSubscription:
    """With its customer locked, as it is under that lock."""
    owner = SandboxSubscription.objects.filter(pk=subscription_id).values_list("customer_id", flat=True).first()
    customer = _customer(owner or "")
    row: SandboxSubscription = _subscriptions().get(pk=subscription_id)
    row.customer = customer
    return row


def _bill(invoice_id: str) -> SandboxInvoice:
    """With its customer locked, as it is under that lock."""
    owner = SandboxInvoice.objects.filter(pk=invoice_id).values_list("subscription_id", flat=True).first()
    subscription = _subscription(owner or "")
    bill = SandboxInvoice.objects.get(pk=invoice_id)
    bill.subscription, bill.customer = subscription, subscription.customer
    return bill
