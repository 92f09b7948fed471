from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from django.conf import settings
from django.db import transaction
from psycopg import sql

from platform_core.tenancy import directory
from platform_core.tenancy.dotted import load
from platform_core.tenancy.enums import TenantAct
from platform_core.tenancy.errors import TenantStepRefused
from platform_core.tenancy.locks import get_tenant_locked
from platform_core.tenancy.models import Tenant, TenantStep
from platform_core.tenancy.owner import owner_connection

YEAR: Final = dt.timedelta(days=366)
LEAST_YEARS: Final = 3  # 电子商务法 31: three years after the transaction was completed


def drop_tenant(
    *, tenant_id: uuid.UUID, years: int, reason: str, by: str, second_by: str, now: dt.datetime
) -> list[str]:
    """Drop the schemas of a shop that was closed and shredded, once the law no longer asks to keep its records.

    The row of the shop and what was done to it stay.

    Args:
        years: how long this shop's records are kept: 3, of named or large purchases 5; of licensed institutions 10
            whatever is said here.

    Returns:
        The schemas that are gone.

    Raises:
        Tenant.DoesNotExist
        TenantStepRefused: not shredded, too early (``until``), without a reason, or by one person.
    """
    with transaction.atomic():
        tenant = get_tenant_locked(tenant_id)
        if tenant.shredded_at is None or tenant.closed_at is None or not tenant.livemode:
            raise TenantStepRefused(reason="state", state=tenant.state)
        least = load([settings.KAQUAN_LEAST_YEARS])[0](tenant.role_name)
        until = tenant.closed_at + max(years, LEAST_YEARS, least) * YEAR
        if now < until:
            raise TenantStepRefused(reason="too_early", until=until.isoformat())
        if not reason.strip() or not by.strip():
            raise TenantStepRefused(reason="reason")
        if not second_by.strip() or second_by.strip().lower() == by.strip().lower():
            raise TenantStepRefused(reason="two_people")
        TenantStep.objects.create(
            tenant_id=tenant.id, act=TenantAct.DROP, reason=reason.strip()[:500], by=by, second_by=second_by, at=now
        )
        twins = Tenant.objects.filter(live_tenant=tenant).values_list("schema_name", flat=True)
        schemas = [tenant.schema_name, *twins]
    with owner_connection() as owner, owner.cursor() as cursor:
        for schema in schemas:
            cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
    directory.forget()
    return schemas
