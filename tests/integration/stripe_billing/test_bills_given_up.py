"""A bill that Stripe gave up collecting is owed all the same; one that somebody pays meanwhile is not paid again."""

import pytest

from billing.errors import BillingRefused, InvoiceStateInvalid, SubscriptionStateInvalid
from billing.providers.stripe import StripeEngine
from billing.services.retry_payment import retry_payment
from billing.services.tend_subscriptions import tend_subscriptions
from platform_core.tenancy.context import tenant_context
from tenants.console.invoice_rows import row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(merchant):
    """Its second month was not paid: the card is refused."""
    merchant.pass_days(20)
    merchant.subscribe("starter")
    merchant.settle()
    merchant.desk.card_behaves("card_declined")
    merchant.pass_days(32)
    merchant.settle()
    assert (merchant.row.status, merchant.bills[-1].status, merchant.charged()) == ("past_due", "open", 300_000)
    return merchant


def pay(merchant):
    return retry_payment(tenant=merchant.tenant, invoice_id=merchant.bills[-1].id, by="owner", now=merchant.now)


@pytest.mark.parametrize("ends", ["unpaid", "canceled"])
def test_who_was_given_up_owes_is_suspended_and_is_back_at_once_when_it_pays(refused, ends):
    refused.desk.settings.after_retries, refused.desk.settings.invoice_after_retries = ends, "uncollectible"
    refused.pass_days(20)
    refused.settle()
    assert refused.bills[-1].status == "uncollectible"
    assert refused.row.unpaid_since is not None
    tend_subscriptions(now=refused.now)
    assert refused.granted.standing == "suspended"
    with pytest.raises(SubscriptionStateInvalid):
        refused.open("starter")
    refused.desk.card_behaves("ok")
    assert pay(refused).status == "paid"
    assert refused.charged() == 600_000
    assert refused.row.unpaid_since is None
    if ends == "unpaid":
        assert (refused.row.status, refused.granted.standing) == ("active", "active")
    else:
        refused.open("starter")  # nothing is in the way any more


def test_one_that_stripe_collected_a_moment_ago_is_paid_and_not_paid_again(refused):
    refused.desk.card_behaves("ok")
    refused.pass_days(4)  # its own retry; nobody told us yet
    assert (refused.charged(), refused.bills[-1].status) == (600_000, "open")
    assert pay(refused).status == "paid"
    assert refused.charged() == 600_000
    assert (refused.row.status, refused.granted.standing) == ("active", "active")
    with pytest.raises(InvoiceStateInvalid):
        pay(refused)
    refused.settle()
    assert refused.charged() == 600_000


def test_one_that_is_paid_while_we_ask_is_paid_and_not_an_error(refused, monkeypatch):
    def overtaken(self, invoice_id, number):
        refused.desk.card_behaves("ok")
        refused.pass_days(4)
        raise BillingRefused(reason="invoice_already_paid")

    monkeypatch.setattr(StripeEngine, "retry_invoice", overtaken)
    assert pay(refused).status == "paid"
    assert (refused.charged(), refused.granted.standing) == (600_000, "active")


def test_of_a_subscription_that_is_taken_back_nothing_is_owed_any_more(refused):
    refused.desk.settings.after_retries, refused.desk.settings.invoice_after_retries = "unpaid", "uncollectible"
    refused.pass_days(20)
    refused.settle()
    assert refused.bills[-1].status == "uncollectible"
    StripeEngine().take_back(refused.row.remote_id, "twice")
    refused.settle()
    refused.reconcile()
    assert {each.status for each in refused.bills} <= {"paid", "void", "draft"}
    assert refused.row.unpaid_since is None


def give_up(merchant):
    """As staff do it in Stripe's Dashboard, or Stripe does it after its last try."""
    merchant.desk.forgive_invoice({}, merchant.bills[-1].remote_id)
    merchant.settle()
    assert merchant.bills[-1].status == "uncollectible"


def test_giving_up_forgives_nothing(refused):
    since = refused.row.unpaid_since
    give_up(refused)
    assert (refused.row.unpaid_since, refused.row.standing) == (since, "grace")
    refused.pass_days(7)
    refused.reconcile()
    assert refused.granted.standing == "read_only"
    with tenant_context(refused.tenant):
        shown = row_of(refused.bills[-1], refused.now)
    assert (shown.state, shown.tone) == ("逾期未付", "red")


def test_a_void_bill_is_forgiven(refused):
    refused.desk.void_invoice({}, refused.bills[-1].remote_id)
    refused.settle()
    refused.reconcile()
    assert (refused.row.unpaid_since, refused.granted.standing) == (None, "active")
