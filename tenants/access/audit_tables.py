"""Which tables of a shop are sealed: every app names its own in the setting KAQUAN_AUDITED. And which logs there are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

from django.conf import settings

from platform_core.compliance.audit_chain import Audited, SealedLog
from platform_core.compliance.audited import PLATFORM_LOG
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.dotted import load
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.selectors import list_kept_tenants
from tenants.access.audited import LINKS


@cache
def list_audited() -> list[Audited]:
    """All of them."""
    tables: list[Audited] = []
    for named in load(settings.KAQUAN_AUDITED):
        tables += named  # type: ignore[arg-type]
    return tables


def log_of(tenant: TenantRef) -> SealedLog:
    """The log of a shop."""
    return SealedLog(
        chain=tenant.id.hex,
        name=tenant.slug or f"test {tenant.code}",
        links=LINKS,
        audited=tuple(list_audited()),
        inside=partial(tenant_context, tenant),
        live=tenant.livemode,
    )


def list_logs(only: Sequence[str] = ()) -> list[SealedLog]:
    """The platform's log and those of all shops whose data is there, closed ones and test twins, too; or of some, by slug."""
    with platform_context():
        tenants = [tenant for tenant in list_kept_tenants() if not only or tenant.slug in only]
    return [*([] if only else [PLATFORM_LOG]), *map(log_of, tenants)]
