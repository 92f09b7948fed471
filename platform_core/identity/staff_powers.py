"""What each role of the platform's staff may do: the one table that guards, pages and tests go by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from platform_core.identity.enums import StaffPower, StaffRole

P = StaffPower
STAFF_ROLES: Final[dict[StaffRole, frozenset[StaffPower]]] = {
    StaffRole.REVIEWER: frozenset({P.VIEW, P.DECIDE}),
    StaffRole.LEAD: frozenset({P.VIEW, P.DECIDE, P.CONFIRM, P.LOOK, P.SUSPEND, P.AUDIT, P.BILLING}),
    StaffRole.OPERATOR: frozenset({P.VIEW, P.SUSPEND, P.VOUCH, P.PEOPLE, P.AUDIT, P.BILLING, P.BILLING_ACT}),
    StaffRole.AUDITOR: frozenset({P.VIEW, P.AUDIT, P.AUDIT_EXPORT, P.BILLING}),
    StaffRole.FINANCE: frozenset({P.VIEW, P.BILLING, P.BILLING_ACT}),
}
# Who was staff before there were roles, and who is made staff without naming one.
USUAL: Final = (StaffRole.LEAD, StaffRole.OPERATOR)


def powers_of(roles: Iterable[str]) -> frozenset[StaffPower]:
    """What somebody with these roles may do; a role that is not known gives nothing."""
    known = (STAFF_ROLES[StaffRole(role)] for role in roles if role in StaffRole.values)
    return frozenset().union(*known)
