"""Chinese addresses: how alike two are, and which of many are.

A building is told by its street and its numbers; what stands between the numbers (号, 栋, 楼, 室, 层) is written in as many ways as
there are clerks.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import combinations
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz.fuzz import ratio

from platform_core.compliance.names import divisions, writing

Party = TypeVar("Party", bound=Hashable)
LIKE = 0.85  # one place, as far as a clerk would say; a person looks at it
UNITS = "号幢栋座楼室层单元弄院门牌房铺"
COUNTED = re.compile(rf"[一二三四五六七八九十百零〇两]+(?=[{UNITS}])")
TOKEN = re.compile(r"[a-z]?\d+[a-z]?|[a-z]+")
FLOOR = re.compile(r"(?<=\d)f(?![a-z])")
FILLING = re.compile(rf"[{UNITS}第之附内]")
# Numbers that agree as far as both go: all, one fewer, or the house alone. Numbers of another house are another place.
ALL, FEWER, HOUSE, OTHER = 1.0, 0.95, 0.75, 0.4
# A house with more parties than that is a market or an incubator: comparing each with each says nothing.
MOST = 300


class Address(NamedTuple):
    """An address taken apart: region, street and place in words, numbers in their order."""

    region_code: str
    words: str
    numbers: tuple[str, ...]

    @property
    def form(self) -> str:
        """One text for all ways of writing it, to take a print of."""
        return "|".join((self.region_code, self.words, "-".join(self.numbers)))


class Alike(NamedTuple, Generic[Party]):
    """Two parties at what may be one place; ``value`` from 0 to 1."""

    left: Party
    right: Party
    value: float


def taken_apart(text: str) -> Address:
    """Take an address apart, however it is written."""
    plain = FLOOR.sub("", COUNTED.sub(lambda match: str(_number(match[0])), writing.folded(text)))
    region = divisions.leading(writing.letters_and_digits(plain), loosely=True)
    rest = _after(plain, region.end)
    numbers = tuple(TOKEN.findall(rest))
    return Address(region.code, FILLING.sub("", writing.letters_and_digits(TOKEN.sub("", rest))), numbers)


def likeness(left: Address | str, right: Address | str) -> float:
    """From 0 to 1; 0 where the regions lie apart, or either says nothing."""
    ours = taken_apart(left) if isinstance(left, str) else left
    theirs = taken_apart(right) if isinstance(right, str) else right
    apart = ours.region_code and theirs.region_code and not divisions.same(ours.region_code, theirs.region_code)
    if apart or not ours.words or not theirs.words:
        return 0.0
    return round(ratio(ours.words, theirs.words) / 100 * _numbers_agree(ours.numbers, theirs.numbers), 4)


def similar(addresses: Iterable[tuple[Party, str]], *, least: float = LIKE) -> list[Alike[Party]]:
    """Pairs of parties whose addresses are alike, the likest first.

    Compared are those that share the number of the house and two characters of the street that stand together. Houses with more than
    300 parties are left out.
    """
    parts = [(party, taken_apart(text)) for party, text in addresses]
    houses: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, (_, address) in enumerate(parts):
        for key in _keys(address):
            houses[key].append(at)
    pairs = {pair for inside in houses.values() if len(inside) <= MOST for pair in combinations(inside, 2)}
    found = []
    for left, right in sorted(pairs):
        (ours, here), (theirs, there) = parts[left], parts[right]
        value = likeness(here, there) if ours != theirs else 0.0
        if value >= least:
            found.append(Alike(ours, theirs, value))
    return sorted(found, key=lambda pair: -pair.value)


def _keys(address: Address) -> Iterator[tuple[str, str]]:
    house = address.numbers[0] if address.numbers else ""
    yield from {(house, address.words[at : at + 2]) for at in range(max(1, len(address.words) - 1))}


def _numbers_agree(ours: tuple[str, ...], theirs: tuple[str, ...]) -> float:
    if ours == theirs:
        return ALL
    shorter, longer = sorted((ours, theirs), key=len)
    if not shorter or shorter[0] != longer[0]:
        return OTHER
    return FEWER if longer[: len(shorter)] == shorter and len(longer) == len(shorter) + 1 else HOUSE


def _number(text: str) -> int:
    """Of up to 199 in Chinese: 十二, 二十, 一百零三."""
    total, digit = 0, 0
    for one in text.replace("两", "二"):
        value = int(unicodedata.numeric(one))
        if value in {10, 100}:
            total, digit = total + max(digit, 1) * value, 0
        else:
            digit = digit * 10 + value if digit and "十" not in text and "百" not in text else value
    return total + digit


def _after(plain: str, kept: int) -> str:
    """What follows the first ``kept`` letters and digits; signs between numbers are kept, since 3-201 is two of them."""
    seen = 0
    for at, one in enumerate(plain):
        if seen == kept:
            return plain[at:]
        seen += bool(writing.letters_and_digits(one))
    return "" if seen == kept and kept else plain
