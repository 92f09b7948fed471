from __future__ import annotations

import uuid

from platform_core.entitlements.models import BalanceContract


def end_balance_contract(*, tenant_id: uuid.UUID) -> None:
    """The contract is over: nobody tops up any more. What buyers still have can be spent and sent back."""
    BalanceContract.objects.filter(tenant_id=tenant_id).delete()
