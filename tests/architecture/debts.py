"""What breaks a rule today, each with its reason. The list only gets shorter: a debt that is paid must be struck out.

Nothing is excused by folder: an entry names one file and one thing in it.
"""

from __future__ import annotations

from typing import NamedTuple


class Debt(NamedTuple):
    """A known violation: it is in ``path`` and its message holds ``fragment``."""

    rule: str
    path: str
    fragment: str
    reason: str

    def covers(self, rule: str, violation: str) -> bool:
        """Is this the violation?"""
        return rule == self.rule and violation.startswith(f"{self.path}:") and self.fragment in violation


DEBTS: list[Debt] = []
