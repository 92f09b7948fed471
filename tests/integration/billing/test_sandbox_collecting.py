"""The sandbox collects: cards that are refused, tries on days 3, 5 and 7, bills that are paid by hand."""

import datetime as dt

import pytest

from billing.enums import Collection, InvoiceStatus, SandboxCard, SubscriptionStatus
from billing.errors import BillingRefused
from billing.models import SandboxEvent
from billing.providers.sandbox_bills import charge, mark_paid
from platform_core.tenancy.context import platform_context
from tests.integration.billing.sandboxing import DAY, at, bills, customer, go_to, subscribed, totals

DUE = at("2027-02-28")


@pytest.fixture(autouse=True)
def platform(db):
    with platform_context():
        yield


def refused_once():
    row = subscribed(at("2027-01-31"), who=customer(SandboxCard.LATER))
    go_to(row, DUE)
    return row


def events_of(row):
    return list(SandboxEvent.objects.filter(customer_id=row.customer_id).order_by("id").values_list("type", flat=True))


def test_a_refused_card_is_tried_on_days_three_five_and_seven():
    row = refused_once()
    assert row.status == SubscriptionStatus.PAST_DUE
    tries = []
    for day in range(9):
        go_to(row, DUE + day * DAY)
        bill = bills(row)[1]
        tries.append((bill.attempts, row.status))
    late, over = SubscriptionStatus.PAST_DUE, SubscriptionStatus.UNPAID
    assert tries == [(1, late), (1, late), (1, late), (2, late), (2, late), (3, late), (3, late), (4, over), (4, over)]
    assert (bill.status, bill.refusal, bill.next_attempt_at, bill.paid_at) == ("open", "card_declined", None, None)
    assert events_of(row).count("invoice.payment_failed") == 4


def test_a_card_that_works_again_is_charged_at_the_next_try():
    row = refused_once()
    row.customer.card = SandboxCard.GOOD
    row.customer.save()
    assert go_to(row, DUE + 4 * DAY) == 1
    bill = bills(row)[1]
    assert (row.status, bill.status, bill.paid_at) == (SubscriptionStatus.ACTIVE, "paid", DUE + 3 * DAY)
    assert (bill.refusal, bill.paid_by, bill.attempts) == ("", "card", 2)


def test_an_unpaid_subscription_makes_no_bills_until_it_is_paid():
    row = refused_once()
    go_to(row, at("2027-05-01"))
    assert (row.status, totals(row)) == (SubscriptionStatus.UNPAID, [500_000, 500_000])
    bill = bills(row)[1]
    bill.subscription = row
    mark_paid(bill, "bank_transfer", at("2027-05-01"))
    assert row.status == SubscriptionStatus.ACTIVE
    row.customer.card = SandboxCard.GOOD
    go_to(row, at("2027-05-31"))
    assert totals(row) == [500_000] * 3


def test_a_try_by_hand_leaves_the_days_as_they_were():
    row = refused_once()
    bill = bills(row)[1]
    bill.subscription, bill.customer = row, row.customer
    assert not charge(bill, DUE + DAY)
    assert (bill.attempts, bill.next_attempt_at) == (2, DUE + 3 * DAY)


def test_a_first_payment_that_is_refused_leaves_no_subscription():
    with pytest.raises(BillingRefused):
        subscribed(at("2027-01-31"), who=customer(SandboxCard.REFUSED))


def test_a_bill_by_hand_is_late_after_its_days():
    row = subscribed(at("2027-01-31"), collection=Collection.INVOICE, days_until_due=7)
    bill = bills(row)[0]
    assert (bill.status, bill.due_at, bill.attempts, row.status) == ("open", at("2027-02-07"), 0, "active")
    go_to(row, at("2027-02-07") - dt.timedelta(seconds=1))
    assert row.status == SubscriptionStatus.ACTIVE
    go_to(row, at("2027-02-07"))
    assert row.status == SubscriptionStatus.PAST_DUE
    bill = bills(row)[0]
    bill.subscription = row
    mark_paid(bill, "wechat_pay", at("2027-02-09"))
    assert (row.status, bill.status, bill.paid_by) == (SubscriptionStatus.ACTIVE, InvoiceStatus.PAID, "wechat_pay")


def test_who_owes_two_bills_goes_on_when_both_are_paid():
    row = subscribed(at("2027-01-31"), collection=Collection.INVOICE, days_until_due=7)
    go_to(row, at("2027-03-10"))
    assert (row.status, len(bills(row))) == (SubscriptionStatus.PAST_DUE, 2)
    for bill, status in zip(bills(row), (SubscriptionStatus.PAST_DUE, SubscriptionStatus.ACTIVE), strict=True):
        bill.subscription = row
        mark_paid(bill, "bank_transfer", at("2027-03-10"))
        assert row.status == status


def test_each_change_is_an_event_in_its_order():
    row = subscribed(at("2027-01-31"))
    go_to(row, DUE)
    assert events_of(row) == [
        "customer.subscription.created", "invoice.finalized", "invoice.paid", "customer.subscription.updated",
        "invoice.finalized", "invoice.paid",
    ]  # fmt: skip
