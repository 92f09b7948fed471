"""What each reason of the checks adds to the score of its subject, in one place; versioned, so that an old score can be explained.

Points never decide alone: they say how many people look (compliance.md, "Score"; PI-05). ``manage.py backtest_score`` tries
another table on what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

VERSION: Final = 2
MOST: Final = 100
ONE_FROM, TWO_FROM = 30, 60
POINTS: Final[Mapping[str, int]] = {
    "X1": 60,
    "X1.R": 30,
    "X2": 60,
    "X3": 30,
    "X3.urgent": 60,
    "X4": 60,
    "X4.far": 30,
    "X4.shops": 30,
    "X5.below_face": 20,
    "X5.below_peers": 15,
    "X6.sum": 40,
    "X6.near_limit": 30,
    "X7.burst": 30,
    "X7.large_first": 30,
    "X8.many_payers": 30,
    "X8.many_shops": 30,
    "X9.lot": 40,
    "X9.supplier": 60,
    "X10.disputes": 30,
    "X10.outside_refunds": 20,
    "X11": 60,
    "X11.R": 40,
    "S1.undelivered": 30,
    "S1.by_hand": 20,
    "S1.waiting": 20,
    "S1.never_sold": 20,
    "S1.bad_lot": 60,
    "SRC-01": 30,
    "AML-01.number": 100,
    "AML-01.name": 60,
    "AML-01.near": 30,
    "KYB-02": 30,
    "KYB-03": 30,
    "KYB-04": 5,
    "KYB-04.weighty": 30,
    "KYB-06": 30,
}
# Where a rule of the book is about the same for people to look at: it has these points. A test compares them.
RULED: Final[Mapping[str, tuple[str, ...]]] = {
    "X1.R": ("X1.R",),
    "X2": ("X2.R",),
    "X3": ("X3",),
    "X3.urgent": ("X3", "X3.U"),
    "X4": ("X4",),
    "X11.R": ("X11.R",),
    "SRC-01": ("SRC-01.D",),
    "KYB-02": ("KYB-02.R",),
    "KYB-06": ("KYB-06",),
}


def points_of(codes: Iterable[str], table: Mapping[str, int] = POINTS) -> int:
    """What reasons add up to, 100 at most. One that the table does not know adds nothing."""
    return min(MOST, sum(table.get(code, 0) for code in codes))


def reviewers_of(score: int) -> int:
    """How many people must look at a subject of this score."""
    return 2 if score >= TWO_FROM else 1 if score >= ONE_FROM else 0
