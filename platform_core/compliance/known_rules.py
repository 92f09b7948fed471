"""The rules as this process knows them: read once, ready to be asked, and read again before long."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, Final, NamedTuple

from platform_core.compliance.engine import Rule
from platform_core.compliance.rulebook.reading import rule_of

# So late, at most, does a process learn of a version that was loaded for today; one for a later day it knows by then.
KEEP_SECONDS: Final = 30.0


class KnownRule(NamedTuple):
    """A version of a rule, and the family of rules that it belongs to."""

    rule: Rule
    family: str


class _Known(NamedTuple):
    rules: tuple[KnownRule, ...]
    digest: str
    until: float


_known: dict[bool, _Known] = {}
_lock = Lock()


def forget_rules() -> None:
    """Read them anew next time."""
    with _lock:
        _known.clear()


def known_rules(in_shop: bool, read: Callable[[], Iterable[dict[str, Any]]]) -> tuple[KnownRule, ...]:
    """The rules that are asked in shops, or all.

    Args:
        read: gives their stored bodies; its errors go through, and nothing is kept then.
    """
    known = _known.get(in_shop)
    if known is not None and time.monotonic() < known.until:
        return known.rules
    rules = tuple(KnownRule(_ready(rule_of(body)), body["family"]) for body in read())
    if rules:  # none at all is a fault, which may be over in a moment
        with _lock:
            _known[in_shop] = _Known(rules, _digest_of(rules), time.monotonic() + KEEP_SECONDS)
    return rules


def find_digest(in_shop: bool) -> str:
    """Which versions this process asks: 16 digits over all that it knows; empty: it knows none now.

    A version never changes, so that names and numbers say all.
    """
    known = _known.get(in_shop)
    return known.digest if known is not None and time.monotonic() < known.until else ""


def _digest_of(rules: Iterable[KnownRule]) -> str:
    names = sorted(f"{rule.id} v{rule.version}" for rule, _ in rules)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


def _ready(rule: Rule) -> Rule:
    _ = rule.asked, rule.held  # compiled now, not in the middle of a sale
    return rule
