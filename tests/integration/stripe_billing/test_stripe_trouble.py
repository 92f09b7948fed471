"""Stripe answers with errors, too late, or not at all, at every call: nobody is subscribed, billed or charged twice."""

import pytest

from billing.errors import BillingUnavailable
from billing.services.cancel_subscription import cancel_subscription
from billing.services.open_portal import open_portal
from billing.services.retry_payment import retry_payment

pytestmark = pytest.mark.django_db
TROUBLES = ["500", "dropped", "lost", "garbled"]


class NthCall:
    """Goes wrong at the n-th call from now on, once."""

    def __init__(self, desk, number, how):
        self.desk, self.left, self.how, self.struck = desk, number, how, False
        self.before = desk.take_trouble

    def __call__(self, path):
        if self.left == 0 and not self.struck:
            self.struck = True
            return self.how
        self.left -= 1
        return self.before(path)


def until_it_works(merchant, monkeypatch, how, act):
    """Do something again and again, each time with trouble at a later call, until there is no such call. Returns what it came to."""
    struck = 0
    for number in range(40):
        trouble = NthCall(merchant.desk, number, how)
        monkeypatch.setattr(merchant.desk, "take_trouble", trouble)
        try:
            found = act()
        except BillingUnavailable:
            struck += 1
            continue
        finally:
            monkeypatch.setattr(merchant.desk, "take_trouble", trouble.before)
        if not trouble.struck:
            assert struck
            return found
    raise AssertionError("it never worked")


@pytest.mark.parametrize("how", TROUBLES)
def test_a_page_of_checkout_is_opened_once(merchant, monkeypatch, how):
    url = until_it_works(merchant, monkeypatch, how, lambda: merchant.open("starter"))
    sessions = merchant.desk.all("checkout.session")
    assert [each["url"] for each in sessions if each["status"] == "open"] == [url]
    assert len(merchant.desk.all("customer")) == 1
    assert len(merchant.desk.all("product")) == 3
    assert len(merchant.desk.all("price")) == 6
    assert len(merchant.desk.all("billing.meter")) == 3


@pytest.mark.parametrize("how", TROUBLES)
def test_who_pays_by_bill_is_subscribed_once(merchant, monkeypatch, how):
    from billing.errors import SubscriptionStateInvalid

    merchant.pass_days(20)

    def act():
        try:
            return merchant.open("starter", collection="invoice")
        except SubscriptionStateInvalid:
            return "there already"

    until_it_works(merchant, monkeypatch, how, act)
    assert len(merchant.desk.all("subscription")) == 1
    assert len([each for each in merchant.desk.all("invoice") if each["status"] == "open"]) == 1
    merchant.settle()
    merchant.reconcile()
    assert (merchant.row.status, len(merchant.bills)) == ("active", 1)


@pytest.mark.parametrize("how", TROUBLES)
def test_an_upgrade_is_charged_once(merchant, monkeypatch, how):
    from billing.errors import PlanNotForSale

    merchant.pass_days(20)
    merchant.subscribe("starter")
    merchant.settle()
    merchant.pass_days(10)
    shown, before = merchant.preview("professional"), merchant.charged()

    def act():
        try:
            return merchant.change("professional", at=shown.at)
        except PlanNotForSale:
            return "has it already"

    until_it_works(merchant, monkeypatch, how, act)
    assert merchant.charged() - before == shown.due_now
    merchant.settle()
    merchant.reconcile()
    assert (merchant.row.plan, merchant.granted.plan) == ("professional", "professional")
    assert len(merchant.bills) == 2


@pytest.mark.parametrize("how", TROUBLES)
def test_a_bill_is_collected_once(merchant, monkeypatch, how):
    from billing.errors import InvoiceStateInvalid

    merchant.pass_days(20)
    merchant.subscribe("starter")
    merchant.settle()
    merchant.desk.card_behaves("card_declined")
    merchant.pass_days(32)
    merchant.settle()
    merchant.desk.card_behaves("ok")
    bill = merchant.bills[-1]

    def act():
        try:
            return retry_payment(tenant=merchant.tenant, invoice_id=bill.id, by="owner", now=merchant.now)
        except InvoiceStateInvalid:
            return "paid already"

    until_it_works(merchant, monkeypatch, how, act)
    assert merchant.charged() == 600_000
    merchant.settle()
    assert (merchant.row.status, merchant.row.standing) == ("active", "active")


@pytest.mark.parametrize("how", TROUBLES)
def test_ending_it_and_the_portal_come_through(merchant, monkeypatch, how):
    merchant.subscribe("starter")
    merchant.settle()

    def end():
        return cancel_subscription(tenant=merchant.tenant, reason="太贵", by="owner", now=merchant.now)

    assert until_it_works(merchant, monkeypatch, how, end).cancel_at is not None

    def portal():
        return open_portal(tenant=merchant.tenant, back_url="https://alpha.example/back", now=merchant.now)

    assert until_it_works(merchant, monkeypatch, how, portal).startswith(merchant.desk.url)
    assert len(merchant.desk.all("billing_portal.configuration")) == 1
    features = merchant.desk.all("billing_portal.configuration")[0]["features"]
    assert not features["subscription_cancel"]["enabled"]
    assert not features["subscription_update"]["enabled"]


@pytest.mark.parametrize("how", TROUBLES)
def test_a_comparison_that_is_broken_off_says_so_and_the_next_one_mends(merchant, monkeypatch, how):
    merchant.subscribe("starter")
    merchant.desk.take()  # nothing of it ever came

    def act():
        check = merchant.reconcile()
        if check.outcome != "done" or check.figures["failed"]:
            raise BillingUnavailable(reason="")
        return check

    until_it_works(merchant, monkeypatch, how, act)
    assert (merchant.row.status, merchant.row.plan) == ("trialing", "starter")
    assert [each.what for each in merchant.steps].count("subscribed") == 1
    assert merchant.state()["worth"] == 0


def test_a_key_that_stripe_does_not_take_is_the_operators_trouble_not_the_merchants(merchant, settings):
    settings.KAQUAN_STRIPE_KEY = "sk_test_nosuchkey0000001"
    with pytest.raises(BillingUnavailable) as down:
        merchant.open("starter")
    assert down.value.data["reason"] == "api_key_invalid"
