"""The rules of the house, on this repository and on trees that break them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from tests.architecture.debts import DEBTS
from tests.architecture.planted import CASES, Case

ROOT = Path(__file__).parents[2]
RULES = sorted(path.stem for path in (Path(__file__).parent / "rules").glob("*.py") if path.stem != "__init__")


def violations(rule: str, root: Path) -> list[str]:
    """What the rule says of the tree."""
    found: list[str] = import_module(f"tests.architecture.rules.{rule}").violations(root)
    return found


@pytest.mark.parametrize("rule", RULES)
def test_the_repository_breaks_no_rule(rule: str) -> None:
    found = violations(rule, ROOT)
    new = [each for each in found if not any(debt.covers(rule, each) for debt in DEBTS)]
    assert not new, "\n" + "\n".join(new)


def test_a_paid_debt_is_struck_out() -> None:
    found = {rule: violations(rule, ROOT) for rule in {debt.rule for debt in DEBTS}}
    assert [debt for debt in DEBTS if not any(debt.covers(debt.rule, each) for each in found[debt.rule])] == []


@pytest.mark.parametrize("case", CASES, ids=[f"{case.rule}-{number}" for number, case in enumerate(CASES)])
def test_a_rule_sees_what_is_planted_and_nothing_else(case: Case, tmp_path: Path) -> None:
    case.plant(tmp_path)
    found = violations(case.rule, tmp_path)
    if case.says is None:
        assert found == []
    else:
        assert any(case.says in each for each in found), found


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_proved_both_ways(rule: str) -> None:
    planted = [case for case in CASES if case.rule == rule]
    assert any(case.says for case in planted)
    assert any(case.says is None for case in planted)
    assert {case.rule for case in CASES} <= set(RULES)
