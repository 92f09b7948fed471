"""Ways in which a company that must not come back writes its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from opencc import OpenCC

from testbed.name_pairs.making import Maker, Name, spelled

Recipe = Callable[[Maker], tuple[str, str]]
INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad")
MARKS = (" ", "·", "-", "—", "_", "、", ".", "*", "|", "\u3000")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
TRADITIONAL = ("s2t", "s2tw", "s2hk")


@cache
def _printer(scheme: str) -> OpenCC:
    return OpenCC(scheme)


def _with_core(name: Name, core: str) -> str:
    return str(name._replace(core=core))


def traditional(maker: Maker) -> tuple[str, str]:
    """鼎盛贸易 as 鼎盛貿易, by the characters of the mainland's, Taiwan's or Hong Kong's printers."""
    name = str(maker.name())
    return name, _printer(maker.draw.choice(TRADITIONAL)).convert(name)


def zero_width(maker: Maker) -> tuple[str, str]:
    """Signs that nobody sees, after some characters."""
    name = str(maker.name())
    return name, "".join(one + (maker.draw.choice(INVISIBLE) if maker.draw.random() < 0.5 else "") for one in name)


def full_width(maker: Maker) -> tuple[str, str]:
    """A Latin name in letters as wide as Chinese characters."""
    name = f"{maker.draw.choice(maker.words.latin)} {maker.draw.choice(maker.words.latin_suffixes)}"
    return name, name.replace(" ", "\u3000").translate(FULL_WIDTH)


def homophone(maker: Maker) -> tuple[str, str]:
    """One character of the core by another of the same sound."""
    name = maker.name()
    at = maker.draw.randrange(len(name.core))
    return str(name), _with_core(name, name.core[:at] + maker.homophone(name.core[at]) + name.core[at + 1 :])


def homophones_all(maker: Maker) -> tuple[str, str]:
    """Every character of the core by another of the same sound."""
    name = maker.name()
    return str(name), _with_core(name, "".join(maker.homophone(one) for one in name.core))


def look_alike(maker: Maker) -> tuple[str, str]:
    """One character of the core by one that is easily taken for it."""
    left, right = tuple(maker.draw.choice(maker.words.twins))
    before, after = maker.draw.choice((("", 1), ("", 2), (maker.draw.choice(maker.words.partners), 0)))
    rest = "".join(maker.draw.sample(maker.words.partners, after))
    name = maker.name(before + left + rest)
    return str(name), _with_core(name, before + right + rest)


def region_dropped(maker: Maker) -> tuple[str, str]:
    """No region any more."""
    name = maker.name()
    return str(name), str(name._replace(region=("", "")))


def region_changed(maker: Maker) -> tuple[str, str]:
    """Registered anew elsewhere."""
    name = maker.name()
    return str(name), str(name._replace(region=maker.other(maker.words.regions, name.region)))


def industry_changed(maker: Maker) -> tuple[str, str]:
    """The same core in another trade."""
    name = maker.name()
    return str(name), str(name._replace(industry=maker.other(maker.words.industries, name.industry)))


def suffix_changed(maker: Maker) -> tuple[str, str]:
    """Another legal form."""
    name = maker.name()
    return str(name), str(name._replace(suffix=maker.other(maker.words.suffixes, name.suffix)))


def branch(maker: Maker) -> tuple[str, str]:
    """A branch of it, in another place."""
    name = maker.name()
    place = maker.other(maker.words.regions, name.region)[0]
    return str(name), str(name) + maker.draw.choice(maker.words.branches).format(place=place)


def punctuation(maker: Maker) -> tuple[str, str]:
    """Signs and spaces between characters."""
    name = str(maker.name())
    return name, "".join(one + (maker.draw.choice(MARKS) if maker.draw.random() < 0.3 else "") for one in name)


def region_moved(maker: Maker) -> tuple[str, str]:
    """北京鼎盛科技 as 鼎盛（北京）科技 or 鼎盛科技（北京）."""
    name = maker.name()
    left, right = maker.draw.choice((("（", "）"), ("(", ")")))
    place = f"{left}{name.region[0]}{right}"
    parts = maker.draw.choice(((name.core, place, name.industry[0]), (name.core, name.industry[0], place)))
    return str(name), "".join(parts) + name.suffix


def filler(maker: Maker) -> tuple[str, str]:
    """新鼎盛, 鼎盛国际."""
    name = maker.name()
    before, after = maker.draw.choice(maker.words.fillers)
    return str(name), _with_core(name, before + name.core + after)


def dropped(maker: Maker) -> tuple[str, str]:
    """One character fewer, of three or four."""
    name = maker.name(least=3)
    at = maker.draw.randrange(len(name.core))
    return str(name), _with_core(name, name.core[:at] + name.core[at + 1 :])


def pinyin(maker: Maker) -> tuple[str, str]:
    """The core in Latin letters, alone or with the English legal form."""
    name = maker.name()
    return str(name), spelled(name.core) + maker.draw.choice(("", f" {maker.draw.choice(maker.words.latin_suffixes)}"))


def english(maker: Maker) -> tuple[str, str]:
    """As on its English letterhead."""
    name = maker.name()
    return str(name), name.english() if maker.draw.random() < 0.7 else name.english().upper()


def mixed(maker: Maker) -> tuple[str, str]:
    """北京Dingsheng科技有限公司."""
    name = maker.name()
    return str(name), _with_core(name, maker.draw.choice((spelled(name.core), spelled(name.core).upper())))


def latin_form(maker: Maker) -> tuple[str, str]:
    """Acme Ltd as ACME, GmbH."""
    words = maker.words
    name, suffix = maker.draw.choice(words.latin), maker.draw.choice(words.latin_suffixes)
    other = maker.other(words.latin_suffixes, suffix)
    return f"{name} {suffix}", maker.draw.choice((f"{name.upper()} {other}", f"{name}, {other}", f"The {name} {other}"))


def several(maker: Maker) -> tuple[str, str]:
    """Elsewhere, another legal form, and either one character by its sound or the traditional ones."""
    name = maker.name(least=3)
    changed = name._replace(
        region=maker.other(maker.words.regions, name.region), suffix=maker.other(maker.words.suffixes, name.suffix)
    )
    if maker.draw.random() < 0.5:
        return str(name), _printer("s2t").convert(str(changed))
    return str(name), _with_core(changed, maker.homophone(name.core[0]) + name.core[1:])


EVASIONS: dict[str, Recipe] = {
    recipe.__name__: recipe
    for recipe in (
        traditional, zero_width, full_width, homophone, homophones_all, look_alike, region_dropped, region_changed, industry_changed,
        suffix_changed, branch, punctuation, region_moved, filler, dropped, pinyin, english, mixed, latin_form, several,
    )
}  # fmt: skip
