"""What a merchant's standing means for its shop: may it sell, may it put up anything new. Asked by the shop, decided nowhere else."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

RESTRICTED: Final = frozenset({"refused", "frozen", "appeal"})


class MerchantRight(NamedTuple):
    """How the current shop's merchant stands; nobody knows anything of one without a file."""

    state: str = "draft"
    verified_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    vouched: bool = False

    @property
    def is_restricted(self) -> bool:
        """Did somebody take the right to sell away? It holds wherever, whatever is required there."""
        return self.state in RESTRICTED

    def why_not_sell(self, *, required: bool) -> str | None:
        """Why nothing may be sold: ``restricted`` or ``unverified``; None: it may.

        Args:
            required: only those may sell here who were verified, or vouched for.
        """
        if self.is_restricted:
            return "restricted"
        return "unverified" if required and self.verified_at is None else None

    def why_not_list(self, now: dt.datetime, *, required: bool) -> str | None:
        """Why nothing new may be put up: ``restricted`` or ``lapsed``; None: it may. Who was never verified prepares its shop."""
        if self.is_restricted:
            return "restricted"
        lapsed = self.verified_at is not None and (self.due_at is None or self.due_at <= now)
        return "lapsed" if required and lapsed else None


class SaleRight(NamedTuple):
    """What is asked of a shop at each sale.

    Args:
        subscription: its ``Standing``.
        codes: as many may it issue in a month; None: as many as it likes.
    """

    merchant: MerchantRight = MerchantRight()
    subscription: str = "active"
    codes: int | None = None
