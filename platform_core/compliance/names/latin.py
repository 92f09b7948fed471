"""Names in Latin letters: legal forms of many countries, regions and trades taken off."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from cleanco import basename

from platform_core.compliance.names import divisions, terms

APOSTROPHES = re.compile(r"['’`ʼ]")
WORDS = re.compile(r"[^\W_]+")
LONGEST_REGION = 3  # words: Xi an, Hu he hao te is spelled in one


class Words(NamedTuple):
    """A Latin name taken apart; ``core`` in one word, ``bare`` with a space between words."""

    core: str
    bare: str
    region: str
    region_code: str
    industry: str
    suffix: str


def taken_apart(plain: str) -> Words:
    """Of a name in small letters."""
    text = APOSTROPHES.sub("", without_accents(plain))
    rest = text
    while (shorter := basename(rest)) and shorter != rest:
        rest = shorter
    words = WORDS.findall(rest) or WORDS.findall(text)
    suffix = " ".join(WORDS.findall(text[len(rest) :]))
    words, region, code = _without_region(words)
    core = [word for word in words if word not in terms.GENERIC_LATIN] or words
    industry = " ".join(word for word in words if word not in core)
    return Words("".join(core), " ".join(words), region, code, industry, suffix)


def without_accents(text: str) -> str:
    """Letters without their marks."""
    return "".join(one for one in unicodedata.normalize("NFKD", text) if unicodedata.category(one) != "Mn")


def _without_region(words: list[str]) -> tuple[list[str], str, str]:
    """A region of China in front, or at the end, of what is no word of trade."""
    for size in range(min(LONGEST_REGION, len(words) - 1), 0, -1):
        for region, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            code = divisions.latin_names().get("".join(region))
            if code is not None and any(word not in terms.GENERIC_LATIN for word in rest):
                return rest, " ".join(region), code
    return words, "", ""
