"""Resident identity numbers of the mainland (居民身份证号, GB 11643-1999): what is wrong with one that was typed."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from stdnum.cn import ric
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength

from platform_core.compliance.uscc import normalised


class IdFault(StrEnum):
    """What is wrong with a number; stable."""

    LENGTH = "length"
    CHARACTER = "character"
    CHECK_CHARACTER = "check_character"
    BIRTH = "birth"


class ResidentId(NamedTuple):
    """A number as it is kept, and what is wrong with it, if anything. Personal data: it is sealed or fingerprinted, never logged."""

    number: str
    fault: IdFault | None

    @property
    def is_valid(self) -> bool:
        """Is nothing wrong with it, as far as the number itself says?"""
        return self.fault is None


def check_resident_id(text: str, *, today: dt.date) -> ResidentId:
    """Check a number as somebody typed it: length, characters, check character, a day of birth that has been, and a place that was."""
    number = normalised(text)
    try:
        ric.validate(number)
    except InvalidLength:
        return ResidentId(number, IdFault.LENGTH)
    except InvalidFormat:
        return ResidentId(number, IdFault.CHARACTER)
    except InvalidChecksum:
        return ResidentId(number, IdFault.CHECK_CHARACTER)
    except InvalidComponent:
        return ResidentId(number, IdFault.BIRTH)
    return ResidentId(number, IdFault.BIRTH if ric.get_birth_date(number) > today else None)
