"""A coupon of some months: what the subscription is worth goes up when it ends, once, with a step of history."""

import pytest

pytestmark = pytest.mark.django_db


def with_coupon(merchant, days, **coupon):
    merchant.pass_days(days)
    made = merchant.desk.make_coupon({"percent_off": 20.0, **coupon})
    merchant.desk.make_code({"promotion": {"type": "coupon", "coupon": made["id"]}, "code": "SPRING"})
    merchant.subscribe("starter", coupon="SPRING")
    merchant.settle()


def worth(merchant):
    """By history and by the row, which ``state`` holds to be the same."""
    return merchant.state()["worth"]


@pytest.mark.parametrize("told", [True, False])
def test_what_it_is_worth_goes_up_with_the_first_bill_without_it(merchant, told):
    with_coupon(merchant, 20, duration="repeating", duration_in_months=2)
    assert (worth(merchant), merchant.charged()) == (240_000, 240_000)
    seen = []
    for _month in range(4):
        merchant.pass_days(31)
        merchant.settle() if told else merchant.reconcile()
        seen.append((worth(merchant), merchant.bills[-1].total))
    assert seen == [(240_000, 240_000), (300_000, 300_000), (300_000, 300_000), (300_000, 300_000)]
    assert [each.amount for each in merchant.steps if each.amount] == [240_000, 60_000]


def test_a_coupon_of_one_bill_does_not_lessen_the_worth(merchant):
    with_coupon(merchant, 20, duration="once")
    assert (worth(merchant), merchant.charged()) == (300_000, 240_000)


def test_a_coupon_that_began_with_a_trial_ends_by_its_own_months(merchant):
    with_coupon(merchant, 1, duration="repeating", duration_in_months=1)
    assert worth(merchant) == 0, "who tries pays nothing"
    merchant.pass_days(14)
    merchant.settle()
    first = (worth(merchant), merchant.bills[-1].total)
    merchant.pass_days(31)
    merchant.settle()
    assert (first, worth(merchant), merchant.bills[-1].total) == ((240_000, 240_000), 300_000, 300_000)
