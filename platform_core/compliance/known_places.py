"""Where shops are established, as this process knows it: which rules are asked of them depends on it."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Final, NamedTuple

from platform_core.compliance.merchant_enums import MerchantKind

KEEP_SECONDS: Final = 30.0
MAINLAND: Final = "CN"
EU: Final = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL",
        "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
# The authority that registered a business: digits 3 and 4 of its credit code (GB 32100), or how its address begins.
MUNICIPALITIES: Final = {"11": "CN-BJ", "31": "CN-SH"}
BEGINNINGS: Final = {"北京市": "CN-BJ", "上海市": "CN-SH"}
# Who has not said where it is, is taken to be where its money is.
OF_CURRENCY: Final = {"USD": ("US",), "EUR": ("EU",), "GBP": ("GB",), "HKD": ("HK",), "SGD": ("SG",)}

Place = tuple[str, str, str, str]


class Established(NamedTuple):
    """Where a merchant is: ``regions`` as rules name them; ``country``: as it said itself, empty: it has not."""

    regions: tuple[str, ...]
    country: str


_known: dict[str, tuple[Established, float]] = {}
_lock = Lock()


def regions_of(place: Place | None, currency: str) -> tuple[str, ...]:
    """Regions in which a merchant is.

    Args:
        place: kind, country, credit code and address, as it says itself; None: it said nothing yet.
        currency: in which its shop sells.
    """
    if place is None:
        return OF_CURRENCY.get(currency, (MAINLAND,))
    kind, country, uscc, address = place
    if kind == MerchantKind.OVERSEAS and country:
        return (country, "EU") if country in EU else (country,)
    part = MUNICIPALITIES.get(uscc[2:4]) if uscc else BEGINNINGS.get(address.strip()[:3])
    return (MAINLAND, part) if part else (MAINLAND,)


def established(place: Place | None, currency: str) -> Established:
    """See ``regions_of``."""
    regions = regions_of(place, currency)
    return Established(regions, regions[0] if place is not None else "")


def known_place(shop: str, currency: str, read: Callable[[], Place | None]) -> Established:
    """Where a shop is; read anew after 30 seconds.

    Args:
        read: asks the database; its errors go through, and nothing is kept then.
    """
    known = _known.get(shop)
    if known is not None and time.monotonic() < known[1]:
        return known[0]
    found = established(read(), currency)
    with _lock:
        _known[shop] = found, time.monotonic() + KEEP_SECONDS
    return found


def forget_places() -> None:
    """Ask anew next time."""
    with _lock:
        _known.clear()
