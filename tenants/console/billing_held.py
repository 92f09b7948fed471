"""What a shop has of what plans count, against what its plan allows, and what a smaller plan would not hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from platform_core.entitlements.enums import Limit
from platform_core.entitlements.plans import Allowance
from platform_core.identity.selectors import list_asked_seats, list_seats
from platform_core.kernel.clock import now
from platform_core.tenancy.context import current_tenant, tenant_context
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.selectors import list_kept_claims
from tenants.catalog.models import Sku
from tenants.console.tallies import counts_of
from webhooks.selectors import list_endpoints

# Where something of it is put away, and what is to be done there.
WAYS: Final[Mapping[str, tuple[str, Promise]]] = {
    Limit.SKUS: ("/console/products", _("把不卖的商品归档")),
    Limit.STAFF: ("/console/people", _("移除成员或撤回邀请")),
    Limit.ENDPOINTS: ("/console/webhooks", _("删除不用的端点")),
    Limit.DOMAIN: ("/console/settings/domains", _("移除自有域名")),
}
# Fields of an allowance, in the order in which people compare plans.
FIELDS: Final[Mapping[str, str]] = {
    Limit.CODES: "codes",
    Limit.SKUS: "skus",
    Limit.STAFF: "staff",
    Limit.ENDPOINTS: "endpoints",
    Limit.STORAGE: "storage_mb",
}


class Held(NamedTuple):
    """How much a shop has; domains that are proven or are to be."""

    skus: int
    staff: int
    endpoints: int
    domains: int


class Over(NamedTuple):
    """What a plan would not hold: how much there is, how much it allows, where that is mended."""

    limit: Limit
    used: int
    most: int
    path: str
    way: Promise | str


def sets_of(moment: dt.datetime) -> dict[str, QuerySet[Any]]:
    """Rows of the current shop that plans count."""
    return {
        "skus": Sku.objects.filter(product__archived=False),
        "members": list_seats(),
        "invited": list_asked_seats(moment),
        "endpoints": list_endpoints(),
    }


def held_by() -> Held:
    """What the current shop has. One query."""
    found = counts_of(**sets_of(now()), domains=list_kept_claims(current_tenant().id))
    return Held(found["skus"], found["members"] + found["invited"], found["endpoints"], found["domains"])


def shop_use(tenant: TenantRef) -> dict[str, int]:
    """What a shop has of what it would have to give up for a smaller plan, by limit: for billing, which knows no shops."""
    with tenant_context(tenant):
        held = held_by()
    return {
        Limit.SKUS.value: held.skus,
        Limit.STAFF.value: held.staff,
        Limit.ENDPOINTS.value: held.endpoints,
        Limit.DOMAIN.value: min(held.domains, 1),  # one or many: the plan has them or not
    }


def overs_of(held: Held, allowance: Allowance) -> list[Over]:
    """What of a shop a plan would not hold; it has to be put away first. What is used up month by month is not held."""
    counted = {Limit.SKUS: held.skus, Limit.STAFF: held.staff, Limit.ENDPOINTS: held.endpoints}
    found = []
    for limit, used in counted.items():
        most = getattr(allowance, FIELDS[limit])
        if most is not None and used > most:
            found.append(Over(limit, used, most, *WAYS[limit]))
    if held.domains and not allowance.custom_domain:
        found.append(Over(Limit.DOMAIN, held.domains, 0, *WAYS[Limit.DOMAIN]))
    return found


def allowance_of(entitlement: Any) -> Allowance:
    """What a shop may have; without an entitlement, everything."""
    held: Allowance = entitlement.allowance if entitlement is not None else Allowance()
    return held
