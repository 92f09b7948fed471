"""Resident identity numbers: what is wrong with one is said."""

import datetime as dt

import pytest
from stdnum.cn.ric import calc_check_digit

from platform_core.compliance.resident_id import IdFault, check_resident_id

TODAY = dt.date(2026, 11, 27)


def number(first: str) -> str:
    return first + calc_check_digit(first + "0")


@pytest.mark.parametrize(
    "text", ["360426199101010071", " 3604 2619 9101 0100 71", "３６０４２６１９９１０１０１００７１"]
)
def test_a_number_is_read_however_it_is_written(text):
    assert check_resident_id(text, today=TODAY) == ("360426199101010071", None)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("36042619910101007", IdFault.LENGTH),
        ("36042619910101007A", IdFault.CHECK_CHARACTER),
        ("3604261991O1010071", IdFault.CHARACTER),
        ("360426199101010072", IdFault.CHECK_CHARACTER),
        (number("36042619911301007"), IdFault.BIRTH),
        (number("36042620261128007"), IdFault.BIRTH),
        (number("99042619910101007"), IdFault.BIRTH),
    ],
    ids=["short", "letter", "O", "check", "no month", "tomorrow", "no such place"],
)
def test_what_is_wrong_is_said(text, fault):
    found = check_resident_id(text, today=TODAY)
    assert found.fault == fault
    assert not found.is_valid


def test_a_child_born_today_has_a_number():
    assert check_resident_id(number("36042620261127007"), today=TODAY).is_valid
