"""Rules applied to facts. Pure: no table, no clock; what is not known is never taken for allowed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import orjson
from cel_expr_python import cel

from platform_core.compliance.enums import Level, RuleResult, Verdict
from platform_core.compliance.rule_language import KINDS, Fact, compile_condition, find_value

EVERYWHERE: Final = "*"
TODAY: Final = "today"  # the day of the evaluation: no caller's to choose
SCORE_VERSION: Final = 1
MOST_POINTS: Final = 100
ONE_REVIEWER, TWO_REVIEWERS = 30, 60
# What cannot be told counts as not holding.
AGAINST: Final = frozenset({RuleResult.FAILED, RuleResult.UNAVAILABLE})


class RuleWords(NamedTuple):
    """What is said to people when a rule does not hold, and what they can do, in Chinese and in English."""

    message_zh: str = ""
    message_en: str = ""
    remedy_zh: str = ""
    remedy_en: str = ""


NO_WORDS: Final = RuleWords()


@dataclass(frozen=True)
class Rule:
    """One version of a rule.

    Attributes:
        regions: where it holds: ``CN``, ``CN-SH``, ``US``, ``EU``, or ``*``.
        subjects: kinds of what it is asked about (``SubjectKind``).
        when: the condition under which it is asked at all; empty: always.
        holds: what must be true.
        points: what it adds to a score when it does not hold; of rules for review only.
    """

    id: str
    version: int
    level: Level
    regions: tuple[str, ...]
    subjects: tuple[str, ...]
    effective_from: dt.date
    effective_to: dt.date | None
    facts: tuple[Fact, ...]
    when: str
    holds: str
    points: int = 0
    words: RuleWords = NO_WORDS

    @cached_property
    def asked(self) -> cel.Expression | None:
        """``when``, compiled at the first use; None: always.

        Raises:
            ValueError
        """
        return compile_condition(self.when, self.facts) if self.when else None

    @cached_property
    def held(self) -> cel.Expression:
        """``holds``, compiled at the first use.

        Raises:
            ValueError
        """
        return compile_condition(self.holds, self.facts)


class Outcome(NamedTuple):
    """What came of one rule.

    ``code``: names the sentence for people. ``inputs``: the facts that it used, as JSON has them, ``inputs_hash`` their SHA-256.
    ``lacking``: facts that it could not be told without.
    """

    rule_id: str
    version: int
    level: Level
    result: RuleResult
    code: str
    points: int
    inputs: dict[str, Any]
    inputs_hash: str
    lacking: tuple[str, ...]


def hash_inputs(inputs: Mapping[str, Any]) -> str:
    """SHA-256 of facts as canonical JSON: keys in order, no spaces."""
    return hashlib.sha256(orjson.dumps(inputs, option=orjson.OPT_SORT_KEYS)).hexdigest()


def in_force(rules: Iterable[Rule], on: dt.date) -> list[Rule]:
    """Of each rule the highest version that has begun, unless that has ended; by id.

    A version that ends ends the rule: an older one does not come back.
    """
    begun: dict[str, Rule] = {}
    for rule in rules:
        known = begun.get(rule.id)
        if rule.effective_from <= on and (known is None or known.version < rule.version):
            begun[rule.id] = rule
    return [rule for _, rule in sorted(begun.items()) if rule.effective_to is None or on <= rule.effective_to]


def holds_in(rule: Rule, regions: Collection[str]) -> bool:
    """Does a rule hold for whoever is in these regions? A rule of a country holds in its provinces too."""
    wide = {EVERYWHERE, *regions, *(region.partition("-")[0] for region in regions)}
    return not wide.isdisjoint(rule.regions)


def evaluate(rules: Iterable[Rule], facts: Mapping[str, Any], on: dt.date, regions: Collection[str]) -> list[Outcome]:
    """Ask every rule in force on a day.

    Args:
        facts: by name; what a rule does not ask for is not looked at. ``today`` is the day, whatever is given.
        regions: where the subject is: ``CN-BJ``, ``US`` and so on.
    """
    known = {**facts, TODAY: on}
    return [
        apply_rule(rule, known) if holds_in(rule, regions) else _outcome(rule, RuleResult.NOT_APPLICABLE, {})
        for rule in in_force(rules, on)
    ]


def apply_rule(rule: Rule, facts: Mapping[str, Any]) -> Outcome:
    """Ask one rule, wherever and whenever."""
    good, bad = _sort_facts(rule, facts)
    given = {fact.name: KINDS[fact.kind].give(facts[fact.name]) for fact in good}
    inputs = {fact.name: KINDS[fact.kind].write(facts[fact.name]) for fact in good}
    asked = True if rule.asked is None else find_value(rule.asked, given)
    if asked is False:
        return _outcome(rule, RuleResult.NOT_APPLICABLE, inputs)
    held = None if asked is None or bad else find_value(rule.held, given)
    if held is None:
        return _outcome(rule, RuleResult.UNAVAILABLE, inputs, bad or _not_among(good, rule))
    return _outcome(rule, RuleResult.PASSED if held else RuleResult.FAILED, inputs)


def _not_among(good: Collection[Fact], rule: Rule) -> tuple[str, ...]:
    return tuple(fact.name for fact in rule.facts if fact not in good)


def _sort_facts(rule: Rule, facts: Mapping[str, Any]) -> tuple[list[Fact], tuple[str, ...]]:
    """The facts that can be used, and the names of those that should be there and are not, or are of another type."""
    good, bad = [], []
    for fact in rule.facts:
        value = facts.get(fact.name)
        if value is not None and KINDS[fact.kind].fits(value):
            good.append(fact)
        elif value is not None or not fact.optional:
            bad.append(fact.name)
    return good, tuple(bad)


def _outcome(rule: Rule, result: RuleResult, inputs: dict[str, Any], lacking: tuple[str, ...] = ()) -> Outcome:
    counts = result in AGAINST and rule.level == Level.REVIEW
    return Outcome(
        rule.id,
        rule.version,
        rule.level,
        result,
        f"{rule.id}.{result}",
        rule.points if counts else 0,
        inputs,
        hash_inputs(inputs),
        lacking,
    )


def verdict_of(outcomes: Iterable[Outcome]) -> Verdict:
    """Blocked by any rule that blocks and does not hold or cannot be told; likewise for review; else clear."""
    against = {outcome.level for outcome in outcomes if outcome.result in AGAINST}
    if Level.BLOCK in against:
        return Verdict.BLOCKED
    return Verdict.REVIEW if Level.REVIEW in against else Verdict.CLEAR


def score_of(outcomes: Iterable[Outcome]) -> int:
    """Points of what does not hold or cannot be told, added up, to 100 at most."""
    return min(MOST_POINTS, sum(outcome.points for outcome in outcomes))


def count_reviewers(score: int) -> int:
    """How many people must look at it: none below 30, two from 60 on."""
    return (score >= ONE_REVIEWER) + (score >= TWO_REVIEWERS)
