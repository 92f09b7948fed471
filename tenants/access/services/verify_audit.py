from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from platform_core.compliance.audit_chain import PLATFORM_CHAIN, Audited
from platform_core.compliance.audit_faults import Fault
from platform_core.compliance.audit_notary import Notary
from platform_core.compliance.audited import PLATFORM_AUDITED, PLATFORM_LINKS
from platform_core.compliance.services.check_anchors import check_anchors
from platform_core.compliance.services.check_chain import check_chain
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.selectors import list_running_tenants
from tenants.access.audit_tables import list_audited
from tenants.access.audited import LINKS


class Verified(NamedTuple):
    """One chain (or the anchors of all), how many links it has, and what is wrong with it."""

    chain: str
    name: str
    links: int
    faults: list[Fault]


def verify_audit(*, now: dt.datetime, only: Sequence[str] = ()) -> Iterator[Verified]:
    """Verify the platform's chain, every shop's, and what was signed of them; flat memory, reads only.

    Args:
        only: slugs of shops; nothing: all of them, their test twins, the platform and the anchors.
    """
    with platform_context():
        notary = Notary()
        tenants = [tenant for tenant in list_running_tenants() if not only or tenant.slug in only]
        if not only:
            yield _verify(notary, PLATFORM_CHAIN, "platform", PLATFORM_LINKS, PLATFORM_AUDITED, now)
    for tenant in tenants:
        with tenant_context(tenant):
            found = _verify(notary, tenant.id.hex, _name(tenant), LINKS, list_audited(), now)
        yield found
    if not only:
        yield Verified("anchors", "anchors", sum(map(len, notary.anchors.values())), check_anchors(notary=notary))


def _name(tenant: TenantRef) -> str:
    return tenant.slug or f"test {tenant.code}"


def _verify(
    notary: Notary, chain: str, name: str, links: str, audited: Sequence[Audited], now: dt.datetime
) -> Verified:
    count, _, seen, faults = check_chain(
        chain=chain, links=links, audited=audited, wanted=notary.wanted(chain), now=now
    )
    return Verified(chain, name, count, [*faults, *notary.check(chain, count, seen)])
