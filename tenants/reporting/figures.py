"""Figures of sales, as selectors answer them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from tenants.reporting.profit import Result


class Figure(NamedTuple):
    """What was sold of something, in one currency; amounts in minor units.

    ``id``: of the SKU, product or supplier; None: of none that is known. ``orders``: that had one of its SKUs; an order with two of them
    counts for each. ``issued``: codes that were issued without an order (by the merchant's own system, from the back office, for a bad
    one): they have costs here, and no sales.
    """

    day: dt.date | None
    id: uuid.UUID | None
    product_id: uuid.UUID | None
    currency: str
    orders: int
    quantity: int
    issued: int
    gross: int
    discounts: int
    refunds: int
    cost: int
    fees: int
    commission: int

    @property
    def net(self) -> int:
        """Sales less what was let off and what went back."""
        return self.gross - self.discounts - self.refunds

    @property
    def profit(self) -> int:
        """What is left of it; losses and own cards belong to the shop as a whole."""
        return self.net - self.cost - self.fees - self.commission


class SalesDay(NamedTuple):
    """A day in one currency."""

    day: dt.date
    currency: str
    quantity: int
    result: Result
