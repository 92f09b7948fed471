"""A merchant subscribes, pays, changes, leaves and comes back; Stripe collects."""

import datetime as dt

import pytest

from billing.errors import BillingRefused, CouponInvalid, PlanNotForSale, SubscriptionStateInvalid
from billing.services.cancel_subscription import cancel_subscription
from platform_core.entitlements.enums import Standing
from tests.integration.stripe_billing.subscriber import OWNER

pytestmark = pytest.mark.django_db


def test_who_subscribes_in_its_trial_pays_when_that_is_over(merchant):
    ends = merchant.row.trial_ends_at
    merchant.subscribe("starter")
    merchant.settle()
    row = merchant.row
    assert (row.provider, row.status, row.plan, row.interval) == ("stripe", "trialing", "starter", "month")
    assert row.trial_ends_at == ends.replace(microsecond=0)
    assert merchant.granted.plan == "starter"
    assert merchant.charged() == 0

    merchant.pass_days(15)
    merchant.settle()
    row = merchant.row
    assert (row.status, row.standing, row.unpaid_since) == ("active", "active", None)
    assert merchant.charged() == 300_000
    paid = merchant.bills[-1]
    assert (paid.status, paid.total, paid.amount_paid, paid.paid_by) == ("paid", 300_000, 300_000, "card")
    assert merchant.state()["worth"] == 300_000
    assert [each.what for each in merchant.steps][:3] == ["trial_began", "subscribed", "status"]


def test_who_has_no_trial_any_more_pays_at_once(merchant):
    merchant.pass_days(20)
    merchant.subscribe("professional", "year")
    merchant.settle()
    assert (merchant.row.status, merchant.row.interval, merchant.charged()) == ("active", "year", 5_000_000)
    assert merchant.granted.standing == Standing.ACTIVE
    assert merchant.state()["worth"] == 5_000_000 // 12


def test_what_is_left_of_a_trial_that_ends_soon_is_rounded_up(merchant):
    merchant.pass_days(13)
    merchant.subscribe("starter")
    merchant.settle()
    left = merchant.row.trial_ends_at - merchant.now
    assert dt.timedelta(hours=48) <= left <= dt.timedelta(hours=50)
    assert merchant.charged() == 0


def test_the_same_wish_leads_to_the_same_page_and_another_closes_it(merchant):
    first = merchant.open("starter")
    assert merchant.open("starter") == first
    second = merchant.open("enterprise")
    assert second != first
    assert merchant.desk.finish_session(first.rsplit("/", 1)[-1]) != ""
    third = merchant.open("starter")
    assert third not in {first, second}
    assert merchant.desk.finish_session(third.rsplit("/", 1)[-1]) == ""
    merchant.settle()
    assert merchant.row.plan == "starter"
    with pytest.raises(SubscriptionStateInvalid):
        merchant.open("starter")


def test_who_subscribed_a_moment_ago_in_another_tab_is_not_sent_to_pay_again(merchant):
    merchant.subscribe("starter")
    with pytest.raises(SubscriptionStateInvalid):  # no event has come yet
        merchant.open("professional")
    assert merchant.row.plan == "starter"


def test_a_second_subscription_beside_a_running_one_is_ended_and_its_money_goes_back(merchant):
    merchant.pass_days(20)
    one = merchant.open("starter").rsplit("/", 1)[-1]
    merchant.desk.settings.methods = ("card", "alipay")
    merchant.desk.get(one, "checkout.session")["status"] = "complete"  # so that the second wish cannot close it
    two = merchant.open("professional").rsplit("/", 1)[-1]
    merchant.desk.get(one, "checkout.session")["status"] = "open"
    assert merchant.desk.finish_session(one) == ""
    merchant.pass_days(0.01)
    assert merchant.desk.finish_session(two) == ""
    assert merchant.charged() == 800_000
    merchant.settle()
    assert (merchant.row.plan, merchant.row.status) == ("starter", "active")
    assert merchant.charged() == 300_000
    assert [each["status"] for each in merchant.desk.all("subscription")].count("active") == 1
    assert [each.because for each in merchant.steps if each.what == "duplicate"] == ["returned 500000"]
    merchant.reconcile()
    assert [each.what for each in merchant.steps].count("duplicate") == 1


def test_a_coupon_takes_off_what_it_says_and_one_that_is_none_is_refused(merchant):
    merchant.pass_days(20)
    coupon = merchant.desk.make_coupon({"percent_off": 20.0, "duration": "forever"})
    merchant.desk.make_code({"promotion": {"type": "coupon", "coupon": coupon["id"]}, "code": "SPRING"})
    with pytest.raises(CouponInvalid):
        merchant.open("starter", coupon="AUTUMN")
    merchant.subscribe("starter", coupon="SPRING")
    merchant.settle()
    row = merchant.row
    assert (row.amount, row.discount, row.coupon) == (300_000, 60_000, "SPRING")
    assert merchant.charged() == 240_000 == merchant.state()["worth"]


def test_what_is_not_for_sale_cannot_be_subscribed_to(merchant):
    with pytest.raises(PlanNotForSale):
        merchant.open("default")
    with pytest.raises(PlanNotForSale):
        merchant.open("starter", "week")


def test_who_pays_by_bill_is_subscribed_at_once_and_owes_after_seven_days(merchant):
    merchant.pass_days(20)
    page = merchant.open("professional", collection="invoice")
    assert page == merchant.bills[-1].hosted_url != ""
    row = merchant.row
    assert (row.status, row.collection, row.unpaid_since) == ("active", "invoice", None)
    assert merchant.bills[-1].due_at == merchant.now + dt.timedelta(days=7)
    merchant.settle()
    assert merchant.row.standing == "active"
    merchant.pass_days(8)
    merchant.settle()
    row = merchant.row
    assert (row.status, row.standing) == ("past_due", "grace")
    assert row.unpaid_since == merchant.bills[-1].due_at
    merchant.desk.pay_invoice({"paid_out_of_band": True}, merchant.bills[-1].remote_id)
    merchant.settle()
    assert (merchant.row.status, merchant.row.standing, merchant.row.unpaid_since) == ("active", "active", None)
    assert merchant.charged() == 0


def test_a_payment_that_fails_leads_down_the_stairs_and_paying_up_again_at_once(merchant):
    merchant.pass_days(20)
    merchant.subscribe("starter")
    merchant.settle()
    merchant.desk.card_behaves("card_declined")
    merchant.pass_days(32)
    merchant.settle()
    row = merchant.row
    assert (row.status, row.standing) == ("past_due", "grace")
    assert row.unpaid_since == merchant.bills[-1].issued_at
    assert merchant.bills[-1].refusal
    merchant.pass_days(7)
    merchant.settle()
    merchant.reconcile()
    assert merchant.granted.standing == Standing.READ_ONLY
    merchant.desk.card_behaves("ok")
    from billing.services.retry_payment import retry_payment

    bill = retry_payment(tenant=merchant.tenant, invoice_id=merchant.bills[-1].id, by="owner", now=merchant.now)
    assert bill.status == "paid"
    assert merchant.granted.standing == Standing.ACTIVE
    assert merchant.charged() == 600_000


def test_trying_again_with_the_same_bad_card_says_why_and_charges_nothing(merchant):
    from billing.services.retry_payment import retry_payment

    merchant.pass_days(20)
    merchant.subscribe("starter")
    merchant.settle()
    merchant.desk.card_behaves("insufficient_funds")
    merchant.pass_days(32)
    merchant.settle()
    tried = merchant.bills[-1].attempts
    with pytest.raises(BillingRefused) as refused:
        retry_payment(tenant=merchant.tenant, invoice_id=merchant.bills[-1].id, by="owner", now=merchant.now)
    assert refused.value.data["reason"] == "card_declined"
    assert merchant.bills[-1].attempts == tried  # it counts what Stripe tries by itself
    assert (merchant.row.status, merchant.charged()) == ("past_due", 300_000)


def test_who_left_without_paying_its_bill_pays_before_it_subscribes_again(merchant):
    merchant.pass_days(15)
    merchant.open("starter", collection="invoice")
    merchant.settle()
    cancel_subscription(tenant=merchant.tenant, reason="", by=OWNER, now=merchant.now)
    merchant.pass_days(32)
    merchant.settle()
    assert (merchant.row.status, merchant.charged()) == ("canceled", 0)
    for collection in ("invoice", "automatic"):
        with pytest.raises(SubscriptionStateInvalid) as refused:
            merchant.open("starter", collection=collection)
        assert refused.value.data == {"state": "past_due"}
    assert len(merchant.bills) == 1

    [owed] = merchant.bills
    merchant.desk.pay_on_page(merchant.desk.objects[owed.remote_id], merchant.desk.new_method("card", "ok"))
    merchant.open("starter", collection="invoice")  # though its event has not come
    merchant.settle()
    assert (merchant.row.status, merchant.row.standing, merchant.charged()) == ("active", "active", 300_000)
