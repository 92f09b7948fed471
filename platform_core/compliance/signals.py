"""Thresholds of the checks X5-X10 across shops and of false stock, as pure functions of what was counted: no table, no clock.

Amounts are CNY in minor units: the law counts in yuan, so what is sold in another currency is counted in no sum of money.
Every function answers reason codes of ``points.py``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

CURRENCY: Final = "CNY"
KEPT: Final = dt.timedelta(
    days=30
)  # rows with prints of persons are deleted after this (PIPL 19: no longer than needed)
# PI-07, PIPL 13(3): the basis on which equal persons are looked for in several shops, and nothing else is done with the prints.
BASIS: Final = "反电信网络诈骗法第二十五条、反洗钱法第四十条；《个人信息保护法》第十三条第一款第三项"

# X5 (compliance.md; 洗钱解释 2024, 帮信解释 11(3): an abnormal price is a red flag)
BELOW_FACE: Final = 8_500  # of 10,000 parts of the face value
LEAST_SHOPS, LEAST_PRICES = 5, 100  # fewer are no market to compare with: parameters of ours
PEERS_FOR: Final = dt.timedelta(days=7)
# Modified z-score of Iglewicz and Hoaglin (1993): 0.6745 * (x - median) / MAD, outlier beyond 3.5; here as whole numbers.
Z_PART, Z_WHOLE = 6_745, 35_000

# X6, CARD-03 (国办发〔2011〕25号; split rule: 2011 draft [to confirm])
SUM_IN_A_DAY: Final = 1_000_000
NEAR_LIMIT: Final = 900_000
NEAR_ORDERS: Final = 3
DAY: Final = dt.timedelta(hours=24)

# X7 (compliance.md)
BURST: Final = dt.timedelta(minutes=10)
BURST_CARDS, BURST_VALUE = 20, 500_000  # more than
LARGE_FIRST: Final = 200_000  # a first order from here on is large, between 00 and 06 h: parameter of ours

# X8: parameters of ours
WEEK: Final = dt.timedelta(days=7)
MANY_PAYERS, MANY_SHOPS = 5, 5

# X9 (compliance.md: > 2 %); the least counts are ours
BAD_PARTS: Final = 200  # of 10,000; more than
LEAST_BAD_OF_LOT, LEAST_BAD_OF_SUPPLIER = 5, 10

# X10, in a week: parameters of ours; 1 % is the dispute rate of the lifecycle's table
LEAST_DISPUTES, DISPUTE_PARTS = 5, 100
LEAST_OUTSIDE, OUTSIDE_PARTS = 5, 1_000

# False stock: parameters of ours
LEAST_UNDELIVERED, UNDELIVERED_PARTS = 5, 500
LEAST_RELEASED, RELEASED_PARTS = 200, 9_500


class Pattern(NamedTuple):
    """What stands around a paid order: of the same contact or payer, up to and with it. Money in CNY alone.

    ``known``: had bought before the last ten minutes, in any shop. ``payers``: of its contact within a week; ``shops``: of its payer.
    """

    value: int
    night: bool
    known: bool
    day_value: int
    day_near: int
    burst_cards: int
    burst_value: int
    payers: int
    shops: int


class Conduct(NamedTuple):
    """The counts of ``ShopConduct``."""

    paid: int
    undelivered: int
    by_hand: int
    waiting: int
    reserved: int
    released: int
    disputes: int
    outside_refunds: int


def list_order_reasons(seen: Pattern) -> list[str]:
    """X6, X7 and X8 of a paid order."""
    found = []
    if seen.day_value >= SUM_IN_A_DAY:
        found.append("X6.sum")
    if seen.day_near >= NEAR_ORDERS:
        found.append("X6.near_limit")
    if not seen.known and (seen.burst_cards > BURST_CARDS or seen.burst_value > BURST_VALUE):
        found.append("X7.burst")
    if not seen.known and seen.night and seen.value >= LARGE_FIRST:
        found.append("X7.large_first")  # the hour alone says nothing, nor does a large order by day
    if seen.payers >= MANY_PAYERS:
        found.append("X8.many_payers")
    if seen.shops >= MANY_SHOPS:
        found.append("X8.many_shops")
    return found


def is_near_limit(value: int) -> bool:
    """Just below the sum from which a purchaser is registered."""
    return NEAR_LIMIT <= value < SUM_IN_A_DAY


def parts_of_face(price: int, face: int) -> int:
    """A price in 10,000 parts of the face value, rounded down."""
    return price * 10_000 // face


def list_price_reasons(price: int, face: int, peers: Sequence[int], shops: int) -> list[str]:
    """X5 of a price on sale.

    Args:
        peers: other prices of its category on sale within a week, in parts of their face values; of ``shops`` shops.
    """
    found = ["X5.below_face"] if price * 10_000 < BELOW_FACE * face else []
    if shops >= LEAST_SHOPS and len(peers) >= LEAST_PRICES and _is_outlier(parts_of_face(price, face), sorted(peers)):
        found.append("X5.below_peers")
    return found


def _is_outlier(parts: int, peers: Sequence[int]) -> bool:
    """Below the first percentile, and so far from the median that it does not belong to the others."""
    first = peers[(len(peers) - 1) // 100]
    median = peers[len(peers) // 2]
    spread = sorted(abs(each - median) for each in peers)[len(peers) // 2]
    return parts < first and Z_PART * (median - parts) > Z_WHOLE * max(spread, 1)


def is_bad_lot(bad: int, sold: int) -> bool:
    """X9 of a batch: more than 2 % of what was sold, and at least five."""
    return bad >= LEAST_BAD_OF_LOT and bad * 10_000 > BAD_PARTS * sold


def is_bad_supplier(bad: int, sold: int) -> bool:
    """X9 of a supplier in all shops together."""
    return bad >= LEAST_BAD_OF_SUPPLIER and bad * 10_000 > BAD_PARTS * sold


def is_false_lot(bad: int, sold: int) -> bool:
    """False stock: at least every second code of a batch was none."""
    return bad >= LEAST_BAD_OF_LOT and bad * 2 >= sold


def list_conduct_reasons(seen: Conduct) -> list[str]:
    """False stock, and X10 as far as it is a shop's: how it delivers, what is charged back, what goes back outside."""
    found = []
    for code, count in (
        ("S1.undelivered", seen.undelivered),
        ("S1.by_hand", seen.by_hand),
        ("S1.waiting", seen.waiting),
    ):
        if count >= LEAST_UNDELIVERED and count * 10_000 > UNDELIVERED_PARTS * seen.paid:
            found.append(code)
    if seen.released >= LEAST_RELEASED and seen.released * 10_000 >= RELEASED_PARTS * seen.reserved:
        found.append("S1.never_sold")
    if seen.disputes >= LEAST_DISPUTES and seen.disputes * 10_000 >= DISPUTE_PARTS * seen.paid:
        found.append("X10.disputes")
    if seen.outside_refunds >= LEAST_OUTSIDE and seen.outside_refunds * 10_000 >= OUTSIDE_PARTS * seen.paid:
        found.append("X10.outside_refunds")
    return found
