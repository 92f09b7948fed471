from __future__ import annotations

import datetime as dt
import uuid

from platform_core.entitlements.models import BalanceContract


def record_balance_contract(
    *,
    tenant_id: uuid.UUID,
    tenant_role: str,
    institution: str,
    number: str,
    good_until: dt.date,
    by: str,
    now: dt.datetime,
) -> None:
    """Note the contract of a merchant with a licensed institution, which somebody of the platform saw: balances are open.

    Args:
        good_until: the last day on which buyers may top up.
    """
    facts = {"institution": institution[:120], "number": number[:80], "good_until": good_until, "recorded_by": by[:80]}
    BalanceContract.objects.update_or_create(
        tenant_id=tenant_id, defaults={"tenant_role": tenant_role, "recorded_at": now, **facts}
    )
