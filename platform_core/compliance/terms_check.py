"""What a shop writes to its buyers, held against the rules on void clauses: which sentences do not hold, and by which law."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from opencc import OpenCC

from platform_core.compliance.engine import AGAINST, Rule, apply_rule

ASKED: Final = ("CARD-07",)
FACT: Final = "terms_text"
SENTENCE: Final = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
SIGNS: Final = re.compile(r"[\W_]+")
LONGEST_RUN: Final = 3  # a clause that only more than three sentences together make is marked with all of them
HAN: Final = re.compile(r"[\u3400-\u9fff]")


class Clause(NamedTuple):
    """A sentence, as it was written, that a rule does not let stand. ``source``: the law."""

    sentence: str
    rule_id: str
    source: str


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def plain(text: str) -> str:
    """As the rules read it: simplified characters of usual width, small letters, no blanks and no signs in between."""
    wide = unicodedata.normalize("NFKC", text)
    simple = _simplifier().convert(wide) if HAN.search(wide) else wide
    return SIGNS.sub("", simple).casefold()


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, as they were written."""
    return [found.strip() for found in SENTENCE.findall(text) if plain(found)]


def mark_clauses(text: str, rules: Sequence[Rule], sources: dict[str, str]) -> list[Clause]:
    """The sentences against which a rule stands; where only several together say it, all of these.

    Args:
        rules: in force, each about ``terms_text``.
        sources: of each rule its law.
    """
    sentences = sentences_of(text)
    return [
        Clause(sentence, rule.id, sources.get(rule.id, ""))
        for rule in rules
        if _against(rule, text)
        for sentence in _smallest(rule, sentences)
    ]


def _smallest(rule: Rule, sentences: list[str]) -> list[str]:
    for size in range(1, min(len(sentences), LONGEST_RUN) + 1):
        runs = [sentences[at : at + size] for at in range(len(sentences) - size + 1)]
        found = [sentence for run in runs if _against(rule, " ".join(run)) for sentence in run]
        if found:
            return list(dict.fromkeys(found))
    return sentences


def _against(rule: Rule, text: str) -> bool:
    facts: dict[str, Any] = {FACT: plain(text)}
    return apply_rule(rule, facts).result in AGAINST
