"""Changing many prices by one rule, to the 分."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from tenants.catalog.enums import PriceMove

# What a price is rounded to, in minor units: 分, 角, 元.
STEPS: Final = (1, 10, 100)
LARGEST: Final = 10**12


def moved_price(price: int, *, move: str, amount: Decimal, step: int = 1) -> int | None:
    """The price after a change; None where that is no price (nothing, less than nothing, or too much).

    Args:
        price: minor units.
        move: a ``PriceMove``.
        amount: minor units; of ``PERCENT``, percent. Negative: less.
        step: what the result is rounded to (half up), in minor units; a price that is set stays as it is set.
    """
    exact = {
        PriceMove.SET: lambda: amount,
        PriceMove.AMOUNT: lambda: price + amount,
        PriceMove.PERCENT: lambda: price * (100 + amount) * Decimal("0.01"),
    }[PriceMove(move)]()
    steps = 1 if move == PriceMove.SET else step
    rounded = int((exact * Decimal(1) / steps).quantize(Decimal(1), ROUND_HALF_UP)) * steps
    return rounded if 0 < rounded <= LARGEST else None
