"""Shops as the platform's staff see them from outside: what public tables say. No shop's own tables are opened."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Value

from platform_core.compliance.enums import FindingState, SupplierState
from platform_core.compliance.models import Finding, SupplyLink
from platform_core.entitlements.models import BalanceContract, Entitlement
from platform_core.identity.enums import Role
from platform_core.identity.models import Membership
from platform_core.kernel.masking import mask_contact
from platform_core.tenancy.enums import TenantState
from platform_core.tenancy.models import DomainClaim, Tenant, TenantStep
from platform_core.tenancy.selectors import list_domains
from webhooks.enums import EndpointStatus
from webhooks.models import Endpoint

RESTRICTED = (SupplierState.SUSPENDED, SupplierState.BLACKLISTED, SupplierState.EXPIRED, SupplierState.APPEAL)
MEMBERS, LINKS, FINDINGS = 100, 200, 50


class ShopRow(NamedTuple):
    """A shop in the list. ``owner``: masked. ``restricted``: suppliers of whom nothing is sold."""

    tenant: Tenant
    plan: str
    owner: str
    findings: int
    restricted: int
    endpoints: int


class MemberRow(NamedTuple):
    """Somebody who works in a shop."""

    email: str
    role: str
    is_active: bool
    since: Any


def find_shops(wanted: str, state: str) -> QuerySet[Tenant]:
    """Live shops whose name, address, code or owner's mail this is, the newest first."""
    shops = Tenant.objects.filter(livemode=True).order_by("-created_at", "id")
    if state in TenantState.values:
        shops = shops.filter(state=state)
    if wanted:
        owners = Membership.objects.filter(role=Role.OWNER, user__email__iexact=wanted)
        shops = shops.filter(
            Q(name__icontains=wanted)
            | Q(slug__icontains=wanted)
            | Q(code__iexact=wanted)
            | Q(id__in=owners.values("tenant_id"))
        )
    return shops


def list_shop_rows(tenants: Sequence[Tenant]) -> list[ShopRow]:
    """What is known of some shops: three queries for all of them."""
    ids, roles = [each.id for each in tenants], [each.role_name for each in tenants]
    plans = dict(Entitlement.objects.filter(tenant_id__in=ids).values_list("tenant_id", "plan"))
    owners = Membership.objects.filter(tenant_id__in=ids, role=Role.OWNER).order_by("-created_at")
    mails = dict(owners.values_list("tenant_id", "user__email"))
    troubles = _troubles(roles)
    return [
        ShopRow(
            tenant,
            plans.get(tenant.id, ""),
            mask_contact(mails.get(tenant.id, "")),
            troubles.get(("findings", tenant.role_name), 0),
            troubles.get(("suppliers", tenant.role_name), 0),
            troubles.get(("endpoints", tenant.role_name), 0),
        )
        for tenant in tenants
    ]


def _troubles(roles: Sequence[str]) -> dict[tuple[str, str], int]:
    """How many open findings, restricted suppliers and failing endpoints each of these shops has, in one query."""
    failing = Q(status=EndpointStatus.DISABLED) | Q(failing_since__isnull=False)
    kinds: dict[str, QuerySet[Any]] = {
        "findings": Finding.objects.filter(state=FindingState.OPEN),
        "suppliers": SupplyLink.objects.filter(supplier__state__in=RESTRICTED),
        "endpoints": Endpoint.objects.filter(failing, deleted_at=None),
    }
    first, *others = (
        rows.filter(tenant_role__in=roles)
        .order_by()
        .values(trouble=Value(kind))
        .values_list("trouble", "tenant_role", Count("id"))
        for kind, rows in kinds.items()
    )
    return {(kind, role): many for kind, role, many in first.union(*others, all=True)}


def find_shop_facts(tenant: Tenant, *, in_clear: bool) -> dict[str, Any]:
    """The context of the page of one shop.

    Args:
        in_clear: mails of its people are shown whole (under an open look).
    """
    people = Membership.objects.filter(tenant_id=tenant.id).select_related("user").order_by("created_at")[:MEMBERS]
    return {
        "shop": tenant,
        "people": [_member(each, in_clear) for each in people],
        "plan": Entitlement.objects.filter(tenant_id=tenant.id).first(),
        "contract": BalanceContract.objects.filter(tenant_id=tenant.id).first(),
        "domains": list_domains(tenant.id),
        "claims": DomainClaim.objects.filter(tenant_id=tenant.id, missing_since__isnull=False),
        "links": SupplyLink.objects.filter(tenant_role=tenant.role_name)
        .select_related("supplier")
        .order_by("-created_at")[:LINKS],
        "steps": TenantStep.objects.filter(tenant_id=tenant.id).order_by("-at")[:FINDINGS],
        "findings": Finding.objects.filter(tenant_role=tenant.role_name).order_by("-found_at")[:FINDINGS],
        "endpoints": Endpoint.objects.filter(tenant_role=tenant.role_name, deleted_at=None).order_by("created_at")[:20],
    }


def _member(membership: Membership, in_clear: bool) -> MemberRow:
    email = membership.user.email
    role = membership.get_role_display()
    return MemberRow(email if in_clear else mask_contact(email), role, membership.user.is_active, membership.created_at)


def find_shop(tenant_id: uuid.UUID) -> Tenant | None:
    """A live shop, or None."""
    return Tenant.objects.filter(pk=tenant_id, livemode=True).first()
