"""What a check of a supplier comes upon, and what it adds up to: points with their reasons, never a verdict on its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from platform_core.compliance.enums import Level

MOST = 100


class Reason(NamedTuple):
    """One thing that a check came upon.

    ``facts``: what it saw; no number or contact in the clear. ``ask``: what the merchant is asked for, where it can mend it.
    """

    rule_id: str
    level: Level
    points: int
    facts: dict[str, Any]
    ask: str = ""


def score_of(reasons: Iterable[Reason]) -> int:
    """Points add up, to 100 at most."""
    return min(MOST, sum(reason.points for reason in reasons))


def reasons_to_json(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """As they stand in the supplier's row and in the history."""
    return [
        {"rule": reason.rule_id, "level": reason.level, "points": reason.points, **reason.facts} for reason in reasons
    ]
