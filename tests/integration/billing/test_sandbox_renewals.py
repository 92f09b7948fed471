"""The sandbox renews by the calendar: months from an anchor, years over leap days, trials, cancellations."""

import datetime as dt

import pytest

from billing.enums import SubscriptionStatus
from billing.errors import BillingRefused
from billing.providers.sandbox_calendar import add_months
from billing.providers.sandbox_cycle import end
from platform_core.tenancy.context import platform_context
from tests.integration.billing.sandboxing import at, bills, customer, go_to, price, subscribed, totals


@pytest.fixture(autouse=True)
def platform(db):
    with platform_context():
        yield


@pytest.mark.parametrize(
    ("anchor", "months", "then"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2027-01-31", 2, "2027-03-31"),
        ("2027-01-31", 3, "2027-04-30"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2027-12-01", 1, "2028-01-01"),
        ("2027-05-30", 9, "2028-02-29"),
    ],
)
def test_months_end_on_the_day_of_the_anchor_or_the_last_there_is(anchor, months, then):
    assert add_months(at(anchor), months) == at(then)


def test_the_31st_comes_back_after_february():
    row = subscribed(at("2027-01-31"))
    go_to(row, at("2027-07-30"))
    assert [bill.period_end.date().isoformat() for bill in bills(row)] == [
        "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30", "2027-07-31",
    ]  # fmt: skip
    assert totals(row) == [500_000] * 6
    assert {bill.status for bill in bills(row)} == {"paid"}
    assert [bill.reason for bill in bills(row)] == ["subscription_create", *["subscription_cycle"] * 5]


def test_a_year_that_begins_on_a_leap_day_ends_on_the_28th_and_four_years_later_on_the_29th():
    row = subscribed(at("2028-02-29"), price("starter", "year"))
    go_to(row, at("2032-03-01"))
    assert [bill.period_end.date().isoformat() for bill in bills(row)] == [
        "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29", "2033-02-28",
    ]  # fmt: skip
    assert totals(row) == [3_000_000] * 5


def test_nothing_is_due_a_second_before_and_all_is_done_once():
    row = subscribed(at("2027-03-15"))
    assert go_to(row, at("2027-04-15") - dt.timedelta(seconds=1)) == 0
    assert go_to(row, at("2027-04-15")) == 1
    assert go_to(row, at("2027-04-15")) == 0
    assert totals(row) == [500_000, 500_000]


def test_a_trial_costs_nothing_and_the_months_count_from_its_end():
    row = subscribed(at("2027-01-17"), trial_ends_at=at("2027-01-31"))
    assert row.status == SubscriptionStatus.TRIALING
    assert (totals(row), bills(row)[0].status) == ([0], "paid")
    go_to(row, at("2027-03-31"))
    assert row.status == SubscriptionStatus.ACTIVE
    assert totals(row) == [0, 500_000, 500_000, 500_000]
    assert [bill.period_start.date().isoformat() for bill in bills(row)] == [
        "2027-01-17", "2027-01-31", "2027-02-28", "2027-03-31",
    ]  # fmt: skip


def test_a_trial_that_is_over_already_is_none():
    row = subscribed(at("2027-01-17"), trial_ends_at=at("2027-01-16"))
    assert (row.status, totals(row)) == (SubscriptionStatus.ACTIVE, [500_000])


def test_what_is_cancelled_ends_with_its_period_and_is_billed_no_more():
    row = subscribed(at("2027-01-31"))
    row.cancel_at = row.period_end
    row.save()
    go_to(row, at("2027-06-01"))
    assert (row.status, row.ended_at, totals(row)) == (SubscriptionStatus.CANCELED, at("2027-02-28"), [500_000])
    assert row.wake_at is None


def test_who_ended_may_subscribe_again_and_nobody_twice_at_once():
    who = customer()
    first = subscribed(at("2027-01-31"), who=who)
    with pytest.raises(BillingRefused) as refused:
        subscribed(at("2027-02-01"), who=who)
    assert refused.value.data == {"reason": "already_subscribed"}
    end(first, at("2027-02-02"))
    assert subscribed(at("2027-02-03"), who=who).status == SubscriptionStatus.ACTIVE


def test_numbers_of_bills_rise_for_each_customer():
    row = subscribed(at("2027-01-31"))
    go_to(row, at("2027-03-31"))
    tail = row.customer_id[-6:].upper()
    assert [bill.number for bill in bills(row)] == [f"SBX-{tail}-{number:04d}" for number in (1, 2, 3)]
