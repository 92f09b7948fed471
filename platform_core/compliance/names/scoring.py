"""How alike two company names are, and why.

0.75 of the likeness of their cores and 0.25 of that of what is left without region, legal form and branch. Cores are alike by their
characters, by how these sound or by how they look, whichever says most; a core in Latin letters is compared with the pinyin of the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from platform_core.compliance.names import divisions
from platform_core.compliance.names.parts import Parts, normalise
from platform_core.compliance.names.writing import look_alike

REVIEW = 0.70  # from here on a person looks at it
URGENT = 0.90  # in one region: first of all. A name alone never blocks anybody.
CORE, BARE = 0.75, 0.25
# What a character counts that only sounds, or only looks, as the other does.
SOUND, SHAPE = 0.95, 0.90


class Level(StrEnum):
    """What a likeness is worth; none of them blocks."""

    NONE = "none"
    REVIEW = "review"
    URGENT = "urgent"


class Reason(StrEnum):
    """Why two names are alike; stable codes."""

    SAME_CORE = "same_core"
    SAME_PINYIN = "same_pinyin"
    LOOK_ALIKE = "look_alike"
    SIMILAR_CORE = "similar_core"
    SAME_REGION = "same_region"
    OTHER_REGION = "other_region"
    SAME_INDUSTRY = "same_industry"
    BRANCH_OF = "branch_of"


class Score(NamedTuple):
    """``value`` from 0 to 1, and what made it."""

    value: float
    reasons: tuple[Reason, ...]

    @property
    def level(self) -> Level:
        """Urgent takes one region besides the likeness."""
        if self.value >= URGENT and Reason.SAME_REGION in self.reasons:
            return Level.URGENT
        return Level.REVIEW if self.value >= REVIEW else Level.NONE


def score(left: Parts | str, right: Parts | str) -> Score:
    """Compare two names, or the parts of them; of their readings the two that are likest.

    As they are written, both are not compared where both are meant otherwise: words around the cores would count as cores.

    :returns: 0 where either says nothing at all.
    """
    ours = normalise(left) if isinstance(left, str) else left
    theirs = normalise(right) if isinstance(right, str) else right
    if not ours.core or not theirs.core:
        return Score(0.0, ())
    if ours.literal is None and theirs.literal is None:
        return _score(ours, theirs)
    pairs = [(ours, theirs), (ours.literal, theirs), (ours, theirs.literal)]
    return max((_score(one, other) for one, other in pairs if one and other), key=lambda found: found.value)


def _score(ours: Parts, theirs: Parts) -> Score:
    if ours.is_latin == theirs.is_latin:
        likeness = core_likeness(ours, theirs)
        value = CORE * likeness + BARE * ratio(ours.bare, theirs.bare) / 100
    else:
        # Of a trade in English and one in Chinese nothing can be compared.
        value = likeness = ratio(ours.letters, theirs.letters) / 100
    return Score(round(value, 4), _reasons(ours, theirs, likeness))


def closest(name: Parts | str, aliases: Iterable[str]) -> tuple[str, Score]:
    """The name of a company that is likest: its registered one, former ones, brands, the English one.

    :raises ValueError: it has no name.
    """
    ours = normalise(name) if isinstance(name, str) else name
    return max(((alias, score(ours, alias)) for alias in aliases), key=lambda found: found[1].value)


def core_likeness(ours: Parts, theirs: Parts) -> float:
    """From 0 to 1, of two cores in one script."""
    if ours.core == theirs.core:
        return 1.0
    best = ratio(ours.core, theirs.core)
    if ours.is_latin:
        return best / 100
    best = max(best, SOUND * ratio(ours.sounds, theirs.sounds), SHAPE * ratio(ours.shapes, theirs.shapes)) / 100
    if len(ours.core) == len(theirs.core):
        best = max(best, sum(map(_alike, ours.core, theirs.core, ours.sounds, theirs.sounds)) / len(ours.core))
    return best


def _alike(ours: str, theirs: str, our_sound: str, their_sound: str) -> float:
    if ours == theirs:
        return 1.0
    if our_sound == their_sound:
        return SOUND
    return SHAPE if look_alike(ours, theirs) else 0.0


def _reasons(ours: Parts, theirs: Parts, likeness: float) -> tuple[Reason, ...]:
    found = []
    if ours.core == theirs.core:
        found.append(Reason.SAME_CORE)
    elif ours.sounds == theirs.sounds or (ours.is_latin != theirs.is_latin and ours.letters == theirs.letters):
        found.append(Reason.SAME_PINYIN)
    elif likeness >= SHAPE:
        found.append(Reason.LOOK_ALIKE)
    elif likeness >= 0.5:
        found.append(Reason.SIMILAR_CORE)
    if divisions.same(ours.region_code, theirs.region_code):
        found.append(Reason.SAME_REGION)
    elif ours.region_code and theirs.region_code:
        found.append(Reason.OTHER_REGION)
    if ours.industry and ours.industry == theirs.industry:
        found.append(Reason.SAME_INDUSTRY)
    if bool(ours.branch) != bool(theirs.branch) and likeness >= SHAPE:
        found.append(Reason.BRANCH_OF)
    return tuple(found)
