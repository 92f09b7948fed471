from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import Error

from platform_core.compliance.engine import AGAINST, Outcome, Rule, evaluate, verdict_of
from platform_core.compliance.enums import Level, RuleResult, SubjectKind, Verdict
from platform_core.compliance.errors import RuleRefused, ScreeningUnavailable
from platform_core.compliance.known_rules import KnownRule
from platform_core.compliance.rule_selectors import list_known_rules
from platform_core.compliance.selectors import ZONE
from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import find_current_tenant


class Asked(NamedTuple):
    """What came of asking some rules."""

    rules: tuple[Rule, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def verdict(self) -> Verdict:
        """Whether to go on."""
        return verdict_of(self.outcomes)

    @property
    def applies(self) -> bool:
        """Was any of them one for this case at all?"""
        return any(outcome.result != RuleResult.NOT_APPLICABLE for outcome in self.outcomes)

    def stands(self, rule_id: str) -> bool:
        """Does nothing speak against the case in this rule? One that was not asked speaks against nothing."""
        return all(each.result not in AGAINST for each in self.outcomes if each.rule_id == rule_id)

    def refusal(self, **data: Any) -> RuleRefused | None:
        """What is said where a rule blocks; None: none does.

        Args:
            data: more of what the refusal says, e.g. ``param``.
        """
        blocked = [each for each in self.outcomes if each.level == Level.BLOCK and each.result in AGAINST]
        if not blocked:
            return None
        first = blocked[0]
        words = next(rule.words for rule in self.rules if (rule.id, rule.version) == (first.rule_id, first.version))
        return RuleRefused(
            rule=first.rule_id,
            version=first.version,
            rules=[f"{each.rule_id} v{each.version}" for each in blocked],
            lacking=sorted({name for each in blocked for name in each.lacking}),
            **words._asdict(),
            **data,
        )


def ask_rules(
    *,
    subject_kind: SubjectKind,
    facts: Mapping[str, Any],
    now: dt.datetime,
    regions: Collection[str] = ("CN",),
    only: Collection[str] = (),
    zone: str = ZONE,
) -> Asked:
    """Ask the rules in force, and keep nothing of it: before something is decided, or where the thing itself keeps what it was asked.

    Args: as those of ``screen``, which keeps what came of it.

    Raises:
        ScreeningUnavailable: no rules, an unknown one, or no database.
    """
    in_shop = find_current_tenant() is not None
    try:
        known = list_known_rules(in_shop=in_shop)
    except Error as error:
        raise ScreeningUnavailable(reason=type(error).__name__) from error
    rules = _choices[in_shop].get(known, subject_kind, only)
    return Asked(rules, tuple(evaluate(rules, facts, local_date(now, zone), regions)))


class _Choices:
    """What was chosen of the rules as this process knows them; chosen anew once it has read them anew."""

    def __init__(self) -> None:
        self._of: tuple[tuple[KnownRule, ...], dict[tuple[SubjectKind, tuple[str, ...]], tuple[Rule, ...]]] = ((), {})

    def get(self, known: tuple[KnownRule, ...], kind: SubjectKind, only: Collection[str]) -> tuple[Rule, ...]:
        of = self._of
        if known is not of[0]:
            of = self._of = (known, {})
        key = (kind, tuple(only))
        chosen = of[1].get(key)
        if chosen is None:
            chosen = of[1][key] = tuple(_choose(known, kind, only))
        return chosen


_choices = {True: _Choices(), False: _Choices()}


def _choose(known: Sequence[KnownRule], kind: SubjectKind, only: Collection[str]) -> list[Rule]:
    of_kind = [(rule, family) for rule, family in known if kind in rule.subjects]
    unknown = set(only) - {name for rule, family in of_kind for name in (rule.id, family)}
    if unknown or not of_kind:
        raise ScreeningUnavailable(reason="no_such_rules", rules=sorted(unknown))
    return [rule for rule, family in of_kind if not only or rule.id in only or family in only]
