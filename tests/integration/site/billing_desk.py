"""Short ways around the staff's pages of subscriptions."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.errors import BillingRefused, BillingUnavailable
from billing.models import Invoice, SubscriptionStep
from billing.providers.base import RemoteInvoice, RemoteSubscription
from platform_core.entitlements.models import Entitlement
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.services.change_plan import change_plan
from tests.integration.billing.stories import DAY, account, bill, step, subscribe
from tests.world import now

MOST = 9
NOT_THE_PAGES = ("set_config", "SAVEPOINT", 'FROM "tenancy_domain"', "django_session", 'FROM "identity_')
LIST = "/staff/billing/subscriptions"
PAGES = ("/staff/billing", LIST, "/staff/billing/bills", "/staff/billing/events")


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def asked(client, path):
    """The questions that a page asks of the database, but for those of the session and the walls between shops."""
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200, path
    return [query["sql"] for query in caught if not any(word in query["sql"] for word in NOT_THE_PAGES)]


def english(client, path):
    body = page(client, path).partition("<body")[2].replace(">中文<", "><")
    return re.findall(r"[\u4e00-\u9fff].{0,30}", body)


def day(moment):
    return f"{moment.astimezone(dt.timezone(dt.timedelta(hours=8))):%Y-%m-%d}"


def trial(tenant, **given):
    """A trial that began ten days ago and ends in four."""
    values = {
        "provider": "", "remote_id": "", "status": "trialing", "plan": "professional", "interval": "", "amount": 0,
        "trial_began_at": now() - 10 * DAY, "trial_ends_at": now() + 4 * DAY, "period_start": None, "period_end": None, **given,
    }  # fmt: skip
    with platform_context():
        made = subscribe(tenant, now() - 10 * DAY, **values)
        change_plan(tenant=tenant, plan=values["plan"], by="test", now=now())
    return made


def pay(tenant):
    """A shop pays for the professional plan by the month."""
    with platform_context():
        made = subscribe(tenant, now() - 20 * DAY, plan="professional", amount=500_000)
        account(tenant, now())
        step(tenant.id, now() - 20 * DAY, 500_000, what="subscribed")
        change_plan(tenant=tenant, plan="professional", by="test", now=now())
    return made


def entitled(tenant):
    with platform_context():
        found = Entitlement.objects.get(tenant_id=tenant.id)
        return found.plan, found.standing


def steps_of(tenant, what):
    with platform_context():
        return list(SubscriptionStep.objects.filter(tenant_id=tenant.id, what=what).order_by("id"))


SMALL = 300_000  # minor units of a bill


class FakeEngine:
    """Whoever collects the money: remembers what it was told, and can fail before or after it did it."""

    name = "stripe"

    def __init__(self):
        self.paid, self.calls, self.trouble, self.subscription, self.invoices = {}, [], None, None, {}
        self.unreachable = False  # what it is told does not arrive
        self.meanwhile = lambda: None  # what others do while it is asked

    def pay_outside(self, invoice_id, number):
        self.calls.append((invoice_id, number))
        if self.unreachable:
            raise BillingUnavailable(reason="timeout")
        self.meanwhile()
        trouble, self.trouble = self.trouble, None
        if isinstance(trouble, BillingRefused):
            raise trouble
        found = self.invoices[invoice_id]
        if found.status == "paid":
            return found
        self.invoices[invoice_id] = dataclasses.replace(
            found, status="paid", amount_paid=found.total, amount_remaining=0, paid_at=now()
        )
        if all(each.status != "open" for each in self.invoices.values()):
            self.subscription = dataclasses.replace(self.subscription, status="active")
        if trouble:
            raise trouble
        return self.invoices[invoice_id]

    def pay_by_card(self, invoice_id):
        """The customer pays; nobody of us has heard of it."""
        found = self.invoices[invoice_id]
        self.invoices[invoice_id] = dataclasses.replace(
            found, status="paid", amount_paid=found.total, amount_remaining=0, paid_at=now(), paid_by="card"
        )
        self.subscription = dataclasses.replace(self.subscription, status="active")

    def find_subscription(self, subscription_id):
        return self.subscription

    def list_subscriptions(self, customer_id):
        return [self.subscription]

    def find_invoice(self, invoice_id):
        return self.invoices.get(invoice_id)

    def list_invoices(self, customer_id, since=None):
        return iter(self.invoices.values())


def remote(found: Invoice, customer: str, subscription: str) -> RemoteInvoice:
    return RemoteInvoice(
        id=found.remote_id, customer_id=customer, subscription_id=subscription, number=found.number, status="open", collection="invoice",
        reason=found.reason, currency="CNY", total=found.total, amount_due=found.total, amount_paid=0, amount_remaining=found.total,
        created_at=found.created_at, due_at=found.due_at, issued_at=found.issued_at,
    )  # fmt: skip


def owe(tenant, engine, amount):
    """A shop owes a bill for ten days, and may put up nothing new."""
    with platform_context():
        began = now() - 40 * DAY
        paid = subscribe(
            tenant, began, status="past_due", amount=amount, collection="invoice", unpaid_since=now() - 10 * DAY,
            standing="read_only", standing_since=now() - 3 * DAY,
        )  # fmt: skip
        account(tenant, began)
        step(tenant.id, began, amount, what="subscribed")
        change_plan(tenant=tenant, plan="starter", by="test", now=now())
        Entitlement.objects.filter(tenant_id=tenant.id).update(standing="read_only")
        made = bill(tenant, now() - 17 * DAY, amount=amount, subscription_remote_id=paid.remote_id)
    customer = f"cus_{tenant.id.hex}"
    engine.invoices[made.remote_id] = remote(made, customer, paid.remote_id)
    engine.subscription = RemoteSubscription(
        id=paid.remote_id, customer_id=customer, tenant_id=tenant.id, status="past_due", price_id="price_1", interval="month",
        amount=amount, currency="CNY", collection="invoice", created_at=began, period_start=began, period_end=now() + 13 * DAY,
    )  # fmt: skip
    return made


def address(made):
    return f"/staff/billing/subscriptions/{made.tenant_id}/bills/{made.id}"


def fresh(made):
    with platform_context():
        return Invoice.objects.get(pk=made.pk)
