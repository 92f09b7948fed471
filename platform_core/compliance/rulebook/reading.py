"""From a file of rules to rules: its shape, its conditions and its examples are checked, and said in words when they are wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson
import yaml

from platform_core.compliance.engine import Rule, RuleWords, apply_rule
from platform_core.compliance.enums import Level, RuleResult
from platform_core.compliance.errors import RulebookRefused
from platform_core.compliance.rule_language import Fact, compile_condition

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

FILE_KEYS: Final = {"family", "defaults", "rules"}
FOLDER: Final = Path(__file__).parent
READERS: Final = {"date": dt.date.fromisoformat, "moment": dt.datetime.fromisoformat}
EXPECTED: Final = {"pass": RuleResult.PASSED, "fail": RuleResult.FAILED, "skip": RuleResult.NOT_APPLICABLE}


class Example(NamedTuple):
    """Facts, and what the rule makes of them; ``name``: e.g. ``fail 2``."""

    name: str
    facts: dict[str, Any]
    expected: RuleResult


def list_files() -> list[Path]:
    """The files of the rulebook that comes with this release."""
    return sorted(FOLDER.glob("*.yaml"))


def list_released() -> list[dict[str, Any]]:
    """The rules that come with this release.

    Raises:
        RulebookRefused
    """
    found: list[dict[str, Any]] = orjson.loads(_released())
    return found


@cache
def _released() -> bytes:
    """Read once: checking the shape of a hundred rules takes half a second. As JSON, so that what a caller changes is its own."""
    return orjson.dumps([body for path in list_files() for body in read_text(path.read_text(encoding="utf-8"))])


def read_text(text: str) -> list[dict[str, Any]]:
    """The rules of a file as they are stored: JSON, days as text.

    Raises:
        RulebookRefused: it is not YAML, or not a file of rules.
    """
    try:
        found = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are the safe one
    except yaml.YAMLError as error:
        raise RulebookRefused(rule="", reason=f"not YAML: {error}") from error
    if not isinstance(found, dict) or set(found) - FILE_KEYS or not isinstance(found.get("rules"), list):
        raise RulebookRefused(rule="", reason=f"a file of rules has {', '.join(sorted(FILE_KEYS))}")
    plain = orjson.loads(orjson.dumps(found, option=orjson.OPT_NON_STR_KEYS))
    given = {"family": plain.get("family"), **(plain.get("defaults") or {})}
    bodies = [{**given, **rule} if isinstance(rule, dict) else rule for rule in plain["rules"]]
    for number, body in enumerate(bodies, 1):
        _check_shape(body, number)
    return bodies


def hash_body(body: dict[str, Any]) -> str:
    """SHA-256 of a rule's body as canonical JSON."""
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()


def hash_files(texts: Iterable[str]) -> str:
    """SHA-256 over the contents of files of rules."""
    return hashlib.sha256(b"\0".join(text.encode() for text in texts)).hexdigest()


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # a tenth of a second at the start of processes that read no rules

    return Draft202012Validator(
        orjson.loads((FOLDER / "schema.json").read_bytes()), format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def _check_shape(body: Any, number: int) -> None:
    from jsonschema.exceptions import best_match  # see _validator

    error = best_match(_validator().iter_errors(body))
    if error is not None:
        named = body.get("id") if isinstance(body, dict) else None
        raise RulebookRefused(rule=str(named or f"rule {number}"), reason=f"{error.json_path}: {error.message}")


def rule_of(body: dict[str, Any]) -> Rule:
    """The rule that a stored body says."""
    end = body.get("effective_to")
    return Rule(
        id=body["id"],
        version=body["version"],
        level=Level(body["level"]),
        regions=tuple(body["jurisdiction"]),
        subjects=tuple(body["applies_to"]),
        effective_from=dt.date.fromisoformat(body["effective_from"]),
        effective_to=dt.date.fromisoformat(end) if end else None,
        facts=tuple(
            Fact(name, fact["type"], fact.get("optional", False)) for name, fact in sorted(body["facts"].items())
        ),
        when=body.get("when", ""),
        holds=body["holds"],
        points=body.get("points", 0),
        words=RuleWords(*(body[part][language] for part in ("message", "remedy") for language in ("zh", "en"))),
    )


def read_fact(kind: str, value: Any) -> Any:
    """A fact as an example or a store writes it: days and moments are text there."""
    reader = READERS.get(kind)
    if reader is None or not isinstance(value, str):
        return value
    try:
        return reader(value)
    except ValueError:
        return value  # no such day: not of its type, and said so by whoever asks the rule


def list_examples(body: dict[str, Any]) -> Iterator[Example]:
    """The examples of a rule: each changes some facts of ``base``; null takes one away."""
    examples = body["vectors"]
    kinds = {name: fact["type"] for name, fact in body["facts"].items()}
    for group, expected in EXPECTED.items():
        for number, changes in enumerate(examples.get(group, ()), 1):
            facts = {**examples["base"], **changes}
            read = {name: read_fact(kinds.get(name, ""), value) for name, value in facts.items() if value is not None}
            yield Example(f"{group} {number}", read, expected)


def check_rule(body: dict[str, Any]) -> Rule:
    """Compile a rule and try its examples.

    Raises:
        RulebookRefused: says which condition or example is wrong, and what came of it.
    """
    rule = rule_of(body)
    for name in ("when", "holds"):
        text = body.get(name, "")
        try:
            if text:
                compile_condition(text, rule.facts)
        except ValueError as error:
            raise RulebookRefused(rule=rule.id, reason=f"{name}: {error}") from error
    if rule.effective_to is not None and rule.effective_to < rule.effective_from:
        raise RulebookRefused(rule=rule.id, reason="it ends before it begins")
    for example in list_examples(body):
        unknown = sorted(set(example.facts) - set(body["facts"]))
        if unknown:
            raise RulebookRefused(rule=rule.id, reason=f"{example.name}: no such fact: {', '.join(unknown)}")
        outcome = apply_rule(rule, example.facts)
        if outcome.result != example.expected:
            lacking = f", for want of {', '.join(outcome.lacking)}" if outcome.lacking else ""
            raise RulebookRefused(
                rule=rule.id, reason=f"{example.name}: {outcome.result}, not {example.expected}{lacking}"
            )
    return rule
