"""Plans, and what each of them grants. An entitlement is a copy: a plan that changes changes nobody's until it is granted anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ApiLimits:
    """How much a merchant may ask of the API, in each mode.

    Args:
        read, write, reveal, redeem: requests a second, by kind of operation; as many may come at once.
        concurrency: requests at the same time.
        key_share: percent of each rate that one key may use.
    """

    read: int
    write: int
    reveal: int
    redeem: int
    concurrency: int
    key_share: int = 100


DEFAULT: Final = "default"
PLANS: Final = {DEFAULT: ApiLimits(read=100, write=25, reveal=10, redeem=20, concurrency=20)}
