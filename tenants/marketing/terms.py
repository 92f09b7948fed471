"""What a merchant says of a coupon, before it is one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from tenants.marketing.enums import CouponKind


@dataclass(frozen=True, slots=True)
class Terms:
    """As ``Coupon`` has them. ``most_uses``: of a coupon with one code; the many codes of the other kind are counted."""

    name: str
    kind: CouponKind
    currency: str
    amount_off: int | None = None
    percent: int | None = None
    cap: int | None = None
    minimum: int = 0
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    sku_ids: Sequence[uuid.UUID] = ()
    product_ids: Sequence[uuid.UUID] = ()
    group_ids: Sequence[uuid.UUID] = ()
    per_buyer: int | None = None
    most_uses: int | None = None

    def columns(self) -> dict[str, Any]:
        """By the names of the columns."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(value) if name.endswith("_ids") else value for name, value in found.items()}
