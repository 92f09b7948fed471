"""How well something tells the pairs apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from testbed.name_pairs.making import Pair


class Outcome(NamedTuple):
    """``recall``: of names that mean one company, how many were found. ``precision``: of what was found, how much does mean one.

    ``right``: of each kind of pair, which part was answered as it should be. All from 0 to 1.
    """

    recall: float
    precision: float
    right: dict[str, float]


def measure(pairs: Iterable[Pair], likeness: Callable[[str, str], float], *, least: float) -> Outcome:
    """Ask for each pair, which is found from ``least`` on."""
    answers = [(pair, likeness(pair.left, pair.right) >= least) for pair in pairs]
    found = [pair.same for pair, yes in answers if yes]
    wanted = [yes for pair, yes in answers if pair.same]
    right = {
        kind: _share([yes == pair.same for pair, yes in answers if pair.kind == kind])
        for kind in dict.fromkeys(pair.kind for pair, _ in answers)
    }
    return Outcome(_share(wanted), _share(found), right)


def _share(answers: list[bool]) -> float:
    return sum(answers) / len(answers) if answers else 0.0
