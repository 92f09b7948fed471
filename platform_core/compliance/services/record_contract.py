from __future__ import annotations

import datetime as dt

from platform_core.compliance.models import MerchantFile
from platform_core.entitlements.services.end_balance_contract import end_balance_contract
from platform_core.entitlements.services.record_balance_contract import record_balance_contract
from platform_core.tenancy import directory

LICENSED = dt.timedelta(
    days=5 * 366
)  # a payment licence is good for five years; the next verification looks at it again


def record_contract(*, file: MerchantFile, wanted_before: bool, by: str, now: dt.datetime) -> bool:
    """What people saw of a payment licence, or of a contract with whoever has one, is the switch of buyers' balances.

    A merchant that does not want balances any more has none; one that an operator recorded by hand stays.

    Args:
        wanted_before: did it want them when it was verified last?

    Returns:
        Whether buyers may have a balance by it.
    """
    tenant = directory.find_by_role(file.tenant_role)
    if tenant is None:
        return False
    if not file.wants_balances:
        if wanted_before:
            end_balance_contract(tenant_id=tenant.id)
        return False
    own = not (file.institution and file.institution_contract and file.institution_until)
    record_balance_contract(
        tenant_id=tenant.id,
        tenant_role=tenant.role_name,
        institution=file.name if own else file.institution,
        number=file.payment_licence if own else file.institution_contract,
        good_until=(now + LICENSED).date() if own or file.institution_until is None else file.institution_until,
        by=by[:80],
        now=now,
    )
    return True
