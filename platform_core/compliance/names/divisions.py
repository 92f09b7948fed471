"""Administrative divisions of China (GB/T 2260), those of former years too, as they stand in names and addresses.

The table is the one that python-stdnum keeps for resident identity numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pypinyin import lazy_pinyin
from stdnum import numdb

YEARS = re.compile(r"\[[\d-]*\]")
# What may be left out of a name of a province, prefecture or city; a district without its 区 would be any word at all.
RANK = re.compile(r"(?:特别行政区|(?:维吾尔|壮族|回族)?自治区|[省市])$")
# Rows of the table that only group others.
GROUPS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖行政单位", "直辖行政单位"})
BEYOND = {"香港": "810000", "澳门": "820000", "台湾": "710000", "中国": "", "全国": ""}
LATIN_BEYOND = {"hongkong": "810000", "macau": "820000", "macao": "820000", "taiwan": "710000", "china": "", "shaanxi": "610000",
                "innermongolia": "150000", "tibet": "540000"}  # fmt: skip
# Newer than the table.
NEWER = {"雄安新区": "133100", "两江新区": "500191", "滨海新区": "120116", "浦东新区": "310115"}
LONGEST = 12
ZONE = re.compile(r"(?:[\u4e00-\u9fff]{0,4}?(?:国家级?)?)?(?:经济技术开发|经济开发|高新技术产业开发|高新技术开发|高新|工业园|产业园|保税|综合保税|开发|自由贸易试验|自贸试验|自贸)区")


class Region(NamedTuple):
    """A region that a text names; ``code`` of six digits, empty where it is the whole country; ``end`` is where it ends in the text."""

    text: str
    code: str
    end: int


def _rows() -> Iterator[tuple[str, str]]:
    for _, province, _, facts, children in numdb.get("cn/loc").prefixes:
        yield facts["province"], f"{province}0000"
        for _, rest, _, inner, _ in children:
            for name in YEARS.sub("", inner.get("county", "")).split(","):
                yield name, province + rest


@cache
def names() -> dict[str, tuple[str, ...]]:
    """Codes of each name of a division, the larger division first; 省 and 市 may be missing from the name."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, code in _rows():
        if len(name) < 2 or name in GROUPS:
            continue
        found[name].add(code)
        short = RANK.sub("", name)
        if len(short) >= 2:
            found[short].add(code)
    for name, code in (BEYOND | NEWER).items():
        found[name].add(code)
    return {name: tuple(sorted(codes, key=lambda code: (-_zeros(code), code))) for name, codes in found.items()}


@cache
def latin_names() -> dict[str, str]:
    """Code of each province, prefecture and city by its pinyin in one word, and of districts without their rank."""
    found: dict[str, str] = {}
    for name, codes in names().items():
        short = re.sub(r"[省市区县]$", "", name)
        if len(short) >= 2:
            spelled = "".join(lazy_pinyin(short))
            if spelled not in found or _zeros(codes[0]) > _zeros(found[spelled]):
                found[spelled] = codes[0]
    return found | LATIN_BEYOND


def _zeros(code: str) -> int:
    return len(code) - len(code.rstrip("0"))


def prefix(code: str) -> str:
    """What all divisions below it begin with: two digits of a province, four of a prefecture, six of a county."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def leading(text: str) -> Region:
    """The regions that a text begins with, each inside the one before it and a zone of it, as one; empty where it begins with none.

    Of two readings the longest name counts, and of divisions with the same name the largest, unless one lies in what came before.
    """
    code, end = "", 0
    while True:
        for size in range(min(LONGEST, len(text) - end), 1, -1):
            inside = [one for one in names().get(text[end : end + size], ()) if one.startswith(prefix(code))]
            if inside and inside[0] != code:
                code, end = inside[0], end + size
                break
            if inside or (end == 0 and text[:size] in names()):  # the same again (上海上海市), or the whole country
                end += size
                break
        else:
            break
        if code and not code.endswith("00"):
            break
    zone = ZONE.match(text, end) if end else None
    end = zone.end() if zone else end
    return Region(text[:end], code, end)


def same(left: str, right: str) -> bool:
    """Is one of the two codes the other, or inside it? Nowhere is in nothing."""
    if not left or not right:
        return False
    return left.startswith(prefix(right)) or right.startswith(prefix(left))
