"""Names and their parts from one seed."""

from __future__ import annotations

import random
from collections import defaultdict
from functools import cache
from typing import NamedTuple, TypeVar

from pypinyin import lazy_pinyin

from testbed.name_pairs.words import Words

# The 3,755 characters of daily use: level 1 of GB 2312, in the order of its table.
FIRST_ROW, LAST_ROW = 0xB0, 0xD7
T = TypeVar("T")


class Pair(NamedTuple):
    """Two names; ``same``: they mean one company. ``kind`` is the recipe that made them."""

    kind: str
    left: str
    right: str
    same: bool


class Name(NamedTuple):
    """A name in its parts; ``str()`` is how it is registered."""

    region: tuple[str, str]
    core: str
    industry: tuple[str, str]
    suffix: str

    def __str__(self) -> str:
        return self.region[0] + self.core + self.industry[0] + self.suffix

    def english(self) -> str:
        """As it stands on an English letterhead: region, core in pinyin, industry."""
        return f"{self.region[1]} {spelled(self.core)} {self.industry[1]} Co., Ltd."


@cache
def homophones() -> dict[str, list[str]]:
    """Characters of daily use by their syllable without its tone."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in range(FIRST_ROW, LAST_ROW + 1):
        for cell in range(0xA1, 0xFF):
            try:
                character = bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue  # the last row of level 1 is not full
            found[lazy_pinyin(character)[0]].append(character)
    return found


def spelled(core: str) -> str:
    """Pinyin in one word with a capital."""
    return "".join(lazy_pinyin(core)).capitalize()


class Maker:
    """Draws names and parts of them, the same ones for the same words."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.draw = random.Random(words.seed)  # noqa: S311 - test data

    def name(self, core: str = "", *, least: int = 2) -> Name:
        """A name; its core of ``least`` characters or more where none is given."""
        words, draw = self.words, self.draw
        core = core or draw.choice([one for one in words.cores if len(one) >= least])
        return Name(draw.choice(words.regions), core, draw.choice(words.industries), draw.choice(words.suffixes))

    def other(self, of: tuple[T, ...], than: T) -> T:
        """Another one of them."""
        return self.draw.choice([one for one in of if one != than])

    def homophone(self, character: str) -> str:
        """Another character of that sound, or itself where daily use has none."""
        same = [one for one in homophones()[lazy_pinyin(character)[0]] if one != character]
        return self.draw.choice(same) if same else character

    def unlike(self, core: str) -> str:
        """A core that shares no character and no syllable with it."""
        sounds = set(lazy_pinyin(core))
        return self.draw.choice([one for one in self.words.cores if not set(lazy_pinyin(one)) & sounds])
