"""What a change of price costs in the sandbox, against figures that were worked out by hand."""

import pytest

from billing.enums import Collection, SubscriptionStatus
from billing.errors import BillingRefused
from billing.providers.sandbox_changes import preview
from billing.providers.sandbox_cycle import change
from platform_core.tenancy.context import platform_context
from tests.integration.billing.sandboxing import at, bills, customer, go_to, price, subscribed, totals


@pytest.fixture(autouse=True)
def platform(db):
    with platform_context():
        yield


def test_a_third_of_a_month_is_billed_at_both_prices():
    # April has 30 days; on the 21st a third of the month is left: 5,000 back a third, 8,000 asked a third.
    row = subscribed(at("2027-04-01"))
    seen = preview(row, price("enterprise"), at("2027-04-21"), prorate=True)
    assert [line.amount for line in seen.lines] == [-166_667, 266_667]  # to the nearest 分
    assert (seen.due_now, seen.next_amount, seen.next_at) == (100_000, 800_000, at("2027-05-01"))
    change(row, price("enterprise"), at("2027-04-21"), prorate=True)
    assert totals(row) == [500_000, 100_000]
    made = bills(row)[1]
    assert (made.reason, made.status, made.amount_paid) == ("subscription_update", "paid", 100_000)
    assert [line["amount"] for line in made.lines] == [-166_667, 266_667]
    go_to(row, at("2027-05-01"))
    assert totals(row) == [500_000, 100_000, 800_000]


def test_seconds_count():
    # Five seconds of 30 days (2,592,000 s) are worth 0.96 分 at the one price and 1.54 at the other; two 0.39 and 0.62.
    row = subscribed(at("2027-04-01"))
    seen = preview(row, price("enterprise"), at("2027-05-01T11:59:55"), prorate=True)
    assert [line.amount for line in seen.lines] == [-1, 2]
    seen = preview(row, price("enterprise"), at("2027-05-01T11:59:58"), prorate=True)
    assert [line.amount for line in seen.lines] == [0, 1]
    first = preview(row, price("enterprise"), at("2027-04-01"), prorate=True)
    assert [line.amount for line in first.lines] == [-500_000, 800_000]


def test_a_preview_changes_nothing_and_the_change_costs_just_that():
    row = subscribed(at("2027-01-31"))
    moment = at("2027-02-11T03:14:15")
    seen = preview(row, price("enterprise"), moment, prorate=True)
    row.refresh_from_db()
    assert (row.price, totals(row)) == (price(), [500_000])
    change(row, price("enterprise"), moment, prorate=True)
    assert bills(row)[1].amount_due == seen.due_now


def test_what_is_given_back_beyond_the_new_price_comes_off_the_next_bills():
    # Half of the 30 days left: 5,000 back 2,500; 3,000 asked 1,500: 1,000 of credit, and the next bill of 3,000 asks for 2,000.
    row = subscribed(at("2027-04-01"))
    seen = preview(row, price("starter"), at("2027-04-16"), prorate=True)
    assert (seen.due_now, seen.next_amount) == (-100_000, 200_000)
    change(row, price("starter"), at("2027-04-16"), prorate=True)
    made = bills(row)[1]
    assert (made.total, made.amount_due, made.status) == (-100_000, 0, "paid")
    go_to(row, at("2027-05-01"))
    last = bills(row)[2]
    assert (last.total, last.amount_due, last.amount_paid) == (300_000, 200_000, 200_000)
    row.customer.refresh_from_db()
    assert row.customer.credit == 0


def test_without_proration_nothing_is_billed_and_the_next_bill_has_the_new_price():
    row = subscribed(at("2027-04-01"))
    change(row, price("starter"), at("2027-04-16"), prorate=False)
    assert totals(row) == [500_000]
    go_to(row, at("2027-05-01"))
    assert totals(row) == [500_000, 300_000]


def test_who_goes_down_and_up_again_in_one_period_pays_nothing_twice():
    row = subscribed(at("2027-04-01"))
    change(row, price("starter"), at("2027-04-10"), prorate=False)
    change(row, price(), at("2027-04-21"), prorate=True)
    # It had paid for the larger one: what comes back of that is what is asked for.
    assert totals(row) == [500_000, 0]


def test_from_a_month_to_a_year_begins_a_year_at_once():
    row = subscribed(at("2027-04-01"))
    seen = preview(row, price("professional", "year"), at("2027-04-16"), prorate=True)
    assert [line.amount for line in seen.lines] == [-250_000, 5_000_000]
    assert (seen.due_now, seen.next_at) == (4_750_000, at("2028-04-16"))
    change(row, price("professional", "year"), at("2027-04-16"), prorate=True)
    assert (row.period_start, row.period_end) == (at("2027-04-16"), at("2028-04-16"))
    go_to(row, at("2028-04-16"))
    assert totals(row) == [500_000, 4_750_000, 5_000_000]


def test_from_a_year_to_a_month_without_proration_waits_for_the_end_of_the_year():
    row = subscribed(at("2027-01-31"), price("professional", "year"))
    change(row, price("starter"), at("2027-06-01"), prorate=False)
    go_to(row, at("2028-03-31"))
    assert totals(row) == [5_000_000, 300_000, 300_000, 300_000]
    assert [bill.period_start.date().isoformat() for bill in bills(row)[1:]] == [
        "2028-01-31",
        "2028-02-29",
        "2028-03-31",
    ]


def test_in_a_trial_a_change_costs_nothing():
    row = subscribed(at("2027-01-17"), trial_ends_at=at("2027-01-31"))
    seen = preview(row, price("enterprise", "year"), at("2027-01-20"), prorate=True)
    assert (seen.lines, seen.due_now, seen.next_amount, seen.next_at) == ((), 0, 8_000_000, at("2027-01-31"))
    change(row, price("enterprise", "year"), at("2027-01-20"), prorate=True)
    go_to(row, at("2027-01-31"))
    assert totals(row) == [0, 8_000_000]
    assert row.period_end == at("2028-01-31")


def test_half_off_is_half_off_a_change_too():
    # 2,500 paid for April; on the 16th half of it comes back, and half of half of 8,000 is asked.
    row = subscribed(at("2027-04-01"), coupon="WELCOME50")
    assert totals(row) == [250_000]
    seen = preview(row, price("enterprise"), at("2027-04-16"), prorate=True)
    assert [line.amount for line in seen.lines] == [-125_000, 200_000]
    assert seen.next_amount == 400_000


def test_half_off_lasts_three_months_and_ends():
    row = subscribed(at("2027-01-31"), coupon="welcome50")
    go_to(row, at("2027-05-31"))
    assert totals(row) == [250_000, 250_000, 250_000, 500_000, 500_000]
    assert [line["amount"] for line in bills(row)[0].lines] == [500_000, -250_000]
    assert row.coupon == ""


def test_an_amount_comes_off_the_first_bill_that_asks_for_something():
    row = subscribed(at("2027-01-17"), price("starter", "year"), trial_ends_at=at("2027-01-31"), coupon="SAVE1000")
    assert row.coupon == "SAVE1000"
    go_to(row, at("2028-01-31"))
    assert totals(row) == [0, 2_900_000, 3_000_000]


@pytest.mark.parametrize(("code", "interval"), [("NOPE", "month"), ("WELCOME50", "year")])
def test_a_coupon_that_is_none_or_not_for_the_price_is_refused(code, interval):
    with pytest.raises(BillingRefused) as refused:
        subscribed(at("2027-01-31"), price("starter", interval), coupon=code)
    assert refused.value.data == {"reason": "coupon_invalid"}


def test_a_difference_that_the_card_refuses_is_no_change():
    row = subscribed(at("2027-04-01"), who=customer("later"))
    with pytest.raises(BillingRefused) as refused:
        change(row, price("enterprise"), at("2027-04-16"), prorate=True)
    assert refused.value.data == {"reason": "card_declined"}


def test_nobody_is_given_back_what_it_has_not_paid():
    row = subscribed(at("2027-04-01"), collection=Collection.INVOICE, days_until_due=7)
    with pytest.raises(BillingRefused) as refused:
        change(row, price("enterprise"), at("2027-04-03"), prorate=True)
    assert refused.value.data == {"reason": "bill_open"}
    assert row.status == SubscriptionStatus.ACTIVE


def test_a_moment_outside_of_the_period_is_refused():
    row = subscribed(at("2027-04-01"))
    for moment in (at("2027-03-31"), at("2027-05-02")):
        with pytest.raises(BillingRefused):
            preview(row, price("enterprise"), moment, prorate=True)
