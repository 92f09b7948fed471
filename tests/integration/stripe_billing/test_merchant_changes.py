"""Upgrades are billed at once, downgrades wait for what is paid; nothing is granted on credit."""

import dataclasses
import datetime as dt

import pytest

from billing.errors import BillingRefused, PlanNotForSale, PlanTooSmall, SubscriptionStateInvalid
from billing.services.cancel_subscription import cancel_subscription
from billing.services.resume_subscription import resume_subscription
from platform_core.entitlements.plans import PLANS

pytestmark = pytest.mark.django_db


@pytest.fixture
def paying(merchant):
    """It has ``professional`` by the month, paid for the tenth day now."""
    merchant.pass_days(20)
    merchant.subscribe("professional")
    merchant.settle()
    merchant.pass_days(10)
    return merchant


def test_an_upgrade_costs_what_its_preview_said_and_is_had_at_once(paying):
    shown = paying.preview("enterprise")
    assert 0 < shown.due_now < 300_000
    assert (shown.next_amount, shown.next_at) == (800_000, paying.row.period_end)
    before = paying.charged()
    row = paying.change("enterprise", at=shown.at)
    assert (row.plan, row.held_plan, paying.granted.plan) == ("enterprise", "", "enterprise")
    assert paying.charged() - before == shown.due_now
    assert paying.bills[-1].total == shown.due_now
    assert paying.state()["worth"] == 800_000


def test_the_same_change_again_is_the_same_change(paying):
    at = paying.now
    paying.change("enterprise", at=at)
    charged = paying.charged()
    with pytest.raises(PlanNotForSale):
        paying.change("enterprise", at=at)
    assert paying.charged() == charged


def test_an_upgrade_that_cannot_be_paid_changes_nothing(paying):
    paying.desk.card_behaves("card_declined")
    before = paying.state()
    with pytest.raises(BillingRefused):
        paying.change("enterprise")
    paying.settle()
    paying.reconcile()
    assert paying.state() == before
    assert paying.desk.all("subscription")[0]["items"]["data"][0]["price"]["unit_amount"] == 500_000


def test_who_was_refused_and_has_another_card_asks_again_as_of_the_same_preview(paying):
    shown = paying.preview("enterprise")
    paying.desk.card_behaves("card_declined")
    with pytest.raises(BillingRefused):
        paying.change("enterprise", at=shown.at)
    paying.desk.card_behaves("ok")
    assert paying.change("enterprise", at=shown.at).plan == "enterprise"


def test_a_downgrade_costs_nothing_and_comes_when_what_is_paid_is_over(paying):
    shown = paying.preview("starter")
    assert (shown.due_now, shown.lines, shown.next_amount) == (0, (), 300_000)
    ends, before = paying.row.period_end, paying.charged()
    row = paying.change("starter")
    assert (row.plan, row.held_plan, row.held_until) == ("starter", "professional", ends)
    assert paying.granted.plan == "professional"
    paying.settle()
    assert paying.granted.plan == "professional"
    paying.pass_days(25)
    paying.settle()
    row = paying.row
    assert (row.plan, row.held_plan, row.held_until) == ("starter", "", None)
    assert paying.granted.plan == "starter"
    assert paying.charged() - before == 300_000


@pytest.mark.parametrize("prices", [{}, {"year": 5_000_000}])
def test_what_is_paid_for_is_kept_though_it_is_not_sold_any_more(paying, monkeypatch, prices):
    monkeypatch.setitem(PLANS, "professional", dataclasses.replace(PLANS["professional"], prices=prices))
    row = paying.change("starter")
    assert (row.plan, row.held_plan, paying.granted.plan) == ("starter", "professional", "professional")


def test_a_downgrade_that_is_taken_back_costs_nothing_and_one_beyond_it_only_the_difference(paying):
    wanted = paying.preview("enterprise")
    paying.change("starter")
    shown = paying.preview("professional")
    assert shown.due_now == 0
    beyond = paying.preview("enterprise")
    assert beyond.due_now == wanted.due_now
    before = paying.charged()
    row = paying.change("enterprise", at=beyond.at)
    assert (row.plan, row.held_plan, paying.granted.plan) == ("enterprise", "", "enterprise")
    assert paying.charged() - before == beyond.due_now


@pytest.mark.parametrize("interval", ["month", "year"])
def test_an_upgrade_that_cannot_be_paid_leaves_the_downgrade_waiting(paying, interval):
    paying.change("starter")
    paying.settle()
    before = paying.state()
    paying.desk.card_behaves("card_declined")
    with pytest.raises(BillingRefused):
        paying.change("enterprise", interval)
    paying.settle()
    assert paying.state() == before
    assert paying.desk.all("subscription")[0]["items"]["data"][0]["price"]["unit_amount"] == 300_000
    paying.desk.card_behaves("ok")
    assert paying.change("enterprise", interval).plan == "enterprise"


def test_from_enterprise_down_twice_what_is_paid_is_kept(paying):
    paying.change("enterprise")
    paying.change("starter")
    row = paying.change("professional")
    assert (row.plan, row.held_plan, paying.granted.plan) == ("professional", "enterprise", "enterprise")
    row = paying.change("enterprise")
    assert (row.plan, row.held_plan) == ("enterprise", "")


def test_another_interval_begins_today_and_what_is_left_is_credited(paying):
    shown, before = paying.preview("professional", "year"), paying.charged()
    row = paying.change("professional", "year", at=shown.at)
    assert (row.interval, row.held_plan) == ("year", "")
    assert paying.charged() - before == shown.due_now < 5_000_000
    assert row.period_end > paying.now + dt.timedelta(days=360)


def test_a_shop_that_does_not_fit_is_told_what_is_too_much(paying, settings):
    settings.KAQUAN_SHOP_USE = ["tests.integration.stripe_billing.test_merchant_changes:used"]
    with pytest.raises(PlanTooSmall) as refused:
        paying.change("starter")
    assert refused.value.data["over"] == {
        "skus": {"used": 120, "limit": 100},
        "custom_domain": {"used": 1, "limit": 0},
    }
    assert paying.row.plan == "professional"
    paying.change("enterprise")
    assert paying.row.plan == "enterprise"


def used(tenant):
    """What the shop has."""
    return {"skus": 120, "staff": 5, "custom_domain": 1}


def test_who_owes_or_does_not_subscribe_cannot_change(merchant):
    with pytest.raises(SubscriptionStateInvalid):
        merchant.change("starter")
    with pytest.raises(SubscriptionStateInvalid):
        merchant.preview("starter")


def test_who_cancels_has_it_until_the_period_ends_and_may_think_again(paying):
    row = cancel_subscription(tenant=paying.tenant, reason="太贵", by="owner@alpha.example", now=paying.now)
    assert row.cancel_at == row.period_end
    assert row.status == "active"
    paying.settle()
    assert [each.because for each in paying.steps if each.what == "cancel_reason"] == ["太贵"]
    assert resume_subscription(tenant=paying.tenant, by="owner@alpha.example", now=paying.now).cancel_at is None
    row = cancel_subscription(tenant=paying.tenant, reason="", by="owner@alpha.example", now=paying.now)
    assert row.cancel_at is not None
    paying.pass_days(25)
    paying.settle()
    row = paying.row
    assert (row.status, row.standing, paying.granted.standing) == ("canceled", "read_only", "read_only")
    assert row.ended_at is not None
    assert paying.state()["worth"] == 0


def test_who_left_may_subscribe_again_and_goes_on_in_its_row(paying):
    cancel_subscription(tenant=paying.tenant, reason="", by="owner@alpha.example", now=paying.now)
    first = paying.row.remote_id
    paying.pass_days(40)
    paying.settle()
    assert paying.granted.standing == "suspended"
    paying.subscribe("enterprise")
    paying.settle()
    row = paying.row
    assert row.remote_id != first
    assert (row.status, row.plan, row.ended_at, row.standing) == ("active", "enterprise", None, "active")
    assert (paying.granted.plan, paying.granted.standing) == ("enterprise", "active")
    assert paying.state()["worth"] == 800_000


def test_who_pays_by_bill_has_the_upgrade_at_once_and_a_week_for_the_difference(merchant):
    merchant.pass_days(20)
    merchant.open("starter", collection="invoice")
    merchant.desk.pay_invoice({"paid_out_of_band": True}, merchant.bills[0].remote_id)
    merchant.settle()
    merchant.pass_days(10)
    shown = merchant.preview("professional")
    merchant.change("professional", at=shown.at)
    bill = merchant.bills[-1]
    assert (bill.status, bill.total, bill.due_at) == ("open", shown.due_now, merchant.now + dt.timedelta(days=7))
    assert (merchant.granted.plan, merchant.granted.standing) == ("professional", "active")
    merchant.pass_days(8)
    merchant.settle()
    assert (merchant.granted.plan, merchant.granted.standing) == ("professional", "grace")


def test_in_the_trial_a_change_costs_nothing_and_holds_nothing(merchant):
    merchant.subscribe("professional")
    merchant.settle()
    shown = merchant.preview("enterprise")
    assert (shown.due_now, shown.next_amount, shown.next_at) == (0, 800_000, merchant.row.trial_ends_at)
    assert merchant.change("enterprise", at=shown.at).plan == "enterprise"
    row = merchant.change("starter")
    assert (row.plan, row.held_plan, row.status, merchant.granted.plan) == ("starter", "", "trialing", "starter")
    assert merchant.charged() == 0
    merchant.pass_days(15)
    merchant.settle()
    assert (merchant.row.status, merchant.charged()) == ("active", 300_000)


def test_by_bill_in_the_trial_nothing_is_asked_for_yet(merchant):
    from tests.integration.stripe_billing.subscriber import DONE

    assert merchant.open("starter", collection="invoice") == DONE
    merchant.settle()
    assert (merchant.row.status, merchant.row.collection) == ("trialing", "invoice")
    merchant.pass_days(15)
    merchant.settle()
    assert [each.status for each in merchant.bills if each.total] == ["open"]
    assert merchant.row.standing == "active"
