"""Unified social credit codes (统一社会信用代码, GB 32100-2015): what is wrong with one that was typed.

The check character catches typing errors, no more: one of 31 strings drawn at random has the right one, and whose code it is only
the register says.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import NamedTuple

from stdnum.cn import uscc

LENGTH = 18
# No I, O, S, V and Z, which are taken for 1, 0, 5, U and 2.
ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
# Registrar and kind of body may be letters (N.. of rural collectives, Y..); the division behind them is digits.
DIVISION = slice(2, 8)
DIGITS = frozenset("0123456789")


class Fault(StrEnum):
    """What is wrong with a code; stable."""

    LENGTH = "length"
    CHARACTER = "character"
    LEADING_DIGITS = "leading_digits"
    CHECK_CHARACTER = "check_character"


class Uscc(NamedTuple):
    """A code as it is kept, what is wrong with it, and at which places (from 1), where the fault has places."""

    code: str
    faults: tuple[Fault, ...]
    places: tuple[int, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Is nothing wrong with it, as far as the code itself says?"""
        return not self.faults


def normalised(text: str) -> str:
    """Capitals and digits in their plain width, without spaces, hyphens and signs nobody sees."""
    if text.isascii() and text.isalnum():
        return text.upper()
    plain = unicodedata.normalize("NFKC", text)
    kept = (one for one in plain if unicodedata.category(one) not in {"Cf", "Cc", "Pd"} and not one.isspace())
    return "".join(kept).upper()


def check_uscc(text: str) -> Uscc:
    """Check a code as somebody typed it.

    The check character is looked at only where the rest could be a code. A code of the wrong length is told so, with its strange
    characters.
    """
    code = normalised(text)
    strange = tuple(at for at, one in enumerate(code, 1) if one not in ALPHABET)
    letters = tuple(
        at for at, one in enumerate(code[DIVISION], DIVISION.start + 1) if one in ALPHABET and one not in DIGITS
    )
    faults = []
    if len(code) != LENGTH:
        faults.append(Fault.LENGTH)
    if strange:
        faults.append(Fault.CHARACTER)
    if letters and len(code) == LENGTH:
        faults.append(Fault.LEADING_DIGITS)
    if not faults and code[-1] != uscc.calc_check_digit(code[:-1]):
        return Uscc(code, (Fault.CHECK_CHARACTER,))
    return Uscc(code, tuple(faults), strange + letters if len(code) == LENGTH else strange)
