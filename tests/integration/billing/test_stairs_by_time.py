"""What time alone does to a merchant that does not pay, and what it is told of it, each once."""

import datetime as dt

import pytest

from billing.models import BillingAccount, Invoice, Subscription, SubscriptionStep
from billing.services.settle_standing import settle_standing
from billing.services.tend_subscriptions import tend_subscriptions
from platform_core.entitlements.selectors import find_entitlement
from platform_core.events.models import Event
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.enums import TenantState
from platform_core.tenancy.models import Tenant
from tests.integration.billing.stairs import (
    DAY,
    HOUR,
    NOW,
    bill,
    bills_go_to,
    letters,
    mails,
    standing,
    subscribe,
    try_out,
    walk,
)  # fmt: skip


@pytest.fixture(autouse=True)
def billing_on(settings):
    settings.KAQUAN_BILLING = "sandbox"


def test_a_trial_ends_in_steps(tenant):
    try_out(tenant, NOW)
    assert walk(tenant, (-5, 30)) == [
        (-3, "active", ["trial_ending"]),
        (-1, "active", ["trial_ending"]),
        (0, "grace", ["trial_over"]),
        (1, "grace", ["grace_ending"]),
        (3, "read_only", ["read_only"]),
        (10, "suspended", ["suspended"]),
    ]


def test_a_debt_leads_down_and_payment_up_at_once(tenant):
    subscribe(tenant, status="past_due", unpaid_since=NOW)
    assert walk(tenant, (0, 14)) == [
        (0, "grace", []),
        (5, "grace", ["grace_ending"]),
        (7, "read_only", ["read_only"]),
        (14, "suspended", ["suspended"]),
    ]
    paid = NOW + 15 * DAY
    with platform_context():
        row = Subscription.objects.get(pk=tenant.id)
        row.status, row.unpaid_since = "active", None
        settle_standing(subscription=row, by="provider", now=paid)
    assert standing(tenant) == "active"  # not at the next look
    tend_subscriptions(now=paid)
    tend_subscriptions(now=paid + DAY)
    assert letters(tenant) == ["grace_ending", "read_only", "suspended", "reinstated"]
    with platform_context():
        steps = SubscriptionStep.objects.filter(tenant_id=tenant.id, what="standing").order_by("id")
        assert [(step.after, step.by) for step in steps] == [
            ("grace", "clock"), ("read_only", "clock"), ("suspended", "clock"), ("active", "provider"),
        ]  # fmt: skip
        told = Event.objects.filter(tenant_role=tenant.role_name, type__startswith="subscription.")
        assert told.filter(type="subscription.past_due").count() == 1
        assert told.filter(type="subscription.updated").count() == 4


def test_who_pays_within_grace_is_not_written_that_it_is_back(tenant):
    subscribe(tenant, status="past_due", unpaid_since=NOW)
    tend_subscriptions(now=NOW)
    with platform_context():
        row = Subscription.objects.get(pk=tenant.id)
        row.status, row.unpaid_since = "active", None
        settle_standing(subscription=row, by="provider", now=NOW + DAY)
    tend_subscriptions(now=NOW + DAY)
    assert letters(tenant) == []


def test_a_second_debt_is_told_again(tenant):
    subscribe(tenant, status="past_due", unpaid_since=NOW)
    walk(tenant, (0, 8))
    with platform_context():
        Subscription.objects.filter(pk=tenant.id).update(unpaid_since=NOW + 30 * DAY)
    walk(tenant, (30, 38))
    assert letters(tenant).count("read_only") == 2


def test_a_cancelled_subscription_ends(tenant):
    ends = NOW + 10 * DAY
    subscribe(tenant, cancel_at=ends)
    assert walk(tenant, (0, 9.75)) == [(0, "active", ["ending"]), (7, "active", ["ending"])]
    with platform_context():
        Subscription.objects.filter(pk=tenant.id).update(status="canceled", ended_at=ends, cancel_at=None)
    assert walk(tenant, (10, 20)) == [
        (10, "read_only", sorted(["ending", "ending", "read_only"])),
        (17, "suspended", ["suspended"]),
    ]


def test_a_job_that_was_down_for_long_writes_what_is_true_now_alone(tenant):
    try_out(tenant, NOW)
    tend_subscriptions(now=NOW + 4 * DAY)
    assert (standing(tenant), letters(tenant)) == ("read_only", ["read_only"])


def test_every_failed_attempt_is_told_with_its_reason_and_what_comes_next(tenant):
    subscribe(tenant, status="past_due", unpaid_since=NOW)
    bill(tenant, attempts=1, refusal="insufficient_funds", next_attempt_at=NOW + 3 * DAY)
    for _ in range(2):
        tend_subscriptions(now=NOW)
    text = mails(tenant)[0].body
    assert letters(tenant) == ["payment_failed"]
    for said in (
        "KQ-0001",
        "¥5,000.00",
        "余额或额度不足",
        "2026-06-18 12:00",
        "2026-06-22 12:00",
        "2026-06-29 12:00",
        "/console/settings/billing",
    ):
        assert said in text
    with platform_context():
        Invoice.objects.update(attempts=2, refusal="stolen_card", next_attempt_at=None)
    tend_subscriptions(now=NOW + 3 * DAY)
    assert letters(tenant) == ["payment_failed", "payment_failed"]
    assert "银行拒绝了这笔扣款" in mails(tenant)[1].body
    assert "不会再自动扣款" in mails(tenant)[1].body


def test_a_first_payment_that_fails_is_nobodys_debt(tenant):
    subscribe(tenant, status="incomplete", trial_ends_at=NOW + 10 * DAY)
    bill(tenant, attempts=1, refusal="card_declined")
    tend_subscriptions(now=NOW)
    assert letters(tenant) == []


def test_a_bill_to_be_paid_by_somebody_is_told_before_on_and_after_its_day(tenant):
    due = NOW + 7 * DAY
    subscribe(tenant, collection="invoice")
    bill(tenant, collection="invoice", due_at=due, hosted_url="https://pay.example/in_1")
    looked = walk(tenant, (-7, -HOUR / DAY), since=due)
    # Days of the shop's own calendar: it is noon there.
    assert looked == [(-3.5, "active", ["invoice_due"]), (-0.5, "active", ["invoice_due"])]
    with platform_context():
        Subscription.objects.filter(pk=tenant.id).update(unpaid_since=due)
    assert walk(tenant, (0, 5), since=due)[0][1:] == ("grace", ["invoice_due"] * 3)
    early, today, late = mails(tenant)[:3]
    assert ("3 天" in early.subject, "今天" in today.subject, "已逾期" in late.subject) == (True, True, True)
    assert "https://pay.example/in_1" in early.body


def test_a_paid_bill_is_not_told(tenant):
    subscribe(tenant)
    bill(tenant, status="paid", attempts=2, amount_remaining=0)
    assert tend_subscriptions(now=NOW) == 0


def test_letters_go_to_owners_and_where_bills_go_once_each_in_the_shops_language(tenant):
    with platform_context():
        Tenant.objects.filter(pk=tenant.id).update(language="en")
    directory.forget()
    bills_go_to(tenant, "OWNER@alpha.example")
    try_out(tenant, NOW + 2 * DAY)
    tend_subscriptions(now=NOW)
    only = mails(tenant)
    assert [each.to[0].casefold() for each in only] == ["owner@alpha.example"]
    assert only[0].subject == "The trial of “Shop alpha” ends soon, days left: 2"
    with platform_context():
        BillingAccount.objects.update(mail_to="books@alpha.example")
    tend_subscriptions(now=NOW + DAY)
    assert [each.to[0] for each in mails(tenant)[1:]] == ["owner@alpha.example", "books@alpha.example"]


def test_a_closed_shop_is_written_nothing(tenant):
    with platform_context():
        Tenant.objects.filter(pk=tenant.id).update(state=TenantState.ARCHIVED)
    directory.forget()
    try_out(tenant, NOW)
    walk(tenant, (-4, 12), each=DAY)
    assert letters(tenant) == []
    assert mails(tenant) == []


def test_what_was_paid_for_is_held_until_then(tenant):
    subscribe(tenant, plan="starter", held_plan="professional", held_until=NOW)
    tend_subscriptions(now=NOW - HOUR)
    with platform_context():
        assert find_entitlement(tenant.id).plan == "professional"
    tend_subscriptions(now=NOW)
    with platform_context():
        assert find_entitlement(tenant.id).plan == "starter"
        row = Subscription.objects.get(pk=tenant.id)
    assert (row.held_plan, row.held_until) == ("", None)


def test_one_in_trouble_holds_nobody_up(tenant, other_tenant, monkeypatch):
    from billing.services import tend_subscriptions as module

    real = module.settle_standing

    def broken(*, subscription, **more):
        if subscription.tenant_id == min(tenant.id, other_tenant.id):
            raise RuntimeError("broken")
        return real(subscription=subscription, **more)

    monkeypatch.setattr(module, "settle_standing", broken)
    for each in (tenant, other_tenant):
        subscribe(each, remote_id=f"sub_{each.slug}", status="past_due", unpaid_since=NOW)
    tend_subscriptions(now=NOW)
    assert {standing(tenant), standing(other_tenant)} == {"active", "grace"}


def test_nothing_to_do_is_four_questions(tenant, django_assert_num_queries):
    subscribe(tenant)
    with platform_context():
        tend_subscriptions(now=NOW)
        with django_assert_num_queries(4):
            assert tend_subscriptions(now=NOW) == 0


def test_nothing_happens_where_nobody_is_charged(tenant, settings):
    settings.KAQUAN_BILLING = "off"
    subscribe(tenant, status="past_due", unpaid_since=NOW)
    assert tend_subscriptions(now=NOW + 20 * DAY) == 0
    assert standing(tenant) == "active"


def test_moments_are_told_by_the_shops_clock(tenant):
    with platform_context():
        Tenant.objects.filter(pk=tenant.id).update(time_zone="America/New_York")
    directory.forget()
    try_out(tenant, dt.datetime(2026, 6, 16, 3, tzinfo=dt.UTC))
    tend_subscriptions(now=NOW)
    assert "2026-06-15 23:00" in mails(tenant)[0].body


def test_a_plan_that_is_no_longer_offered_holds_nothing_else_up(tenant):
    subscribe(
        tenant, plan="gone", status="past_due", unpaid_since=NOW - 8 * DAY, held_plan="professional",
        held_until=NOW - DAY,
    )  # fmt: skip
    tend_subscriptions(now=NOW)
    assert standing(tenant) == "read_only"
    with platform_context():
        held = Subscription.objects.get(tenant_id=tenant.id)
        assert (held.held_plan, find_entitlement(tenant.id).plan) == ("", "professional")
