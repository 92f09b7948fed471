"""The examples of the rules notice what is wrong with a condition: a sample; all of them, `python -m benchmarks.mutations` tries."""

import dataclasses
import random

import pytest

from benchmarks.rule_mutants import list_bounds, list_mutants
from platform_core.compliance.engine import apply_rule
from platform_core.compliance.rulebook.reading import list_examples, list_released, rule_of

BODIES = list_released()
SAMPLE = random.Random(20260101).sample(BODIES, 12)


@pytest.mark.parametrize("body", [pytest.param(body, id=body["id"]) for body in SAMPLE])
def test_every_wrong_condition_is_noticed(body):
    rule = rule_of(body)
    examples = list(list_examples(body))
    for part in ("when", "holds"):
        text = getattr(rule, part)
        mutants = list_mutants(text, rule) if text else []
        for mutant in random.Random(body["id"]).sample(mutants, min(12, len(mutants))):
            wrong = dataclasses.replace(rule, **{part: mutant.text})
            assert any(apply_rule(wrong, example.facts).result != example.expected for example in examples), mutant.what


def test_changes_are_made_where_they_count():
    rule = rule_of(next(body for body in BODIES if body["id"] == "CARD-01"))
    texts = {mutant.text for mutant in list_mutants(rule.holds, rule)}
    assert {
        "face > 1 && face <= (named ? 500000 : 100000)",
        "face >= 1 && face <= (named ? 500001 : 100000)",
        "face >= 1 && face <= (named ? 500000 : 99999)",
        "face >= 1 && face <= (!named ? 500000 : 100000)",
        "face >= 1",
        "((face >= 1) || (face <= (named ? 500000 : 100000)))",
    } <= texts
    assert rule.holds not in texts
    assert [(bound.left, bound.step) for bound in list_bounds(rule.holds, rule)] == [("face", 1), ("face", 1)]
