"""What buyers type, and what it is looked for in: Chinese by pairs of characters, pinyin and initials by trigrams."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

CHINESE: Final = re.compile(r"[\u3400-\u9fff]+")
MOST_WORDS, LONGEST = 6, 60


def words_of(query: str) -> list[str]:
    """What is typed, as words: half-width, lower case, at most so many."""
    return unicodedata.normalize("NFKC", query[:LONGEST]).lower().split()[:MOST_WORDS]


def grams_of(text: str) -> list[str]:
    """Each Chinese character of a text and each two that stand side by side, sorted.

    PostgreSQL's trigrams find nothing for a word of two characters; these do.
    """
    found: set[str] = set()
    for run in CHINESE.findall(text):
        found.update(run)
        found.update(run[at : at + 2] for at in range(len(run) - 1))
    return sorted(found)


def longest_grams_of(word: str) -> list[str]:
    """What a text must have to have the word: its pairs; its one character where it has but one."""
    return sorted({run[at : at + 2] for run in CHINESE.findall(word) for at in range(max(len(run) - 1, 1))})


def spelled(word: str) -> str:
    """A Chinese word as it sounds: who mistakes one character for another of the same sound still finds it."""
    from pypinyin import lazy_pinyin  # see index_product

    return "".join(lazy_pinyin(word))
