"""Charging is switched off, and on again: nobody is brought down by what fell due when nobody could pay."""

import pytest

from billing.models import Subscription, SubscriptionStep
from billing.services.settle_standing import settle_standing
from billing.services.tend_subscriptions import tend_subscriptions
from platform_core.entitlements.selectors import find_entitlement
from platform_core.tenancy.context import platform_context
from tests.integration.billing.stairs import DAY, HOUR, NOW, letters, standing, subscribe, try_out
from tests.integration.billing.test_stairs_by_time import walk


@pytest.fixture(autouse=True)
def billing_on(settings):
    settings.KAQUAN_BILLING = "sandbox"


def test_nobody_stays_down_where_charging_is_switched_off_and_debts_count_from_when_it_is_on_again(
    tenant, other_tenant, settings
):
    subscribe(tenant, status="past_due", unpaid_since=NOW - 20 * DAY)
    subscribe(other_tenant, remote_id="sub_2")
    tend_subscriptions(now=NOW)
    assert standing(tenant) == "suspended"
    settings.KAQUAN_BILLING = "off"
    assert tend_subscriptions(now=NOW + HOUR) == 1
    assert tend_subscriptions(now=NOW + 2 * HOUR) == 0
    with platform_context():
        assert find_entitlement(tenant.id).standing == "active"
        step = SubscriptionStep.objects.filter(tenant_id=tenant.id, what="standing").latest("id")
        assert (step.before, step.after) == ("suspended", "active")
        assert not SubscriptionStep.objects.filter(tenant_id=other_tenant.id, what="standing").exists()
        settle_standing(subscription=Subscription.objects.get(tenant_id=tenant.id), by="provider", now=NOW + 2 * HOUR)
    assert standing(tenant) == "active"  # whoever else writes it does not bring it down either
    settings.KAQUAN_BILLING = "sandbox"
    on, before = NOW + 3 * HOUR, sorted(letters(tenant))
    assert walk(tenant, (0, 20), since=on) == [
        (0, "grace", before),
        (5, "grace", ["grace_ending"]),
        (7, "read_only", ["read_only"]),
        (14, "suspended", ["suspended"]),
    ]
    assert standing(other_tenant) == "active"


def test_a_trial_that_ran_out_while_nobody_was_charged_is_over_when_charging_begins_again(tenant, settings):
    try_out(tenant, NOW)
    settings.KAQUAN_BILLING = "off"
    tend_subscriptions(now=NOW - DAY)
    tend_subscriptions(now=NOW + 40 * DAY)
    assert standing(tenant) == "active"
    settings.KAQUAN_BILLING = "sandbox"
    tend_subscriptions(now=NOW + 41 * DAY)
    assert standing(tenant) == "grace"
    tend_subscriptions(now=NOW + 44 * DAY)
    assert standing(tenant) == "read_only"
