"""What rules come to: what is not known never counts as allowed, versions begin and end on their days, points add up."""

import dataclasses
import datetime as dt
import hashlib
import json

import pytest

from platform_core.compliance.engine import (
    MOST_POINTS,
    SCORE_VERSION,
    Outcome,
    Rule,
    apply_rule,
    count_reviewers,
    evaluate,
    hash_inputs,
    holds_in,
    in_force,
    score_of,
    verdict_of,
)
from platform_core.compliance.enums import Level, RuleResult, Verdict
from platform_core.compliance.rule_language import Fact

DAY = dt.date(2026, 3, 5)
FACTS = (Fact("face", "int"), Fact("named", "bool", optional=True))
RULE = Rule(
    id="T-1", version=2, level=Level.BLOCK, regions=("CN",), subjects=("order",), effective_from=dt.date(2026, 1, 1),
    effective_to=None, facts=FACTS, when="face > 0", holds="face <= 100 || named",
)  # fmt: skip
REVIEW = dataclasses.replace(RULE, id="T-2", level=Level.REVIEW, points=40)


def outcome(level, result, points=0):
    return Outcome("T", 1, level, result, f"T.{result}", points, {}, "", ())


def test_a_rule_that_holds_passes_with_the_facts_that_it_used():
    given = {"face": 100, "named": False, "colour": "red"}
    came = apply_rule(RULE, given)
    inputs = {"face": 100, "named": False}
    printed = hashlib.sha256(json.dumps(inputs, separators=(",", ":"), sort_keys=True).encode()).hexdigest()
    assert came == Outcome("T-1", 2, Level.BLOCK, RuleResult.PASSED, "T-1.passed", 0, inputs, printed, ())


def test_a_rule_that_does_not_hold_fails():
    assert apply_rule(RULE, {"face": 101, "named": False})[3:6] == (RuleResult.FAILED, "T-1.failed", 0)
    assert apply_rule(REVIEW, {"face": 101, "named": False})[3:6] == (RuleResult.FAILED, "T-2.failed", 40)


def test_a_rule_that_is_not_asked_adds_nothing():
    came = apply_rule(REVIEW, {"face": 0, "named": False})
    assert came[3:7] == (RuleResult.NOT_APPLICABLE, "T-2.not_applicable", 0, {"face": 0, "named": False})
    assert came.lacking == ()


@pytest.mark.parametrize("value", [None, "7", 7.0, True, 2**63, -(2**63) - 1])
def test_it_cannot_be_told_when_a_fact_is_missing_or_of_another_type(value):
    came = apply_rule(dataclasses.replace(REVIEW, when=""), {"face": value, "named": True})
    assert came[3:7] == (RuleResult.UNAVAILABLE, "T-2.unavailable", 40, {"named": True})
    assert came.lacking == ("face",)
    assert apply_rule(RULE, {"face": value, "named": True}).result == RuleResult.UNAVAILABLE


@pytest.mark.parametrize("value", [2**63 - 1, -(2**63)])
def test_the_largest_numbers_are_told(value):
    assert apply_rule(dataclasses.replace(RULE, when=""), {"face": value}).result != RuleResult.PASSED or value < 0


def test_an_optional_fact_is_needed_only_where_it_is_asked():
    assert apply_rule(RULE, {"face": 100}).result == RuleResult.PASSED
    came = apply_rule(RULE, {"face": 101})
    assert (came.result, came.lacking) == (RuleResult.UNAVAILABLE, ("named",))
    wrong = apply_rule(RULE, {"face": 100, "named": "yes"})  # given, and wrong: whoever asks is mistaken
    assert (wrong.result, wrong.lacking, wrong.inputs) == (RuleResult.UNAVAILABLE, ("named",), {"face": 100})


def test_it_cannot_be_told_when_the_condition_goes_wrong():
    broken = dataclasses.replace(RULE, holds="100 / (face - 50) > 0")
    assert apply_rule(broken, {"face": 60, "named": True}).result == RuleResult.PASSED
    came = apply_rule(broken, {"face": 50, "named": True})
    assert (came.result, came.lacking) == (RuleResult.UNAVAILABLE, ())
    asked = dataclasses.replace(RULE, when="100 / (face - 50) > 0", holds="true")
    assert apply_rule(asked, {"face": 50, "named": True}).result == RuleResult.UNAVAILABLE


def test_a_rule_begins_on_its_day_and_ends_after_its_last():
    ending = dataclasses.replace(RULE, effective_to=dt.date(2026, 6, 30))
    for day, there in [((2025, 12, 31), False), ((2026, 1, 1), True), ((2026, 6, 30), True), ((2026, 7, 1), False)]:
        assert in_force([ending], dt.date(*day)) == ([ending] if there else [])
    assert in_force([RULE], dt.date(2099, 1, 1)) == [RULE]


def test_a_higher_version_takes_over_on_its_day():
    newer = dataclasses.replace(RULE, version=3, effective_from=dt.date(2026, 5, 1), holds="face <= 50")
    for versions in ([RULE, newer], [newer, RULE]):
        assert in_force(versions, dt.date(2026, 4, 30)) == [RULE]
        assert in_force(versions, dt.date(2026, 5, 1)) == [newer]
    came = evaluate([newer, RULE], {"face": 80}, dt.date(2026, 5, 1), {"CN"})
    assert [(each.version, each.result) for each in came] == [(3, RuleResult.FAILED)]


def test_a_version_that_ends_ends_the_rule():
    last = dataclasses.replace(RULE, version=3, effective_from=dt.date(2026, 2, 1), effective_to=dt.date(2026, 2, 28))
    assert in_force([RULE, last], dt.date(2026, 3, 1)) == []
    assert in_force([RULE, last], dt.date(2026, 1, 31)) == [RULE]


def test_an_older_version_that_begins_later_does_not_come_back():
    older = dataclasses.replace(RULE, version=1, effective_from=dt.date(2026, 2, 1))
    assert in_force([RULE, older], DAY) == in_force([older, RULE], DAY) == [RULE]


def test_rules_are_asked_in_the_order_of_their_ids():
    rules = [dataclasses.replace(RULE, id=name) for name in ("B", "C", "A")]
    assert [rule.id for rule in in_force(rules, DAY)] == ["A", "B", "C"]
    assert [each.rule_id for each in evaluate(rules, {"face": 1}, DAY, ["CN"])] == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("regions", "where", "there"),
    [
        (("CN",), {"CN"}, True),
        (("CN",), {"CN-BJ"}, True),
        (("CN-BJ", "CN-SH"), {"CN-SH"}, True),
        (("CN-BJ",), {"CN"}, False),
        (("CN-BJ",), {"CN-GD"}, False),
        (("US",), {"CN"}, False),
        (("US",), {"CN", "US"}, True),
        (("*",), set(), True),
        (("CN",), set(), False),
    ],
)
def test_a_rule_holds_where_it_says(regions, where, there):
    rule = dataclasses.replace(RULE, regions=regions)
    assert holds_in(rule, where) is there
    (came,) = evaluate([rule], {"face": 500, "named": False}, DAY, where)
    assert came.result == (RuleResult.FAILED if there else RuleResult.NOT_APPLICABLE)
    assert came.inputs == ({"face": 500, "named": False} if there else {})


def test_the_day_is_the_days_of_the_evaluation_whatever_is_given():
    rule = dataclasses.replace(
        RULE, facts=(Fact("today", "date"),), when="", holds="today <= timestamp('2026-03-05T00:00:00Z')"
    )
    (came,) = evaluate([rule], {"today": dt.date(1999, 1, 1)}, DAY, {"CN"})
    assert (came.result, came.inputs) == (RuleResult.PASSED, {"today": "2026-03-05"})
    (late,) = evaluate([rule], {}, DAY + dt.timedelta(days=1), {"CN"})
    assert late.result == RuleResult.FAILED


def test_the_print_of_facts_does_not_depend_on_their_order():
    assert hash_inputs({"a": 1, "b": "二"}) == hash_inputs({"b": "二", "a": 1})
    assert hash_inputs({"a": 1}) != hash_inputs({"a": 2})


@pytest.mark.parametrize("against", [RuleResult.FAILED, RuleResult.UNAVAILABLE])
def test_the_verdict_is_the_worst_of_what_does_not_hold_or_cannot_be_told(against):
    block, review, inform = (outcome(level, against) for level in (Level.BLOCK, Level.REVIEW, Level.INFORM))
    passed = [outcome(level, RuleResult.PASSED) for level in Level]
    assert verdict_of([*passed, inform, review, block]) == Verdict.BLOCKED
    assert verdict_of([*passed, inform, review]) == Verdict.REVIEW
    assert verdict_of([*passed, inform]) == Verdict.CLEAR


def test_what_holds_or_does_not_apply_is_clear():
    for result in (RuleResult.PASSED, RuleResult.NOT_APPLICABLE):
        assert verdict_of([outcome(level, result) for level in Level]) == Verdict.CLEAR
    assert verdict_of([]) == Verdict.CLEAR


def test_points_add_up_to_a_hundred_at_most():
    came = [outcome(Level.REVIEW, RuleResult.FAILED, points) for points in (40, 30, 29)]
    assert score_of(came) == 99
    assert score_of([*came, came[0]]) == MOST_POINTS == 100
    assert score_of([]) == 0
    assert SCORE_VERSION == 1


@pytest.mark.parametrize(("score", "people"), [(0, 0), (29, 0), (30, 1), (31, 1), (59, 1), (60, 2), (61, 2), (100, 2)])
def test_the_score_says_how_many_people_look(score, people):
    assert count_reviewers(score) == people


def test_only_a_rule_for_review_adds_points():
    for level in (Level.BLOCK, Level.INFORM):
        rule = dataclasses.replace(RULE, level=level, points=40)
        assert apply_rule(rule, {"face": 101, "named": False}).points == 0
    assert apply_rule(REVIEW, {"face": 1}).points == 0


def test_a_rule_is_not_changed_and_has_no_points_unless_it_says_so():
    assert RULE.points == 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        RULE.level = Level.INFORM
