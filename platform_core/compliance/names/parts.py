"""A company name in its parts: who it is, where, in which trade, in which legal form, and which branch."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from platform_core.compliance.names import divisions, latin, terms, writing

BRACKETS = re.compile(r"[(\[{<【〔《「][^)\]}>】〕》」]*[)\]}>】〕》」]")
# A word before the region that changes nothing about whose name it is.
BEFORE_REGION = "新老大正中"
SHORTEST = 2
# Legal forms of so many characters are no part of a longer one.
SURE = 3
PAIR = 2


@dataclass(frozen=True, slots=True)
class Parts:
    """A name taken apart. All parts are in simplified characters and small letters, without spaces and signs.

    ``core`` is what tells it from others, never empty unless the name is. ``region_code`` has six digits of GB/T 2260. ``bare`` is the
    name without region, legal form and branch. ``letters`` is the core in Latin letters; ``sounds`` and ``shapes`` have one sign for
    each of its characters, alike where these are pronounced or drawn alike. ``literal`` is the other reading, where words around the
    core are not as they are written: as if they were.
    """

    name: str
    core: str
    region: str = ""
    region_code: str = ""
    industry: str = ""
    suffix: str = ""
    branch: str = ""
    bare: str = ""
    letters: str = field(default="", repr=False)
    sounds: str = field(default="", repr=False)
    shapes: str = field(default="", repr=False)
    literal: Parts | None = field(default=None, repr=False)

    @property
    def is_latin(self) -> bool:
        """Is the core written in letters?"""
        return bool(self.core) and writing.HAN.search(self.core) is None

    @property
    def readings(self) -> tuple[Parts, ...]:
        """As it is meant and, where that is another one, as it is written."""
        return (self, self.literal) if self.literal else (self,)


def normalise(name: str) -> Parts:
    """Take a name apart, Chinese or Latin, however it is written.

    :returns: its parts; one without any letter or digit has an empty core.
    """
    plain = writing.folded(name)
    if not writing.HAN.search(plain):
        return _latin(name, plain)
    meant = _chinese(name, plain, meant=True)
    around = meant.region + meant.core + meant.industry + meant.suffix + meant.branch
    if sorted(around) == sorted(writing.letters_and_digits(plain)):
        return meant
    literal = _chinese(name, plain, meant=False)
    return meant if literal.core == meant.core else replace(meant, literal=literal)


def _finished(
    name: str, core: str, bare: str, place: tuple[str, str], industry: str, suffix: str, branch: str
) -> Parts:
    letters = writing.letters_and_digits(writing.pinyin(core))
    sounds, shapes = writing.sounds(core), writing.shapes(core)
    return Parts(name, core, *place, industry, suffix, branch, bare, letters, sounds, shapes)


def _latin(name: str, plain: str) -> Parts:
    words = latin.taken_apart(plain)
    place = (words.region, words.region_code)
    return _finished(name, words.core, words.bare, place, words.industry, words.suffix, "")


def _chinese(name: str, plain: str, *, meant: bool) -> Parts:
    text, region, form = _without_brackets(plain, meant=meant)
    text, branch = _without_branch(text)
    text, suffix = _without_suffix(text, meant=meant)
    text, at_front = _without_region(text, meant=meant)
    region = at_front if at_front.text else region
    text, behind = _without_region_behind(text) if not region.text else (text, region)
    core, industry = _without_industry(text, meant=meant)
    if not behind.text:
        core, behind = _without_region_behind(core)
    region = region if region.text else behind
    return _finished(name, core, core + industry, (region.text, region.code), industry, suffix + form, branch)


def _without_brackets(plain: str, *, meant: bool) -> tuple[str, divisions.Region, str]:
    """A region in brackets is one, a legal form as well; anything else stands there for nothing."""
    region, form = divisions.Region("", "", 0), ""

    def taken(match: re.Match[str]) -> str:
        nonlocal region, form
        inner = writing.letters_and_digits(match[0])
        found = divisions.leading((meant and divisions.meant_names().meant(inner)) or inner)
        if inner and found.end == len(inner) and not region.text:
            region = found
            return ""
        if word := terms.meant_suffixes().meant(inner) if meant else inner in terms.SUFFIXES and inner:
            form = word
            return ""
        return inner

    rest = writing.letters_and_digits(BRACKETS.sub(taken, plain))
    return (rest, region, form) if rest else (writing.letters_and_digits(plain), divisions.Region("", "", 0), "")


def _without_branch(text: str) -> tuple[str, str]:
    """What follows a whole company name and ends like a branch, or is a branch in any name."""
    for form in terms.FORMS.finditer(text):
        head, tail = text[: form.end()], text[form.end() :]
        if form.start() >= SHORTEST and tail and terms.BRANCH.match(tail):
            return head, tail
    found = terms.BARE_BRANCH.match(text)
    if not found:
        return text, ""
    head = found["head"]
    cut, place = _without_region_behind(head)
    return (cut, place.text + found["word"]) if place.text else (head, found["word"])


def _without_suffix(text: str, *, meant: bool) -> tuple[str, str]:
    suffix = ""
    for _ in range(2):
        found = terms.SUFFIX.search(text, SHORTEST)
        word, size = (found[0], len(found[0])) if found else ("", 0)
        if meant and size < SURE and not _trade_at_end(text[: len(text) - size], len(text), meant=False)[1]:
            # 公司 of 有眼公司, or nothing
            other, longer = terms.meant_suffixes().at_end(text, len(text) - SHORTEST)
            word, size = (other, longer) if longer > size else (word, size)
        text, suffix = text[: len(text) - size], word + suffix
    return text, suffix


def _without_region(text: str, *, meant: bool) -> tuple[str, divisions.Region]:
    for skipped in range(2):
        if skipped and text[:1] not in BEFORE_REGION:
            break
        given = text[skipped:]
        found = divisions.leading(given)
        sure = len(found.text) > SHORTEST or found.code.endswith("00")
        mended = _region_meant(given, found) if meant else None
        if mended is not None:
            given, found, sure = *mended, False
        rest = given[found.end :]
        if found.text and len(rest) >= SHORTEST and (sure or _says_who(rest, meant=meant)):
            return rest, found
    return text, divisions.Region("", "", 0)


def _region_meant(text: str, found: divisions.Region) -> tuple[str, divisions.Region] | None:
    """The text with regions at its front as they are written properly, 渌圳市 as 深圳市, and what it then begins with.

    :returns: None where it begins with no other than is found.
    """
    meant = None
    while not found.end or (found.code.endswith("00") and not divisions.RANKED.isdisjoint(text[found.end + 2 :])):
        rest = text[found.end :]
        word, size = divisions.meant_names().at_start(rest, len(rest) - SHORTEST)
        if not size or (found.end and word[-1] not in divisions.RANKED):
            break
        mended = text[: found.end] + word + rest[size:]
        longer = divisions.leading(mended)
        if longer.end <= found.end:
            break
        meant = text, found = mended, longer
    return meant


def _says_who(text: str, *, meant: bool) -> bool:
    """Are two characters left without words of trade? Else 东方 of 东方红食品 is no town."""
    rest = _without_industry(text, least=1, meant=False)[0]
    if meant and rest == text:
        rest = text[: len(text) - terms.meant_trades().at_end(text, len(text) - 1)[1]]
    return len(rest) >= SHORTEST


def _without_region_behind(text: str) -> tuple[str, divisions.Region]:
    """One at the end: a province or prefecture, or a division with its rank."""
    if text[-1:] not in divisions.endings():
        return text, divisions.Region("", "", 0)
    for size in range(min(divisions.LONGEST, len(text) - SHORTEST), 1, -1):
        tail = text[-size:]
        found = divisions.leading(tail)
        if found.text and found.end == size and (found.code.endswith("00") or tail[-1] in divisions.RANKED):
            return text[:-size].removesuffix("驻"), found
    return text, divisions.Region("", "", 0)


def _without_industry(text: str, least: int = SHORTEST, *, meant: bool) -> tuple[str, str]:
    """Words of trade off the end, one after the other, as long as ``least`` characters are left.

    :param meant: those too that are written otherwise; they are returned as they are written properly.
    """
    rest, industry, last = text, "", ""
    while True:
        word, size = _trade_at_end(rest, len(rest) - least, meant=meant)
        if not size and meant and last and len(rest) >= least + PAIR:
            # 役贵 says nothing, 役贵管理 does.
            longer = terms.meant_trades().meant(rest[-PAIR:] + last, all_alike=True)
            word, size = longer[:PAIR], PAIR if longer else 0
        if not size:
            return rest, industry
        rest, industry, last = rest[:-size], word + industry, word


def _trade_at_end(text: str, most: int, *, meant: bool) -> tuple[str, int]:
    for size in terms.trade_sizes().get(text[-1:], ()):
        if size <= most and text[-size:] in terms.said_of_trade():
            return text[-size:], size
    return terms.meant_trades().at_end(text, most) if meant else ("", 0)
