"""Pairs of two companies that have nothing to do with each other, however alike their names look."""

from __future__ import annotations

from collections.abc import Callable

from pypinyin import lazy_pinyin

from testbed.name_pairs.making import Maker, Name


def _beside(maker: Maker, name: Name) -> Name:
    return name._replace(core=maker.unlike(name.core))


def same_surroundings(maker: Maker) -> tuple[str, str]:
    """Same region, trade and legal form; nothing of the core."""
    name = maker.name()
    return str(name), str(_beside(maker, name))


def strangers(maker: Maker) -> tuple[str, str]:
    """Two names with nothing in common but by chance."""
    name = maker.name()
    return str(name), str(maker.name(maker.unlike(name.core)))


def shared_character(maker: Maker) -> tuple[str, str]:
    """Same surroundings, and one character of the core at its place; the others sound otherwise."""
    words, draw = maker.words, maker.draw
    size = draw.choice((2, 2, 3))
    shared, *rest = draw.sample(words.partners, 1 + 2 * (size - 1))
    left, right = "".join(rest[: size - 1]), "".join(rest[size - 1 :])
    if set(lazy_pinyin(left)) & set(lazy_pinyin(right)):
        return shared_character(maker)
    first = draw.random() < 0.5
    name = maker.name(shared + left if first else left + shared)
    return str(name), str(name._replace(core=shared + right if first else right + shared))


def moved_character(maker: Maker) -> tuple[str, str]:
    """Same surroundings; the last character of one core is the first of the other."""
    one, two, three = maker.draw.sample(maker.words.partners, 3)
    name = maker.name(one + two)
    return str(name), str(name._replace(core=two + three))


def same_letters(maker: Maker) -> tuple[str, str]:
    """Cores of another length whose letters run together alike: xi'an and xian, each with a character of its own."""
    left, right = maker.draw.choice(maker.words.split)
    one, two = maker.draw.sample(maker.words.partners, 2)
    name = maker.name(left + one)
    return str(name), str(name._replace(core=right + two))


def branches(maker: Maker) -> tuple[str, str]:
    """Branches of two companies in one place."""
    name, place = maker.name(), maker.draw.choice(maker.words.regions)[0]
    tail = maker.draw.choice(maker.words.branches).format(place=place)
    return str(name) + tail, str(_beside(maker, name)) + tail


def same_filler(maker: Maker) -> tuple[str, str]:
    """Both call themselves new, or international."""
    name = maker.name()
    before, after = maker.draw.choice(maker.words.fillers)
    other = _beside(maker, name)
    return str(name._replace(core=before + name.core + after)), str(other._replace(core=before + other.core + after))


def other_english(maker: Maker) -> tuple[str, str]:
    """One in Chinese, the other as on its English letterhead, in the same place and trade."""
    name = maker.name()
    return str(name), _beside(maker, name).english()


def both_english(maker: Maker) -> tuple[str, str]:
    """Both in English, in the same place and trade."""
    name = maker.name()
    return name.english(), _beside(maker, name).english()


def latin(maker: Maker) -> tuple[str, str]:
    """Two Latin names with the same legal form."""
    name, suffix = maker.draw.choice(maker.words.latin), maker.draw.choice(maker.words.latin_suffixes)
    return f"{name} {suffix}", f"{maker.other(maker.words.latin, name)} {suffix}"


CLEAN: dict[str, Callable[[Maker], tuple[str, str]]] = {
    recipe.__name__: recipe
    for recipe in (
        same_surroundings, strangers, shared_character, moved_character, same_letters, branches, same_filler, other_english,
        both_english, latin,
    )
}  # fmt: skip
