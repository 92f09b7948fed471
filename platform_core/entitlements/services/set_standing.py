from __future__ import annotations

import uuid

from platform_core.entitlements.enums import Standing
from platform_core.entitlements.models import Entitlement
from platform_core.entitlements.rights import forget_rights


def set_standing(*, tenant_id: uuid.UUID, standing: Standing) -> bool:
    """Write how a merchant stands with its subscription; a sale asks the row itself, every process else knows it after 5 seconds.

    Args:
        tenant_id: of the live tenant; its test twin stands as it does.

    Returns:
        Whether there was anything to change.
    """
    changed = Entitlement.objects.filter(tenant_id=tenant_id).exclude(standing=standing).update(standing=standing)
    forget_rights()
    return changed > 0
