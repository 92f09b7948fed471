"""What one published error code says.

``outcome`` tells the caller whether it may refund its buyer: ``not_executed`` (nothing changed), ``in_progress`` (never
refund; retry with the same key), ``executed`` (it was done), ``unknown`` (ask by external_id first).
"""

from __future__ import annotations

from typing import NamedTuple

N, P, E, U = "not_executed", "in_progress", "executed", "unknown"


class Problem(NamedTuple):
    """One error code."""

    status: int
    title_en: str
    title_zh: str
    detail_en: str
    detail_zh: str
    outcome: str = N
    retryable: bool = False
    retry_after: int | None = None
