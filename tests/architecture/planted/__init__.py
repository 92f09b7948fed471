"""Small trees that break one rule each, and trees that look alike and do not: a check that cannot fail checks nothing."""

from __future__ import annotations

from tests.architecture.planted.case import Case
from tests.architecture.planted.code import CODE
from tests.architecture.planted.contracts import CONTRACTS
from tests.architecture.planted.house import HOUSE
from tests.architecture.planted.texts import TEXTS

CASES: list[Case] = [*HOUSE, *CODE, *CONTRACTS, *TEXTS]

__all__ = ["CASES", "Case"]
