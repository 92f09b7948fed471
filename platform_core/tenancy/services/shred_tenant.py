from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from django.db import transaction

from platform_core.kernel.sealing import keystore
from platform_core.tenancy import directory
from platform_core.tenancy.enums import TenantAct, TenantState
from platform_core.tenancy.errors import TenantStepRefused
from platform_core.tenancy.locks import get_tenant_locked
from platform_core.tenancy.models import Tenant, TenantStep

# compliance.md, retention matrix: ciphertext of codes is shredded 180 days after delivery, which is over when a shop is closed.
SHRED_AFTER: Final = dt.timedelta(days=180)


def shred_tenant(*, tenant_id: uuid.UUID, reason: str, by: str, second_by: str, now: dt.datetime) -> Tenant:
    """Destroy the key of a closed shop and of its test twin: nothing that is sealed under it opens again, in no backup of the database.

    Orders and books stay: they are in the clear and are kept as long as the law asks. A backup of the keystore folder must forget the
    file, too (docs/runbooks/close-a-shop.md). Cut off between commit and destruction it is called again.

    Args:
        by, second_by: two people.

    Raises:
        Tenant.DoesNotExist
        TenantStepRefused: not closed, closed too lately (``until``), without a reason, or by one person.
    """
    with transaction.atomic():
        tenant = get_tenant_locked(tenant_id)
        if tenant.state != TenantState.ARCHIVED or tenant.closed_at is None or not tenant.livemode:
            raise TenantStepRefused(reason="state", state=tenant.state)
        until = tenant.closed_at + SHRED_AFTER
        if now < until:
            raise TenantStepRefused(reason="too_early", until=until.isoformat())
        if not reason.strip() or not by.strip():
            raise TenantStepRefused(reason="reason")
        if not second_by.strip() or second_by.strip().lower() == by.strip().lower():
            raise TenantStepRefused(reason="two_people")
        if tenant.shredded_at is None:
            TenantStep.objects.create(
                tenant_id=tenant.id,
                act=TenantAct.SHRED,
                reason=reason.strip()[:500],
                by=by,
                second_by=second_by,
                at=now,
            )
            tenant.shredded_at = now
            tenant.save(update_fields=["shredded_at"])
        owners = [tenant.id, *Tenant.objects.filter(live_tenant=tenant).values_list("id", flat=True)]
        Tenant.objects.filter(live_tenant=tenant).update(shredded_at=tenant.shredded_at)
    for owner in owners:
        keystore().destroy(owner)
    directory.forget()
    return tenant
