"""Checks and the rulebook say the same of one thing: how much it counts, and whether people look or nothing goes on."""

import ast
import sys
from pathlib import Path

import pytest

from platform_core.compliance import listed_checks, merchant_checks, supplier_checks
from platform_core.compliance.points import POINTS, RULED
from platform_core.compliance.rulebook.reading import list_released
from platform_core.compliance.services import report_meetings, report_reuse

CHECKS = (listed_checks, merchant_checks, supplier_checks)
REPORTS = (report_meetings, report_reuse)
# Looked at by people where the book would stop: what is told, not what is missing.
FOR_PEOPLE = {"KYB-03", "KYB-04"}
BOOK = {body["id"]: body for body in list_released()}


def source(module):
    return Path(sys.modules[module.__module__].__file__ if callable(module) else module.__file__)


def calls(module, name):
    tree = ast.parse(source(module).read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == name]


REASONS = [call for module in CHECKS for call in calls(module, "Reason")]


@pytest.mark.parametrize("code", RULED)
def test_a_check_counts_what_its_rule_counts(code):
    rules = [BOOK[name] for name in RULED[code]]
    assert {rule["level"] for rule in rules} == {"review"}
    assert POINTS[code] == sum(rule["points"] for rule in rules)


def test_every_rule_for_review_that_a_check_speaks_of_is_compared():
    spoken = {call.args[0].value for call in REASONS}
    found = {name for each in RULED.values() for name in each}
    assert {name for name in BOOK if name.partition(".")[0] in spoken and BOOK[name]["level"] == "review"} <= found


def test_checks_take_points_from_the_table_alone():
    assert len(REASONS) >= 14
    given = [call.args[2] for call in REASONS]
    given += [key.value for module in REPORTS for call in calls(module, "report_finding") for key in call.keywords
              if key.arg == "points"]  # fmt: skip
    numbers = [ast.unparse(each) for each in given if any(isinstance(part, ast.Constant) and isinstance(part.value, int)
                                                          and part.value for part in ast.walk(each))]  # fmt: skip
    assert numbers == []


def test_a_check_stops_or_asks_people_as_the_book_does():
    for call in REASONS:
        rule, level = call.args[0].value, ast.unparse(call.args[1])
        levels = {body["level"] for name, body in BOOK.items() if name.partition(".")[0] == rule}
        wanted = {"Level.BLOCK": {"block"}, "Level.REVIEW": {"review"}}.get(level, {"block", "review"})
        assert wanted <= levels or (rule in FOR_PEOPLE and level == "Level.REVIEW"), (rule, level, levels)
