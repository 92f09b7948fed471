"""Who is back is told what brought it back, and that money arrived only where it did."""

import pytest

from billing.models import Subscription, SubscriptionStep
from billing.services.settle_standing import settle_standing
from billing.services.tend_subscriptions import tend_subscriptions
from platform_core.tenancy.context import platform_context
from tests.integration.billing.stairs import DAY, NOW, bill, mails, subscribe


@pytest.fixture(autouse=True)
def billing_on(settings):
    settings.KAQUAN_BILLING = "sandbox"


def brought_back(tenant, **step):
    """Down to read-only and back a day later; what the letter says of it. ``step``: history that came with it."""
    subscribe(tenant, status="past_due", unpaid_since=NOW)
    for days in (0, 8):
        tend_subscriptions(now=NOW + days * DAY)
    with platform_context():
        row = Subscription.objects.get(pk=tenant.id)
        row.status, row.unpaid_since = "active", None
        if step:
            SubscriptionStep.objects.create(
                tenant_id=tenant.id, tenant_role=tenant.role_name, by="staff@example.com", at=NOW + 9 * DAY, **step
            )
        settle_standing(subscription=row, by="staff@example.com", now=NOW + 9 * DAY)
    tend_subscriptions(now=NOW + 9 * DAY)
    return str(mails(tenant)[-1].body)


@pytest.mark.parametrize(
    ("what", "said"),
    [("granted", "平台已为您开通套餐"), ("trial_extended", "平台已为您延长试用"), ("subscribed", "已重新订阅")],
)
def test_who_is_back_is_told_what_brought_it_back(tenant, what, said):
    text = brought_back(tenant, what=what)
    assert said in text
    assert "款项已收到" not in text


def test_money_is_said_to_have_arrived_only_where_it_did(tenant):
    assert "款项已收到" not in brought_back(tenant)


def test_who_paid_is_told_that_the_money_arrived(tenant):
    bill(tenant, status="paid", amount_paid=500_000, amount_remaining=0, paid_at=NOW + 9 * DAY)
    assert "款项已收到" in brought_back(tenant)
