"""A file of rules that is wrong is refused, and said in words."""

import copy

import pytest
import yaml

from platform_core.compliance.errors import RulebookRefused
from platform_core.compliance.rulebook.reading import check_rule, list_released, read_text, rule_of

GOOD = next(body for body in list_released() if body["id"] == "CARD-01")


def changed(**changes):
    return {**copy.deepcopy(GOOD), **changes}


def without(name):
    return {key: value for key, value in GOOD.items() if key != name}


def file_of(*bodies):
    return yaml.safe_dump({"family": "cards", "rules": list(bodies)}, allow_unicode=True)


def test_a_file_gives_back_what_was_written():
    assert read_text(file_of(GOOD)) == [GOOD]
    assert check_rule(GOOD) == rule_of(GOOD)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rules: [", "not YAML"),
        ("!!python/object/apply:os.system ['true']", "not YAML"),
        ("[]", "a file of rules has"),
        ("family: a\nrules: {}", "a file of rules has"),
        ("family: a\nrule: []\nrules: []", "a file of rules has"),
        ("family: a\nrules: [7]", "7 is not of type 'object'"),
    ],
)
def test_what_is_no_file_of_rules_is_refused(text, says):
    with pytest.raises(RulebookRefused) as refused:
        read_text(text)
    assert says in refused.value.reason


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (without("source"), "'source' is a required property"),
        (changed(level="ban"), "'ban' is not one of"),
        (changed(version=0), "0 is less than the minimum"),
        (changed(id="card 1"), "does not match"),
        (changed(colour="red"), "'colour' was unexpected"),
        (changed(level="review"), "'points' is a required property"),
        (changed(points=5), "False schema"),
        (changed(message={"zh": "面值过高"}), "'en' is a required property"),
        (changed(effective_from="2026-02-30"), "is not a 'date'"),
        (changed(facts={"face": {"type": "int"}}), "'unit' is a required property"),
        (changed(facts={"face": {"type": "money"}}), "'money' is not one of"),
        (changed(vectors={**GOOD["vectors"], "fail": GOOD["vectors"]["fail"][:2]}), "is too short"),
    ],
)
def test_a_rule_of_another_shape_is_refused(body, says):
    with pytest.raises(RulebookRefused) as refused:
        read_text(file_of(body))
    assert says in refused.value.reason


def vectors(**changes):
    return {**GOOD["vectors"], **changes}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (changed(holds="face >"), "holds: INVALID_ARGUMENT"),
        (changed(holds="face"), "neither true nor false"),
        (changed(when="currency > 5"), "when: INVALID_ARGUMENT"),
        (changed(holds="height > 5"), "undeclared reference to 'height'"),
        (changed(holds="face <= 100"), "pass 1: failed, not passed"),
        (changed(holds="face >= 1"), "fail 2: passed, not failed"),
        (changed(when="prepaid"), "skip 2: passed, not not_applicable"),
        (changed(vectors=vectors(**{"pass": [{}, {}, {"colour": 1}]})), "pass 3: no such fact: colour"),
        (
            changed(vectors=vectors(**{"pass": [{}, {}, {"face": None}]})),
            "pass 3: unavailable, not passed, for want of face",
        ),
        (changed(vectors=vectors(**{"pass": [{}, {}, {"face": "many"}]})), "for want of face"),
        (changed(effective_to="2011-05-22"), "it ends before it begins"),
    ],
)
def test_a_rule_whose_condition_or_example_is_wrong_is_refused(body, says):
    with pytest.raises(RulebookRefused) as refused:
        check_rule(body)
    assert refused.value.rule == "CARD-01"
    assert says in refused.value.reason


def test_a_day_that_does_not_exist_is_no_day():
    body = copy.deepcopy(next(body for body in list_released() if body["id"] == "KYB-05"))
    body["vectors"]["pass"][0] = {"due_on": "2026-02-30"}
    with pytest.raises(RulebookRefused, match="for want of due_on"):
        check_rule(body)
