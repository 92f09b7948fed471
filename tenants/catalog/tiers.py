"""Quantity prices (阶梯价, 批发价): from so many pieces of a SKU on, each of them costs less. Money in minor units."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple, Protocol

from platform_core.kernel.money import exponent, to_major
from tenants.catalog.errors import SkuTermsInvalid

MOST: Final = 10
LARGEST: Final = 10_000  # pieces; no order has more
LINE = re.compile(r"(\d{1,6})\s*=\s*[¥$]?\s*(\d{1,10}(?:\.\d{1,4})?)(?:\s*元)?")


class Tier(NamedTuple):
    """From ``quantity`` pieces on, each costs ``price``."""

    quantity: int
    price: int


class Priced(Protocol):
    """A SKU."""

    price: int
    price_tiers: list[list[int]]


def tiers_of(sku: Priced) -> list[Tier]:
    """The quantity prices of a SKU, the smallest quantity first."""
    return [Tier(quantity, price) for quantity, price in sku.price_tiers]


def tier_for(sku: Priced, quantity: int) -> Tier | None:
    """The rule that makes the price of so many pieces; None: the price of one.

    A rule never makes anything dearer: where the price of one has fallen below it, that holds.
    """
    reached = [tier for tier in tiers_of(sku) if tier.quantity <= quantity and tier.price < sku.price]
    return min(reached, key=lambda tier: (tier.price, tier.quantity)) if reached else None


def unit_price(sku: Priced, quantity: int) -> int:
    """What each of so many pieces costs."""
    tier = tier_for(sku, quantity)
    return tier.price if tier else sku.price


def parse_tiers(text: str, currency: str) -> list[list[int]]:
    """``5=3`` a line (or between semicolons): from 5 pieces on 3.00 each. Full-width signs and ``¥`` are read too.

    Returns:
        What ``Sku.price_tiers`` holds.

    Raises:
        SkuTermsInvalid: with ``line`` (from 1) and ``fault``: ``form``, ``decimals``, ``quantity``, ``twice``, ``rising`` or ``many``.
    """
    found: list[Tier] = []
    for number, raw in enumerate(re.split(r"[\n;]", unicodedata.normalize("NFKC", text).replace("\r", "")), 1):
        line = raw.strip().rstrip(",。")
        if not line:
            continue
        matched = LINE.fullmatch(line)
        if matched is None:
            raise _invalid("form", number)
        minor = Decimal(matched[2]).scaleb(exponent(currency))
        if minor != minor.to_integral_value():
            raise _invalid("decimals", number)
        found.append(Tier(int(matched[1]), int(minor)))
        _check(found, number)
    return [list(tier) for tier in sorted(found)]


def _check(tiers: Sequence[Tier], line: int | None = None) -> None:
    if len(tiers) > MOST:
        raise _invalid("many", line)
    if not 2 <= tiers[-1].quantity <= LARGEST or tiers[-1].price < 1:
        raise _invalid("quantity" if tiers[-1].price else "price", line)
    ordered = sorted(tiers)
    for before, after in pairwise(ordered):
        if before.quantity == after.quantity:
            raise _invalid("twice", line)
        if after.price >= before.price:
            raise _invalid("rising", line)


def check_tiers(tiers: Sequence[Sequence[int]]) -> None:
    """Quantities rise, prices fall.

    Raises:
        SkuTermsInvalid
    """
    for count in range(1, len(tiers) + 1):
        _check([Tier(*tier) for tier in tiers[:count]])
    if [list(tier) for tier in tiers] != sorted(list(tier) for tier in tiers):
        raise _invalid("rising", None)


def _invalid(fault: str, line: int | None) -> SkuTermsInvalid:
    return SkuTermsInvalid(param="price_tiers", reason=f"quantity prices: {fault}", fault=fault, line=line)


def tiers_text(tiers: Sequence[Sequence[int]], currency: str) -> str:
    """Quantity prices as ``parse_tiers`` reads them."""
    return "\n".join(f"{quantity}={to_major(price, currency):f}" for quantity, price in tiers)
