"""Pairs of company names whose answer is known: ways to hide behind another spelling, and companies that only look alike.

Made from seeds, the same each time. ``tuning()`` is what the scoring of names may be tried on; ``held_out()`` is made of other words
with another seed and says how good the scoring is: nothing may be changed because of what is in it.

Pairs that no reader could tell apart by their names are left out of both: another company with the same core, or with one that sounds
the same; one character of two left out.
"""

from __future__ import annotations

from functools import cache

from testbed.name_pairs.clean import CLEAN
from testbed.name_pairs.evasions import EVASIONS
from testbed.name_pairs.making import Maker, Pair
from testbed.name_pairs.words import HELD_OUT, TUNING, Words

__all__ = ["Pair", "held_out", "tuning"]

EVASIONS_EACH, CLEAN_EACH = 16, 40


def _pairs(words: Words) -> tuple[Pair, ...]:
    maker = Maker(words)
    made = [Pair(kind, *recipe(maker), same=True) for kind, recipe in EVASIONS.items() for _ in range(EVASIONS_EACH)]
    made += [Pair(kind, *recipe(maker), same=False) for kind, recipe in CLEAN.items() for _ in range(CLEAN_EACH)]
    return tuple(made)


@cache
def tuning() -> tuple[Pair, ...]:
    """What to try changes of the scoring on."""
    return _pairs(TUNING)


@cache
def held_out() -> tuple[Pair, ...]:
    """What the scoring is held to; not to be tuned by."""
    return _pairs(HELD_OUT)
