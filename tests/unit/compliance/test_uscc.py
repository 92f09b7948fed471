"""Unified social credit codes: what is wrong with one is said; the library that only knows most of them agrees on those."""

import random
import string

import pytest
from stdnum.cn import uscc as stdnum_uscc

from platform_core.compliance.uscc import ALPHABET, Fault, check_uscc, normalised

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_character(first: str) -> str:
    """As the standard has it: W_i = 3^(i-1) mod 31, C18 = 31 - sum mod 31."""
    total = sum(LETTERS.index(one) * pow(3, place, 31) for place, one in enumerate(first))
    return LETTERS[(31 - total % 31) % 31]


def codes(number: int, *, starts: str = "9") -> list[str]:
    draw = random.Random(20261127)
    made = []
    for _ in range(number):
        head = draw.choice(starts) + draw.choice("123456789") + "".join(draw.choices(string.digits, k=6))
        first = head + "".join(draw.choices(LETTERS, k=9))
        made.append(first + check_character(first))
    return made


def test_real_codes_are_valid():
    for code in ("91440300708461136T", "91110000600037341L"):
        assert check_uscc(code) == (code, (), ())
        assert check_uscc(code).is_valid


def test_the_library_agrees_on_codes_of_companies():
    for code in codes(5_000):
        assert check_uscc(code).is_valid, code
        assert stdnum_uscc.is_valid(code), code


def test_the_library_agrees_on_what_is_no_code():
    draw = random.Random(3)
    for code in codes(2_000):
        at = draw.randrange(18)
        changed = code[:at] + draw.choice(LETTERS + "IOSVZ") + code[at + 1 :]
        if changed[:2].isdigit():
            assert check_uscc(changed).is_valid == stdnum_uscc.is_valid(changed), changed


def test_every_wrong_character_is_found():
    for code in codes(100, starts="159NY"):
        for at in range(18):
            wrong = (code[:at] + one + code[at + 1 :] for one in LETTERS if one != code[at])
            assert not [text for text in wrong if check_uscc(text).is_valid]


def test_every_swap_of_neighbours_is_found():
    for code in codes(300, starts="159NY"):
        swaps = (code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(17) if code[at] != code[at + 1])
        assert not [text for text in swaps if check_uscc(text).is_valid]


@pytest.mark.parametrize("starts", ["N", "Y", "A"])
def test_bodies_with_letters_in_front_are_valid_though_the_library_refuses_them(starts):
    for code in codes(50, starts=starts):
        assert check_uscc(code).is_valid
        assert not stdnum_uscc.is_valid(code)


@pytest.mark.parametrize(
    ("text", "faults", "places"),
    [
        ("", [Fault.LENGTH], ()),
        ("9144030070846113", [Fault.LENGTH], ()),
        ("91440300708461136TT", [Fault.LENGTH], ()),
        ("9144030070846113OT", [Fault.CHARACTER], (17,)),
        ("9I440300708461136T", [Fault.CHARACTER], (2,)),
        ("91A40300708461136T", [Fault.LEADING_DIGITS], (3,)),
        ("91440300708461136X", [Fault.CHECK_CHARACTER], ()),
        ("91AO0300708461136T", [Fault.CHARACTER, Fault.LEADING_DIGITS], (4, 3)),
        ("91４4030070846113６中", [Fault.CHARACTER], (18,)),
        ("91444\u0663", [Fault.LENGTH, Fault.CHARACTER], (6,)),
    ],
    ids=["empty", "short", "long", "O", "I", "letter in the division", "check", "two", "Chinese", "Arabic digit"],
)
def test_what_is_wrong_is_said(text, faults, places):
    found = check_uscc(text)
    assert list(found.faults) == faults
    assert found.places == places
    assert not found.is_valid


@pytest.mark.parametrize(
    "text",
    ["  91440300708461136t ", "9144 0300 7084 6113 6T", "914403007-08461136-T", "９１４４０３００７０８４６１１３６Ｔ",
     "91440300\u200b708461136T\ufeff", "91440300708461136T\n", "91440300\u3000708461136T"],
    ids=["small", "spaces", "hyphens", "full width", "zero width", "newline", "wide space"],
)  # fmt: skip
def test_a_code_is_read_however_it_is_written(text):
    assert normalised(text) == "91440300708461136T"
    assert check_uscc(text).is_valid


def test_the_alphabet_is_that_of_the_standard():
    assert sorted(LETTERS) == sorted(ALPHABET)
    assert len(ALPHABET) == 31
    assert not ALPHABET & set("IOSVZ")
