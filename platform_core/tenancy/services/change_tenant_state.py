from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction

from platform_core.tenancy import directory
from platform_core.tenancy.dotted import load
from platform_core.tenancy.enums import TenantAct, TenantState
from platform_core.tenancy.errors import TenantStepRefused
from platform_core.tenancy.locks import get_tenant_locked
from platform_core.tenancy.models import Tenant, TenantStep


class _Step(NamedTuple):
    sources: frozenset[TenantState]
    to: TenantState


STEPS: Final[Mapping[TenantAct, _Step]] = MappingProxyType(
    {
        TenantAct.SUSPEND: _Step(frozenset({TenantState.ACTIVE}), TenantState.SUSPENDED),
        TenantAct.RESUME: _Step(frozenset({TenantState.SUSPENDED, TenantState.ARCHIVED}), TenantState.ACTIVE),
        TenantAct.CLOSE: _Step(frozenset({TenantState.ACTIVE, TenantState.SUSPENDED}), TenantState.ARCHIVED),
    }
)


def change_tenant_state(*, tenant_id: uuid.UUID, act: TenantAct, reason: str, by: str, now: dt.datetime) -> Tenant:
    """Suspend a shop, let it go on, or close it, with its test twin. What was sold stays readable throughout.

    With closing goes what ``KAQUAN_CLOSING_STEPS`` ask for in the same transaction: the owners get their data, the platform's bills end.
    Other processes see it within ``directory.TTL`` seconds.

    Args:
        reason: kept for ever.
        by: e-mail address of the member of staff, or "operator".

    Raises:
        Tenant.DoesNotExist
        TenantStepRefused: not from its state, without a reason, or its key is destroyed.
    """
    step = STEPS[act]
    with transaction.atomic():
        tenant = get_tenant_locked(tenant_id)
        if tenant.state not in step.sources or tenant.shredded_at is not None:
            raise TenantStepRefused(reason="state", state=tenant.state)
        if not reason.strip():
            raise TenantStepRefused(reason="reason")
        TenantStep.objects.create(tenant_id=tenant.id, act=act, reason=reason.strip()[:500], by=by, at=now)
        tenant.state = step.to
        tenant.closed_at = now if act == TenantAct.CLOSE else None
        tenant.save(update_fields=["state", "closed_at"])
        twin = Tenant.objects.filter(live_tenant=tenant)
        twin.update(state=step.to, closed_at=tenant.closed_at)
        if act == TenantAct.CLOSE and tenant.livemode:
            for close in load(settings.KAQUAN_CLOSING_STEPS):
                close(tenant=directory.reference(tenant), now=now)
    directory.forget()
    return tenant
