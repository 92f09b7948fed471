from __future__ import annotations

from collections.abc import Callable

from platform_core.entitlements.enums import Limit
from platform_core.entitlements.errors import LimitReached
from platform_core.entitlements.locks import lock_room
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.own_rights import current_rights, upgrade_url
from platform_core.tenancy.services.check_standing import check_standing


def check_room(*, limit: Limit, used_by: Callable[[], int], more: int = 1) -> None:
    """May the current shop have so many more? In the transaction that makes them: until it ends nobody else does.

    Without a limit nothing is counted and nobody waits.

    Args:
        used_by: counts what there is.
        more: how many are made; 0: of what is there already, something is only used again.

    Raises:
        SubscriptionInactive, LimitReached
    """
    check_standing()
    if current_rights().most(limit) is None:
        return
    lock_room(current_tenant().role_name, limit)
    used = used_by()
    for fresh in (False, True):
        most = current_rights(fresh=fresh).most(limit)
        if most is None or used + more <= most:
            return
    raise LimitReached(quota=limit.value, limit=most, used=used, upgrade_url=upgrade_url())
