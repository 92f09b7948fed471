"""What a key may be limited to, so that a stolen one does little: addresses, products, an amount a call, codes a day, an end."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from platform_core.tenancy.client_address import read_network
from tenants.access.errors import KeyLimitInvalid

MOST_NETWORKS, MOST_PRODUCTS = 50, 200


@dataclass(frozen=True, slots=True)
class KeyLimits:
    """Empty or None: not limited.

    Args:
        ip_allowlist: networks in CIDR notation; calls from elsewhere are refused.
        product_ids: only these may be issued.
        daily_quota: codes a day of the shop.
        max_amount: of one call, in minor units of its currency.
        expires_at: when the key stops working.
    """

    ip_allowlist: Sequence[str] = ()
    product_ids: Sequence[uuid.UUID] = ()
    daily_quota: int | None = None
    max_amount: int | None = None
    expires_at: dt.datetime | None = None

    def checked(self) -> KeyLimits:
        """The same, with networks written in one way.

        Raises:
            KeyLimitInvalid: names the limit that makes no sense.
        """
        if len(self.ip_allowlist) > MOST_NETWORKS:
            raise KeyLimitInvalid(param="ip_allowlist", reason=f"at most {MOST_NETWORKS}")
        if len(self.product_ids) > MOST_PRODUCTS:
            raise KeyLimitInvalid(param="products", reason=f"at most {MOST_PRODUCTS}")
        return replace(self, ip_allowlist=[_network(index, text) for index, text in enumerate(self.ip_allowlist)])


def check_end(expires_at: dt.datetime | None, now: dt.datetime) -> None:
    """A new end lies ahead.

    Raises:
        KeyLimitInvalid: it has passed.
    """
    if expires_at is not None and expires_at <= now:
        raise KeyLimitInvalid(param="expires_at", reason="in the past")


def _network(index: int, text: str) -> str:
    try:
        return str(read_network(text))
    except ValueError as error:
        raise KeyLimitInvalid(param=f"ip_allowlist[{index}]", reason="an address or a CIDR network") from error
