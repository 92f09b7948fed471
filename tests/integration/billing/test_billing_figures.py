"""The figures of subscriptions: stories that a hand works out, and histories at random that must add up.

The stories are told in 2020 and asked for as of then: what other tests left behind is later than that.
"""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.figures import beginning_of, find_figures, list_months, tenths
from billing.models import Subscription
from billing.monthly import monthly_value
from platform_core.tenancy.context import platform_context
from tests.integration.billing.stories import DAY, at, merchant, step, subscribe

NOW = at("2020-12-15 10:00")


@pytest.fixture(autouse=True)
def platform(tenant):
    with platform_context():
        yield


def month(figures, text):
    return next(each for each in figures.months if f"{each.first:%Y-%m}" == text)


def test_a_merchant_is_new_grows_shrinks_leaves_and_comes_back():
    shop = merchant()
    for when, amount in (
        ("2020-02-03", 300_000), ("2020-03-10", 200_000), ("2020-05-01", -200_000), ("2020-06-20", -300_000), ("2020-09-09", 500_000),
    ):  # fmt: skip
        step(shop, when, amount)
    found = find_figures(NOW)
    told = {f"{each.first:%m}": {kind: sum_ for kind, sum_ in each.moves.items() if sum_} for each in found.months}
    assert {key: value for key, value in told.items() if value} == {
        "02": {"new": 300_000}, "03": {"more": 200_000}, "05": {"less": -200_000}, "06": {"churn": -300_000}, "09": {"back": 500_000},
    }  # fmt: skip
    assert [each.closing for each in found.months] == [0, 300_000, 500_000, 500_000, 300_000, 0, 0, 0, *[500_000] * 4]
    assert [each.opening for each in found.months[1:]] == [each.closing for each in found.months[:-1]]


def test_upgrade_and_end_in_one_month_are_told_apart_and_count_as_one_lost_merchant():
    stays, goes = merchant(), merchant()
    for shop in (stays, goes):
        step(shop, "2020-03-02", 300_000)
    step(goes, "2020-04-05", 500_000)
    step(goes, "2020-04-20", -800_000)
    april = month(find_figures(NOW), "2020-04")
    assert (april.moves["more"], april.moves["churn"]) == (500_000, -800_000)
    assert (april.opening, april.closing) == (600_000, 300_000)
    kept = april.kept
    assert (kept.paying, kept.gone, kept.at_end) == (2, 1, 1)
    assert (kept.worth, kept.lost, kept.still) == (600_000, 300_000, 300_000)
    assert (tenths(kept.gone, kept.paying), tenths(kept.lost, kept.worth), tenths(kept.still, kept.worth)) == (
        500,
        500,
        500,
    )


def test_who_leaves_and_comes_back_in_one_month_is_not_lost():
    shop = merchant()
    step(shop, "2020-03-02", 300_000)
    step(shop, "2020-04-05", -300_000)
    step(shop, "2020-04-25", 800_000)
    april = month(find_figures(NOW), "2020-04")
    assert (april.moves["churn"], april.moves["back"]) == (-300_000, 800_000)
    assert (april.kept.gone, april.kept.lost, april.kept.still) == (0, 0, 800_000)
    assert tenths(april.kept.still, april.kept.worth) == 2667


def test_who_is_new_and_gone_within_a_month_is_in_no_rate():
    shop = merchant()
    step(shop, "2020-04-05", 300_000)
    step(shop, "2020-04-25", -300_000)
    april = month(find_figures(NOW), "2020-04")
    assert (april.times["new"], april.times["churn"], april.closing) == (1, 1, 0)
    assert april.kept.paying == 0
    assert tenths(april.kept.gone, april.kept.paying) is None


def test_months_are_those_of_the_platform_s_time_zone():
    before, after = merchant(), merchant()
    step(before, "2020-04-30 23:59", 100_000)
    step(after, "2020-05-01 00:00", 200_000)  # in UTC still April
    found = find_figures(NOW)
    assert month(found, "2020-04").moves["new"] == 100_000
    assert month(found, "2020-05").moves["new"] == 200_000
    assert month(found, "2020-05").kept.worth == 100_000
    assert list_months(at("2021-01-01 00:00"))[-2:] == [dt.date(2020, 12, 1), dt.date(2021, 1, 1)]
    assert list_months(at("2020-12-31 23:59"))[0] == dt.date(2020, 1, 1)


def test_a_coupon_that_ends_is_growth_and_a_year_counts_as_a_twelfth():
    yearly, couponed = merchant(), merchant()
    step(yearly, "2020-02-01", 250_000)
    step(couponed, "2020-02-01", 150_000)
    step(couponed, "2020-05-01", 150_000, what="renewed")
    before = find_figures(NOW)
    subscribe(yearly, at("2020-02-01"), interval="year", amount=3_000_000)
    subscribe(couponed, at("2020-02-01"), amount=300_000)
    found = find_figures(NOW)
    assert found.mrr - before.mrr == 250_000 + 300_000
    assert month(found, "2020-05").moves["more"] == 150_000
    assert found.off - before.off == -550_000


def test_steps_older_than_the_twelve_months_are_in_the_opening_and_who_came_back_is_not_new():
    shop = merchant()
    step(shop, "2018-02-01", 300_000)
    step(shop, "2018-06-01", -300_000)
    step(shop, "2019-03-01", 500_000)
    found = find_figures(NOW)
    assert found.months[0].opening == 500_000
    assert found.year.worth == 500_000
    assert all(not any(each.moves.values()) for each in found.months)
    earlier = find_figures(at("2019-03-20"))
    assert month(earlier, "2019-03").moves["back"] == 500_000


def test_what_happens_later_is_not_known_yet():
    shop = merchant()
    step(shop, NOW, 300_000)
    step(shop, NOW + dt.timedelta(seconds=1), 500_000)
    found = find_figures(NOW)
    assert found.months[-1].closing == 300_000
    assert found.months[-1].kept.at_end == 1


def test_trials_are_counted_by_whether_they_run_end_soon_and_were_paid_for():
    base = {"provider": "", "remote_id": "", "status": "trialing", "interval": "", "amount": 0}
    before = {each.month: each for each in find_figures(NOW).trials}
    for days, ends, extra in ((5, 9, {}), (12, 2, {}), (3, 11, {"provider": "stripe"}), (40, -26, {})):
        remote = {"remote_id": merchant().hex} if extra else {}
        subscribe(
            merchant(),
            NOW,
            **{**base, **extra, **remote, "trial_began_at": NOW - days * DAY, "trial_ends_at": NOW + ends * DAY},
        )
    paid = merchant()
    subscribe(paid, NOW, trial_began_at=NOW - 45 * DAY, trial_ends_at=NOW - 31 * DAY)
    step(paid, NOW - 31 * DAY, 300_000, what="subscribed")
    found = find_figures(NOW).trials

    def total(name):
        return sum(getattr(each, name) for each in found) - sum(getattr(each, name) for each in before.values())

    assert (total("running"), total("subscribed"), total("ending")) == (3, 1, 1)
    assert (total("measured"), total("measured_paid")) == (2, 1)
    assert (total("begun"), total("paid")) == (5, 1)


def test_the_demo_s_provider_is_income_only_where_there_is_no_other(settings):
    settings.KAQUAN_BILLING = "sandbox"
    before = find_figures(NOW)
    shop = merchant()
    subscribe(shop, NOW - DAY, provider="sandbox")
    step(shop, NOW - DAY, 300_000, what="subscribed")
    found = find_figures(NOW)
    assert (found.mrr - before.mrr, found.months[-1].closing - before.months[-1].closing) == (300_000, 300_000)
    settings.KAQUAN_BILLING = "stripe"
    real = find_figures(NOW)
    assert all(each.provider != "sandbox" for each in real.groups)
    assert real.months[-1].closing == before.months[-1].closing
    assert real.demo >= 1


@pytest.mark.parametrize("seed", range(8))
def test_movements_add_up_to_what_all_pay_now_whatever_happened(seed):
    """Histories at random: plans, coupons, years, debts, ends, new beginnings, several in one month."""
    dice, before = random.Random(seed), find_figures(NOW)
    first = beginning_of(list_months(NOW)[0]) - 200 * DAY
    worths, history = {}, []
    for _each in range(12):
        shop = merchant()
        subscription = Subscription(
            tenant_id=shop, tenant_role=f"r{shop.hex}", provider="", status="trialing", plan="starter", version=1, currency="CNY",
            standing_since=first, created_at=first, trial_began_at=first, trial_ends_at=first + 14 * DAY,
        )  # fmt: skip
        moment = first
        for _change in range(dice.randrange(0, 14)):
            moment += dt.timedelta(minutes=dice.randrange(1, 70_000))
            if moment > NOW:
                break
            worth = monthly_value(subscription)
            subscription.provider, subscription.remote_id = "stripe", f"sub_{shop.hex}"
            subscription.status = dice.choice(["active", "active", "past_due", "unpaid", "canceled", "incomplete"])
            subscription.interval = dice.choice(["month", "year"])
            subscription.amount = dice.choice([300_000, 500_000, 800_000, 3_000_001])
            subscription.discount = dice.choice([0, 0, 77_777, 9_000_000])
            if more := monthly_value(subscription) - worth:
                history.append((moment, shop, more))
        subscription.save(force_insert=True)
        worths[shop] = monthly_value(subscription)
    for moment, shop, more in history:
        step(shop, moment, more)
    found = find_figures(NOW)
    assert found.mrr - before.mrr == sum(worths.values())
    assert found.paying - before.paying == sum(1 for worth in worths.values() if worth)
    assert found.off == before.off
    for each, own in zip(found.months, before.months, strict=True):
        assert each.opening + sum(each.moves.values()) == each.closing
        ends = [beginning_of(later.first) for later in found.months if later.first > each.first] or [NOW + DAY]
        by_hand = sum(more for moment, _shop, more in history if moment < ends[0])
        assert each.closing - own.closing == by_hand
        assert each.kept.still - own.kept.still == _still(history, beginning_of(each.first), ends[0])


def _still(history, begins, ends):
    then, later = {}, {}
    for moment, shop, more in history:
        if moment < begins:
            then[shop] = then.get(shop, 0) + more
        if moment < ends:
            later[shop] = later.get(shop, 0) + more
    return sum(later[shop] for shop, worth in then.items() if worth > 0)


def test_more_merchants_take_no_more_statements():
    for number in range(30):
        shop = merchant()
        subscribe(shop, NOW - number * DAY)
        step(shop, NOW - number * DAY, 300_000)
    with CaptureQueriesContext(connection) as caught:
        find_figures(NOW)
    assert len([each for each in caught if "set_config" not in each["sql"]]) == 4
