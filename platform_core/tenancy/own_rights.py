"""What the current shop may do by its plan and its subscription; the one place where everybody else asks."""

from __future__ import annotations

from platform_core.entitlements.rights import Rights, known_rights, read_rights
from platform_core.entitlements.selectors import find_own_rights
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant

BILLING = "/console/settings/billing"


def current_rights(*, fresh: bool = False) -> Rights:
    """Of the current tenant, at most five seconds old; a test twin may do what its live shop may.

    Args:
        fresh: as the row says now.
    """
    ask = read_rights if fresh else known_rights
    return ask(current_tenant().id, find_own_rights)


def upgrade_url() -> str:
    """Where the owner of the current shop pays, or takes more."""
    return shop_url(current_tenant().host, BILLING)
