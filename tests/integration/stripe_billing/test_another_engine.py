"""A platform that tried everything in the sandbox begins to collect at Stripe: nobody is cut off, nobody pays twice."""

import datetime as dt

import pytest

from billing.errors import InvoiceStateInvalid, SubscriptionStateInvalid
from billing.models import BillingAccount, Subscription
from billing.services.change_subscription import change_subscription
from billing.services.preview_change import preview_change
from billing.services.retry_payment import retry_payment
from billing.services.tend_subscriptions import tend_subscriptions
from platform_core.tenancy.context import platform_context
from tests.integration.billing.stories import bill
from tests.integration.console.test_back_office import staff
from tests.integration.stripe_billing.subscriber import OWNER

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def left(merchant):
    """The sandbox collected its month until ten days from now; today's engine is Stripe."""
    now = merchant.now
    with platform_context():
        Subscription.objects.filter(tenant_id=merchant.tenant.id).update(
            provider="sandbox", remote_id="sub_sandbox", status="active", plan="professional", interval="month",
            amount=500_000, currency="CNY", trial_ends_at=None, period_start=now - 20 * DAY, period_end=now + 10 * DAY,
        )  # fmt: skip
        BillingAccount.objects.update_or_create(
            tenant_id=merchant.tenant.id,
            defaults={
                "tenant_role": merchant.tenant.role_name, "provider": "sandbox", "customer_id": "cus_sandbox",
                "created_at": now, "changed_at": now,
            },
        )  # fmt: skip
    return merchant


def stands(merchant):
    tend_subscriptions(now=merchant.now)
    return merchant.granted.standing


def test_what_was_paid_in_the_sandbox_is_had_to_its_end_and_not_for_longer(left):
    assert stands(left) == "active"
    left.pass_days(9)
    assert stands(left) == "active"
    left.pass_days(1)
    assert stands(left) == "read_only"
    left.pass_days(7)
    assert stands(left) == "suspended"
    assert left.charged() == 0


def test_who_subscribes_at_stripe_pays_once_and_goes_on_in_its_row(left):
    left.subscribe("professional")
    left.settle()
    assert (left.row.provider, left.row.status, left.row.plan) == ("stripe", "active", "professional")
    assert left.charged() == 500_000
    left.pass_days(15)  # the sandbox's month would be over
    assert stands(left) == "active"
    left.reconcile()
    assert (left.charged(), len(left.desk.all("subscription"))) == (500_000, 1)


def test_who_turns_back_at_checkout_loses_nothing(left):
    left.open("professional")
    left.reconcile()
    assert (left.row.provider, left.row.status, stands(left)) == ("sandbox", "active", "active")


def test_what_another_engine_collected_is_not_changed_but_subscribed_anew(left):
    for act in (
        lambda: preview_change(tenant=left.tenant, plan="enterprise", interval="month", now=left.now),
        lambda: change_subscription(
            tenant=left.tenant, plan="enterprise", interval="month", at=left.now, by=OWNER, now=left.now
        ),
    ):
        with pytest.raises(SubscriptionStateInvalid):
            act()
    assert left.charged() == 0


def test_a_bill_of_the_engine_that_was_left_is_not_due_and_cannot_be_paid(left):
    with platform_context():
        made = bill(left.tenant, left.now, provider="sandbox", collection="automatic", attempts=1, due_at=None)
        Subscription.objects.filter(tenant_id=left.tenant.id).update(status="past_due", unpaid_since=left.now)
    assert not made.is_owed
    with pytest.raises(InvoiceStateInvalid):
        retry_payment(tenant=left.tenant, invoice_id=made.id, by=OWNER, now=left.now)
    client = staff(left.tenant)
    home = client.get("/console/settings/billing").content.decode()
    assert "平台换了收款方式" in home
    assert "待付账单" not in home
    assert "选择套餐" in home  # what it owes nobody does not keep it from subscribing
    page = client.get(f"/console/settings/billing/invoices/{made.id}").content.decode()
    assert made.number in page
    assert "再扣一次" not in page
