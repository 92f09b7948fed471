"""Administrative divisions of China (GB/T 2260), those of former years too, as they stand in names and addresses.

The table is the one that python-stdnum keeps for resident identity numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from stdnum import numdb

from platform_core.compliance.names.meant import Lexicon

YEARS = re.compile(r"\[[\d-]*\]")
# What may be left out of a name of a province, prefecture or city; a district without its 区 would be any word at all.
RANK = re.compile(r"(?:特别行政区|(?:维吾尔|壮族|回族)?自治区|[省市])$")
# Rows of the table that only group others.
GROUPS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖行政单位", "直辖行政单位"})
BEYOND = {"香港": "810000", "澳门": "820000", "台湾": "710000", "中国": "", "全国": ""}
# Spelled otherwise than in pinyin: by the languages of minorities, or as the post once did.
LATIN_BEYOND = {
    "hongkong": "810000", "macau": "820000", "macao": "820000", "taiwan": "710000", "china": "", "shaanxi": "610000", "tibet": "540000",
    "innermongolia": "150000", "harbin": "230100", "hohhot": "150100", "urumqi": "650100", "lhasa": "540100", "ordos": "150600",
    "kashgar": "653100", "kashi": "653100", "karamay": "650200", "shigatse": "540200", "qiqihar": "230200", "peking": "110000",
    "canton": "440100", "tsingtao": "370200", "amoy": "350200", "nanking": "320100", "chungking": "500000", "tientsin": "120000",
}  # fmt: skip
# Newer than the table.
NEWER = {"雄安新区": "133100", "两江新区": "500191", "滨海新区": "120116", "浦东新区": "310115"}
LONGEST = 12
RANKED = frozenset("市区县旗")
ZONES = ("工业园区", "产业园区", "开发区", "经济开发区", "经济技术开发区", "高新区", "保税区", "自贸区")
ZONE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}?(?:国家级?)?)?(?:经济技术开发|经济开发|高新技术产业开发|高新技术开发|高新|工业园|产业园|保税|综合保税|开发|自由贸易试验|自贸试验|自贸)区"
)


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
def short_districts() -> dict[str, tuple[str, ...]]:
    """Codes of districts and counties by their names without 区 and 县, as addresses have them behind the city: 上海徐汇."""
    found: dict[str, tuple[str, ...]] = {}
    for name, codes in names().items():
        if len(name) > 2 and name[-1] in "区县":
            found[name[:-1]] = found.get(name[:-1], ()) + codes
    return found


@cache
def meant_names() -> Lexicon:
    """Provinces, prefectures and cities, and divisions with their rank, also as they are written for others to overlook."""
    ranked = [
        name for name, codes in names().items() if codes[0].endswith("00") or (len(name) > 2 and name[-1] in RANKED)
    ]
    return Lexicon([*ranked, *ZONES], kept=3, exact_pairs=True)


@cache
def endings() -> frozenset[str]:
    """The last characters of all names of divisions, and of zones."""
    return frozenset(name[-1] for name in names()) | {"区"}


@cache
def latin_names() -> dict[str, str]:
    """Code of each province, prefecture and city by its pinyin in one word, and of districts without their rank."""
    from pypinyin import lazy_pinyin  # see writing.sound

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


def leading(text: str, *, loosely: bool = False) -> Region:
    """The regions that a text begins with, each inside the one before it and a zone of it, as one; empty where it begins with none.

    Of two readings the longest name counts, and of divisions with the same name the largest, unless one lies in what came before.

    :param loosely: inside a region that is known, districts need no 区; for addresses, since in company names 朝阳 is a word.
    """
    known, code, end = names(), "", 0
    while not code or code.endswith("00"):
        for size in range(min(LONGEST, len(text) - end), 1, -1):
            codes = known.get(text[end : end + size])
            if codes is None and loosely and code:
                codes = short_districts().get(text[end : end + size])
            if codes is None:
                continue
            inside = [one for one in codes if one.startswith(prefix(code))]
            # What lies elsewhere ends it; the same again (上海上海市) and the whole country do not.
            if inside or not code:
                code, end = inside[0] if inside else code, end + size
                break
        else:
            break
    zone = ZONE.match(text, end) if end else None
    end = zone.end() if zone else end
    return Region(text[:end], code, end)


def same(left: str, right: str) -> bool:
    """Is one of the two codes the other, or inside it? Nowhere is in nothing."""
    if not left or not right:
        return False
    return left.startswith(prefix(right)) or right.startswith(prefix(left))
