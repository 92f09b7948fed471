from __future__ import annotations

from billing.selectors import find_stored_megabytes
from platform_core.entitlements.enums import Limit
from platform_core.entitlements.errors import LimitReached
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.own_rights import current_rights, upgrade_url
from platform_core.tenancy.services.check_standing import check_standing


def check_storage() -> None:
    """May the current shop keep another file? By the day's figure: what was uploaded since it was measured does not count yet.

    What is kept in a test twin is not measured.

    Raises:
        SubscriptionInactive, LimitReached
    """
    check_standing()
    if not current_tenant().livemode:
        return
    for fresh in (False, True):
        most = current_rights(fresh=fresh).most(Limit.STORAGE)
        if most is None or (used := find_stored_megabytes(current_tenant().role_name)) < most:
            return
    raise LimitReached(quota=Limit.STORAGE.value, limit=most, used=used, upgrade_url=upgrade_url())
