"""Charging is switched off, on again, or over to another engine: nobody falls for a time in which nobody could pay."""

import pytest

from billing.models import Subscription, SubscriptionStep
from billing.services.advance_sandbox_time import advance_sandbox_time
from billing.services.settle_standing import settle_standing
from billing.services.start_trial import start_trial
from billing.services.tend_subscriptions import tend_subscriptions
from platform_core.entitlements.selectors import find_entitlement
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context
from tests.integration.billing.stairs import DAY, HOUR, NOW, standing, subscribe, try_out, walk


@pytest.fixture(autouse=True)
def billing_on(settings):
    settings.KAQUAN_BILLING = "sandbox"


def test_nobody_stays_down_where_charging_is_switched_off_and_debts_count_again_when_it_is_on(
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
    again = NOW + 90 * DAY
    told = [(days, stands, words[-1:]) for days, stands, words in walk(tenant, (0, 14), since=again)]
    assert told == [
        (0, "grace", ["suspended"]),  # written when it was suspended the first time
        (5, "grace", ["grace_ending"]),
        (7, "read_only", ["read_only"]),
        (14, "suspended", ["suspended"]),
    ]
    with platform_context():
        steps = SubscriptionStep.objects.filter(tenant_id=tenant.id, what="standing").order_by("id")
        assert [step.after for step in steps][-3:] == ["grace", "read_only", "suspended"]
        assert [(step.at - again) / DAY for step in steps][-3:] == [0, 7, 14]
    assert standing(other_tenant) == "active"


def test_what_fell_due_while_nobody_was_charged_counts_from_when_that_began_again(tenant, settings):
    settings.KAQUAN_BILLING = "off"
    subscribe(tenant, status="active")
    tend_subscriptions(now=NOW)
    with platform_context():
        Subscription.objects.filter(pk=tenant.id).update(status="past_due", unpaid_since=NOW + DAY)
    settings.KAQUAN_BILLING = "sandbox"
    again = NOW + 60 * DAY
    assert [each[:2] for each in walk(tenant, (0, 14), since=again)][:1] == [(0, "grace")]
    assert standing(tenant) == "suspended"


def test_what_another_engine_collected_is_over_with_its_period_and_owes_nothing(tenant, other_tenant, settings):
    subscribe(tenant, period_end=NOW + 10 * DAY)
    subscribe(other_tenant, remote_id="sub_2", status="past_due", unpaid_since=NOW - 3 * DAY, period_end=NOW + 10 * DAY)
    tend_subscriptions(now=NOW)
    assert standing(other_tenant) == "grace"
    settings.KAQUAN_BILLING = "stripe"
    assert [each[:2] for each in walk(tenant, (0, 17))] == [(10, "read_only"), (17, "suspended")]
    assert standing(other_tenant) == "suspended"
    with platform_context():
        steps = SubscriptionStep.objects.filter(tenant_id=other_tenant.id, what="standing").order_by("id")
        assert [step.after for step in steps] == ["grace", "active", "read_only", "suspended"]


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


@pytest.mark.parametrize("tended", [True, False], ids=["tended", "not tended yet"])
def test_days_that_go_by_lead_down_although_nobody_was_charged_for_a_while(tenant, settings, tended):
    start_trial(tenant=tenant, by="owner", now=now())
    settings.KAQUAN_BILLING = "off"
    tend_subscriptions(now=now())
    settings.KAQUAN_BILLING = "sandbox"
    if tended:
        tend_subscriptions(now=now())
    advance_sandbox_time(tenant=tenant, days=15, by="owner", now=now())
    advance_sandbox_time(tenant=tenant, days=10, by="owner", now=now())
    tend_subscriptions(now=now())
    advance_sandbox_time(tenant=tenant, days=11, by="owner", now=now())
    with platform_context():
        assert find_entitlement(tenant.id).standing == "suspended"
