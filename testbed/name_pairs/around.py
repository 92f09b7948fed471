"""Pairs whose cores are written alike while the words around them are not: look-alikes in words of trade, regions and legal forms.

A set of its own beside those of ``name_pairs``, again one to tune by and one that is held out. Look-alikes are what ``drawing`` found in
pictures; of those of a character, each of the two sets has every other one. Spellings by sound are written by hand. Neither is known to
the scoring.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from pypinyin import lazy_pinyin

from testbed.name_pairs.making import Maker, Name, Pair
from testbed.name_pairs.words import HELD_OUT, TUNING, Words

EACH = 50
Recipe = Callable[["AroundMaker"], tuple[str, str]]
FIELDS = ("region", "industry", "suffix")
SOUNDED = {
    TUNING.seed: {
        "科技": ("科计", "克技"), "贸易": ("贸义", "茂易"), "网络科技": ("网洛科技", "网络科计"), "商贸": ("商茂", "尚贸"),
        "食品": ("实品",),
        "广告": ("广诰",), "软件": ("软键",), "餐饮管理": ("餐引管理", "餐饮管里"), "北京": ("北惊", "背京"), "上海": ("尚海",),
        "深圳": ("深振",), "重庆": ("重磬",), "有限公司": ("友限公司", "有限公思"), "经营部": ("精营部",), "商行": ("尚行",),
    },
    HELD_OUT.seed: {
        "数码科技": ("数玛科技", "树码科技"), "物流": ("物留", "务流"), "票务服务": ("票物服务", "票务服物"), "百货": ("百祸", "佰货"),
        "实业": ("实叶", "石业"), "服饰": ("服式", "福饰"), "旅行社": ("旅行舍",), "教育科技": ("教玉科技", "教育科济"),
        "天津": ("天今", "添津"),
        "厦门": ("厦们",), "青岛": ("清岛", "青导"), "海南": ("海男",), "有限公司": ("有现公司", "有限工司"), "工作室": ("工做室",),
        "批发部": ("批发步",),
    },
}  # fmt: skip


@cache
def drawn_alike() -> dict[str, str]:
    """Each character with those that are drawn like it."""
    text = files("testbed.name_pairs").joinpath("drawn_alike.txt").read_text(encoding="utf-8")
    return {line[0]: line[1:] for line in text.split()}


class AroundMaker(Maker):
    """Draws names, and writes words of them otherwise."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self.turn = 0 if words is TUNING else 1

    def twins(self, character: str) -> str:
        """Those of the look-alikes of a character that this set may use."""
        alike = drawn_alike().get(character, "")
        return alike[self.turn :: 2]

    def drawn(self, word: str) -> str:
        """One of its characters by a look-alike, of three that have one, two; itself where none has."""
        places = [at for at, one in enumerate(word) if self.twins(one)]
        changed = self.draw.sample(places, min(len(places), 1 + len(places) // 3))
        return "".join(self.draw.choice(self.twins(one)) if at in changed else one for at, one in enumerate(word))

    def sounded(self, word: str) -> str:
        """Another spelling of the same sound, itself where none is known."""
        return self.draw.choice(SOUNDED[self.words.seed].get(word, (word,)))

    def otherwise(self, name: Name, fields: tuple[str, ...], way: Callable[[str], str]) -> Name:
        """The name with these fields written otherwise; as it is where they cannot be."""
        fresh: dict[str, Any] = {}
        for field in fields:
            given = getattr(name, field)
            fresh[field] = way(given) if field == "suffix" else (way(given[0]), given[1])
        return name._replace(**fresh)

    def pair(self, fields: tuple[str, ...], way: Callable[[str], str]) -> tuple[Name, Name]:
        """A name, and itself with each of these fields written otherwise."""
        while True:
            name = self.name()
            other = self.otherwise(name, fields, way)
            if all(getattr(name, field) != getattr(other, field) for field in fields):
                return name, other


def drawn_trade(maker: AroundMaker) -> tuple[str, str]:
    """鼎盛科技 as 鼎盛料技."""
    name, other = maker.pair(("industry",), maker.drawn)
    return str(name), str(other)


def drawn_region(maker: AroundMaker) -> tuple[str, str]:
    """深圳市 as 渌圳市."""
    name, other = maker.pair(("region",), maker.drawn)
    return str(name), str(other)


def drawn_suffix(maker: AroundMaker) -> tuple[str, str]:
    """有限公司 as 有眼公司."""
    name, other = maker.pair(("suffix",), maker.drawn)
    return str(name), str(other)


def drawn_two(maker: AroundMaker) -> tuple[str, str]:
    """Look-alikes in two of the three at once."""
    first = maker.draw.choice(FIELDS)
    name, other = maker.pair((first, maker.other(FIELDS, first)), maker.drawn)
    return str(name), str(other)


def drawn_and_moved(maker: AroundMaker) -> tuple[str, str]:
    """A look-alike in the trade, registered anew elsewhere in another legal form."""
    name, other = maker.pair(("industry",), maker.drawn)
    words = maker.words
    return str(name), str(
        other._replace(region=maker.other(words.regions, name.region), suffix=maker.other(words.suffixes, name.suffix))
    )


def sounded(maker: AroundMaker) -> tuple[str, str]:
    """Trade, region or legal form by other characters of the same sound."""
    name, other = maker.pair((maker.draw.choice(FIELDS),), maker.sounded)
    return str(name), str(other)


def _unlike(maker: AroundMaker, name: Name) -> Name:
    return name._replace(core=maker.unlike(name.core))


def beside_drawn(maker: AroundMaker) -> tuple[str, str]:
    """Another core; the words around it are the same with look-alikes."""
    name, other = maker.pair((maker.draw.choice(FIELDS),), maker.drawn)
    return str(name), str(_unlike(maker, other))


def both_drawn(maker: AroundMaker) -> tuple[str, str]:
    """Two cores, both with look-alikes around them."""
    _, name = maker.pair(("industry", "suffix"), maker.drawn)
    return str(name), str(_unlike(maker, name))


def beside_sounded(maker: AroundMaker) -> tuple[str, str]:
    """Another core; the words around it sound the same."""
    name, other = maker.pair((maker.draw.choice(FIELDS),), maker.sounded)
    return str(name), str(_unlike(maker, other))


def _apart(maker: AroundMaker, drawn: Callable[[], list[str]]) -> list[str]:
    """Parts of cores of which no two have a syllable in common."""
    while True:
        parts = drawn()
        sounds = [set(lazy_pinyin(part)) for part in parts]
        if sum(map(len, sounds)) == len(set().union(*sounds)):
            return parts


def _short(maker: AroundMaker) -> list[str]:
    two = [one for one in maker.words.cores if len(one) == 2]
    return _apart(maker, lambda: maker.draw.sample(two, 3))


def same_beginning(maker: AroundMaker) -> tuple[str, str]:
    """Cores of four characters whose last two differ, in place of which no word of trade may be read."""
    one, two, three = _short(maker)
    name = maker.name(one + two)
    return str(name), str(name._replace(core=one + three))


def same_end(maker: AroundMaker) -> tuple[str, str]:
    """Cores of four characters whose first two differ, in place of which no region may be read; no region before them."""
    one, two, three = _short(maker)
    name = maker.name(one + three)._replace(region=("", ""))
    return str(name), str(name._replace(core=two + three))


def four_characters(maker: AroundMaker) -> tuple[str, str]:
    """Cores of four characters drawn at random from those that names are made of; the first two are the same."""
    letters = sorted(set("".join(maker.words.cores) + maker.words.partners))
    one, two, three = _apart(maker, lambda: ["".join(maker.draw.sample(letters, 2)) for _ in range(3)])
    name = maker.name(one + two)
    return str(name), str(name._replace(core=one + three))


EVASIONS: dict[str, Recipe] = {
    one.__name__: one for one in (drawn_trade, drawn_region, drawn_suffix, drawn_two, drawn_and_moved, sounded)
}
CLEAN: dict[str, Recipe] = {
    one.__name__: one for one in (beside_drawn, both_drawn, beside_sounded, same_beginning, same_end, four_characters)
}


def _pairs(words: Words) -> tuple[Pair, ...]:
    maker = AroundMaker(words)
    recipes = [(recipe, True) for recipe in EVASIONS.values()] + [(recipe, False) for recipe in CLEAN.values()]
    return tuple(Pair(recipe.__name__, *recipe(maker), same=same) for recipe, same in recipes for _ in range(EACH))


@cache
def tuning_around() -> tuple[Pair, ...]:
    """What to try changes of the scoring on."""
    return _pairs(TUNING)


@cache
def held_out_around() -> tuple[Pair, ...]:
    """What the scoring is held to; not to be tuned by."""
    return _pairs(HELD_OUT)
