"""Shops as the platform's staff see them from outside: what public tables say. No shop's own tables are opened."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value

from billing.staff_selectors import list_subscriptions
from platform_core.compliance.enums import FindingState, Level, SubjectKind, SupplierState
from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.models import Finding, MerchantFile, ShopConduct, SupplyLink
from platform_core.entitlements.models import BalanceContract, Entitlement
from platform_core.identity.enums import Role
from platform_core.identity.models import Membership
from platform_core.kernel.clock import now
from platform_core.kernel.masking import mask_contact
from platform_core.tenancy.enums import TenantState
from platform_core.tenancy.models import DomainClaim, Tenant, TenantStep
from platform_core.tenancy.selectors import list_domains
from webhooks.enums import EndpointStatus
from webhooks.models import Endpoint

RESTRICTED = (SupplierState.SUSPENDED, SupplierState.BLACKLISTED, SupplierState.EXPIRED, SupplierState.APPEAL)
MEMBERS, LINKS, FINDINGS = 100, 200, 50


class ShopRow(NamedTuple):
    """A shop in the list.

    Attributes:
        owner: masked.
        standing: where its qualification stands; None: it told nothing yet.
        held: batches with something open that keeps them off the shelf.
        restricted: suppliers of whom nothing is sold.
        conduct: what it said last of its paid orders of seven days; None: it sold nothing yet.
    """

    tenant: Tenant
    plan: str
    owner: str
    standing: MerchantState | None
    findings: int
    held: int
    restricted: int
    endpoints: int
    conduct: ShopConduct | None

    @property
    def disputed(self) -> str:
        """Share of the paid orders of seven days that were disputed, in per cent; empty below one of a hundred."""
        if self.conduct is None or not self.conduct.paid:
            return ""
        tenths = self.conduct.disputes * 1000 // self.conduct.paid
        return f"{tenths // 10}.{tenths % 10}%" if tenths >= 10 else ""

    @property
    def is_well(self) -> bool:
        """Nothing of it asks for anybody."""
        late = self.conduct.undelivered if self.conduct else 0
        return not (self.findings or self.held or self.restricted or self.endpoints or self.disputed or late)


class MemberRow(NamedTuple):
    """Somebody who works in a shop."""

    email: str
    role: str
    is_active: bool
    since: Any


def find_shops(wanted: str, state: str, *, troubled: bool = False) -> QuerySet[Tenant]:
    """Live shops whose name, address, code or owner's mail this is, the newest first.

    Args:
        troubled: those alone that have an open finding, a supplier of whom nothing is sold, or a failing endpoint.
    """
    standing = MerchantFile.objects.filter(tenant_role=OuterRef("role_name")).values("state")[:1]
    shops = Tenant.objects.filter(livemode=True).annotate(standing=Subquery(standing)).order_by("-created_at", "id")
    if state in TenantState.values:
        shops = shops.filter(state=state)
    if troubled:
        roles = [rows.filter(tenant_role=OuterRef("role_name")) for rows in _kinds().values()]
        shops = shops.filter(Q(*(Exists(each) for each in roles), _connector=Q.OR))
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
    """What is known of some shops, as ``find_shops`` found them: four queries for all of them."""
    ids, roles = [each.id for each in tenants], [each.role_name for each in tenants]
    plans = dict(Entitlement.objects.filter(tenant_id__in=ids).values_list("tenant_id", "plan"))
    owners = Membership.objects.filter(tenant_id__in=ids, role=Role.OWNER).order_by("-created_at")
    mails = dict(owners.values_list("tenant_id", "user__email"))
    troubles = _troubles(roles)
    told = ShopConduct.objects.filter(tenant_role__in=roles).order_by("tenant_role", "-day").distinct("tenant_role")
    conduct = {each.tenant_role: each for each in told}
    return [
        ShopRow(
            tenant,
            plans.get(tenant.id, ""),
            mask_contact(mails.get(tenant.id, "")),
            MerchantState(tenant.standing) if tenant.standing else None,  # type: ignore[attr-defined]
            troubles.get(("findings", tenant.role_name), 0),
            troubles.get(("held", tenant.role_name), 0),
            troubles.get(("suppliers", tenant.role_name), 0),
            troubles.get(("endpoints", tenant.role_name), 0),
            conduct.get(tenant.role_name),
        )
        for tenant in tenants
    ]


def _kinds() -> dict[str, QuerySet[Any]]:
    """What may be wrong with a shop, by kind."""
    failing = Q(status=EndpointStatus.DISABLED) | Q(failing_since__isnull=False)
    open_ones = Finding.objects.filter(state=FindingState.OPEN)
    return {
        "findings": open_ones,
        "held": open_ones.filter(subject_kind=SubjectKind.BATCH, level=Level.BLOCK),
        "suppliers": SupplyLink.objects.filter(supplier__state__in=RESTRICTED),
        "endpoints": Endpoint.objects.filter(failing, deleted_at=None),
    }


def _troubles(roles: Sequence[str]) -> dict[tuple[str, str], int]:
    """How much of each kind each of these shops has, in one query."""
    first, *others = (
        rows.filter(tenant_role__in=roles)
        .order_by()
        .values(trouble=Value(kind))
        .values_list("trouble", "tenant_role", Count("id"))
        for kind, rows in _kinds().items()
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
        "subscription": list_subscriptions(now()).filter(tenant_id=tenant.id).first(),
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
