"""The thresholds of X5-X10 and of false stock: exactly at each bound, just below, just above."""

import pytest

from platform_core.compliance.points import POINTS, points_of, reviewers_of
from platform_core.compliance.signals import (
    Conduct,
    Pattern,
    is_bad_lot,
    is_bad_supplier,
    is_false_lot,
    is_near_limit,
    list_conduct_reasons,
    list_order_reasons,
    list_price_reasons,
)

QUIET = Pattern(
    value=5_000,
    night=False,
    known=True,
    day_value=5_000,
    day_near=0,
    burst_cards=1,
    burst_value=5_000,
    payers=1,
    shops=1,
)
NEW = {"known": False}


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"day_value": 999_999}, []),
        ({"day_value": 1_000_000}, ["X6.sum"]),
        ({"day_value": 1_000_001}, ["X6.sum"]),
        ({"day_near": 2}, []),
        ({"day_near": 3}, ["X6.near_limit"]),
        ({"day_value": 1_000_000, "day_near": 3}, ["X6.sum", "X6.near_limit"]),
        ({**NEW, "burst_cards": 20}, []),
        ({**NEW, "burst_cards": 21}, ["X7.burst"]),
        ({"burst_cards": 21}, []),
        ({**NEW, "burst_value": 500_000}, []),
        ({**NEW, "burst_value": 500_001}, ["X7.burst"]),
        ({"burst_value": 500_001}, []),
        ({**NEW, "value": 200_000}, []),
        ({**NEW, "value": 199_999, "night": True}, []),
        ({**NEW, "value": 200_000, "night": True}, ["X7.large_first"]),
        ({"value": 200_000, "night": True}, []),
        ({"payers": 4}, []),
        ({"payers": 5}, ["X8.many_payers"]),
        ({"shops": 4}, []),
        ({"shops": 5}, ["X8.many_shops"]),
    ],
)
def test_reasons_of_an_order_begin_exactly_at_their_bounds(change, codes):
    assert list_order_reasons(QUIET._replace(**change)) == codes


@pytest.mark.parametrize(
    ("value", "near"), [(899_999, False), (900_000, True), (999_999, True), (1_000_000, False), (0, False)]
)
def test_an_order_is_near_the_limit_from_nine_to_below_ten_thousand_yuan(value, near):
    assert is_near_limit(value) is near


@pytest.mark.parametrize(
    ("price", "found"), [(8_500, []), (8_499, ["X5.below_face"]), (0, ["X5.below_face"]), (10_000, [])]
)
def test_a_price_is_far_below_face_when_under_85_percent_of_it(price, found):
    assert list_price_reasons(price, 10_000, [], 0) == found


def test_85_percent_is_exact_when_face_values_do_not_divide():
    assert list_price_reasons(2_833, 3_333, [], 0) == ["X5.below_face"]  # 84.998 %
    assert list_price_reasons(2_834, 3_333, [], 0) == []  # 85.03 %


MARKET = [9_700 + 5 * (number % 41) for number in range(100)]


@pytest.mark.parametrize(
    ("shops", "peers", "price", "found"),
    [
        (5, MARKET, 8_600, ["X5.below_peers"]),
        (4, MARKET, 8_600, []),
        (5, MARKET[:99], 8_600, []),
        (5, MARKET, 9_690, []),  # below the first percentile, and still like the others
        (5, MARKET, 9_800, []),
        (5, [9_500] * 100, 9_400, ["X5.below_peers"]),
        (5, [9_500] * 100, 9_500, []),
    ],
)
def test_a_price_is_compared_with_others_when_there_are_enough_of_them(shops, peers, price, found):
    assert list_price_reasons(price, 10_000, peers, shops) == found


@pytest.mark.parametrize(
    ("bad", "sold", "held"), [(4, 5, False), (5, 250, False), (5, 249, True), (20, 1_000, False), (21, 1_000, True)]
)
def test_a_batch_is_bad_above_two_percent_and_five_codes(bad, sold, held):
    assert is_bad_lot(bad, sold) is held


@pytest.mark.parametrize(("bad", "sold", "held"), [(9, 10, False), (10, 500, False), (10, 499, True)])
def test_a_supplier_is_bad_above_two_percent_and_ten_codes(bad, sold, held):
    assert is_bad_supplier(bad, sold) is held


@pytest.mark.parametrize(("bad", "sold", "false"), [(5, 10, True), (5, 11, False), (4, 4, False)])
def test_stock_is_false_when_every_second_code_is_bad(bad, sold, false):
    assert is_false_lot(bad, sold) is false


HONEST = Conduct(
    paid=100, undelivered=0, by_hand=0, waiting=0, reserved=300, released=100, disputes=0, outside_refunds=0
)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"undelivered": 5}, []),
        ({"undelivered": 6}, ["S1.undelivered"]),
        ({"undelivered": 4, "paid": 4}, []),
        ({"undelivered": 5, "paid": 5}, ["S1.undelivered"]),
        ({"by_hand": 6}, ["S1.by_hand"]),
        ({"waiting": 6}, ["S1.waiting"]),
        ({"reserved": 199, "released": 199}, []),
        ({"reserved": 200, "released": 200}, ["S1.never_sold"]),
        ({"reserved": 1_000, "released": 950}, ["S1.never_sold"]),
        ({"reserved": 1_000, "released": 949}, []),
        ({"disputes": 4}, []),
        ({"disputes": 5}, ["X10.disputes"]),
        ({"disputes": 5, "paid": 500}, ["X10.disputes"]),
        ({"disputes": 5, "paid": 501}, []),
        ({"outside_refunds": 10}, ["X10.outside_refunds"]),
        ({"outside_refunds": 9}, []),
        ({"outside_refunds": 4, "paid": 4}, []),
    ],
)
def test_reasons_of_a_shops_week_begin_exactly_at_their_bounds(change, codes):
    assert list_conduct_reasons(HONEST._replace(**change)) == codes


def test_points_add_up_to_a_hundred_at_most_and_say_how_many_people_look():
    assert points_of(["X6.sum"]) == POINTS["X6.sum"]
    assert points_of(list(POINTS)) == 100
    assert points_of(["no such reason"]) == 0
    assert [reviewers_of(score) for score in (0, 29, 30, 59, 60, 100)] == [0, 0, 1, 1, 2, 2]


def test_every_reason_of_the_rules_has_points():
    loud = Pattern(500_001, True, False, 1_000_000, 3, 21, 500_001, 5, 5)
    awful = Conduct(100, 100, 100, 100, 200, 200, 100, 100)
    codes = [*list_order_reasons(loud), *list_conduct_reasons(awful), *list_price_reasons(1, 10_000, MARKET, 5)]
    assert len(codes) == 6 + 6 + 2
    assert {*codes, "X9.lot", "X9.supplier", "S1.bad_lot"} <= set(POINTS)
