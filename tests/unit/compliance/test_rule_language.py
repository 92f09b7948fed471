"""The calendar, the check digit and the types of the language of rules."""

import datetime as dt
import random

import pytest
from stdnum.cn import uscc

from platform_core.compliance.rule_language import (
    KINDS,
    USCC_ALPHABET,
    Fact,
    add_days,
    add_months,
    add_years,
    compile_condition,
    count_days,
    find_value,
    is_uscc,
)


def day(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-01-15", 0, "2026-01-15"),
        ("2026-01-15", 12, "2027-01-15"),
        ("2026-05-31", 25, "2028-06-30"),
    ],
)
def test_months_are_those_of_the_calendar(start, months, end):
    assert add_months(day(start), months) == day(end)


def test_years_and_days_are_those_of_the_calendar():
    assert add_years(day("2024-02-29"), 3) == day("2027-02-28")
    assert add_years(day("2024-02-29"), 4) == day("2028-02-29")
    assert add_days(day("2024-02-28"), 2) == day("2024-03-01")
    assert count_days(day("2024-02-28"), day("2024-03-01")) == 2
    assert count_days(day("2024-03-01"), day("2024-02-28")) == -2


def make_uscc(draw):
    head = draw.choice("1359AY") + draw.choice("123") + "".join(draw.choices("0123456789", k=6))
    body = head + "".join(draw.choices(USCC_ALPHABET, k=9))
    (code,) = (body + char for char in USCC_ALPHABET if is_uscc(body + char))
    return code


def test_the_code_agrees_with_the_library_wherever_the_library_knows_it():
    draw = random.Random(32100)
    for _ in range(300):
        code = make_uscc(draw)
        assert uscc.is_valid(code) == code[:2].isdecimal()  # it asks for digits where the standard has letters too
        place = draw.randrange(18)
        other = draw.choice([char for char in USCC_ALPHABET if char != code[place]])
        assert not is_uscc(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize("code", ["", "9" * 18, "91350100M000100Y4３", "91350100M000100Y43 ", "9135010ＯM000100Y43"])
def test_what_is_no_code_is_refused(code):
    assert not is_uscc(code)


GOOD = {
    "bool": [True, False],
    "int": [0, -5, 2**63 - 1, -(2**63)],
    "text": ["", "卡券", "a\0b"],
    "date": [dt.date(2026, 1, 1)],
    "moment": [dt.datetime(2026, 1, 1, tzinfo=dt.UTC)],
    "texts": [[], ["a"], ("a", "b")],
    "ints": [[], [1], (1, 2)],
}
BAD = {
    "bool": [None, 1, "true"],
    "int": [None, True, 1.0, "1", 2**63, -(2**63) - 1],
    "text": [None, b"a", 7, "\ud800"],
    "date": [None, "2026-01-01", dt.datetime(2026, 1, 1, tzinfo=dt.UTC)],
    "moment": [None, dt.date(2026, 1, 1), dt.datetime(2026, 1, 1), "2026-01-01T00:00:00Z"],
    "texts": [None, "ab", [1], ["a", None], {"a"}],
    "ints": [None, 1, [True], [1.0], ["1"]],
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_value_is_of_a_type_or_not(kind):
    assert [KINDS[kind].fits(value) for value in GOOD[kind]] == [True] * len(GOOD[kind])
    assert [KINDS[kind].fits(value) for value in BAD[kind]] == [False] * len(BAD[kind])
    expression = compile_condition("x == x", (Fact("x", kind),))
    for value in GOOD[kind]:
        assert find_value(expression, {"x": KINDS[kind].give(value)}) is True


def test_values_are_written_as_json_has_them():
    assert KINDS["date"].write(dt.date(2026, 1, 2)) == "2026-01-02"
    china = dt.timezone(dt.timedelta(hours=8))
    assert KINDS["moment"].write(dt.datetime(2026, 1, 2, 7, tzinfo=china)) == "2026-01-01T23:00:00+00:00"
    assert KINDS["texts"].write(("a", "b")) == ["a", "b"]
    assert KINDS["text"].write("条" * 500) == "条" * 500
    assert KINDS["text"].write("条" * 501).startswith("sha256:")
    assert KINDS["date"].give(dt.date(2026, 1, 2)) == day("2026-01-02")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("n > 'x'", "no matching overload"),
        ("m > 1", "undeclared reference"),
        ("n >", "Syntax error"),
        ("n + 1", "neither"),
    ],
)
def test_what_is_no_condition_of_its_facts_is_refused(text, says):
    with pytest.raises(ValueError, match=says):
        compile_condition(text, (Fact("n", "int"),))


def test_what_goes_wrong_comes_to_nothing():
    facts = (Fact("n", "int"), Fact("d", "date"))
    for text in ("n / 0 > 1", "n + 9223372036854775807 > 0", "addYears(d, 9999) > d", "n > 1"):
        given = {"d": day("2026-01-01"), **({"n": 5} if text != "n > 1" else {})}
        assert find_value(compile_condition(text, facts), given) is None
    assert find_value(compile_condition("n > 1 || true", facts), {}) is True


@pytest.mark.parametrize(("place", "may_be_letter"), [(1, True), (2, False), (7, False), (8, True)])
def test_the_region_of_a_code_is_of_digits(place, may_be_letter):
    body = list("91350100M000100Y4")
    body[place] = "A"
    assert any(is_uscc("".join(body) + char) for char in USCC_ALPHABET) is may_be_letter


def test_a_value_that_the_language_cannot_read_comes_to_nothing():
    assert find_value(compile_condition("x == 'a'", (Fact("x", "text"),)), {"x": "\ud800"}) is None
    assert KINDS["text"].write("short") == "short"
