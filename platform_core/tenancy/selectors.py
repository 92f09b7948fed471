from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Collection
from typing import Any, NamedTuple

import psycopg
from django.db.models import Q, QuerySet

from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.directory import reference, shop_host
from platform_core.tenancy.enums import DomainState, TenantAct, TenantState
from platform_core.tenancy.models import Domain, DomainClaim, SignUp, Tenant, TenantStep
from platform_core.tenancy.reference import TenantRef


class Template(NamedTuple):
    """What every new schema is made from."""

    digest: str
    sql: str


def get_newest_template(cursor: psycopg.Cursor[tuple[Any, ...]]) -> Template:
    """The schema template in force.

    Args:
        cursor: of the owner's connection, so that the template is read in the transaction that builds from it.

    Raises:
        LookupError: ``migrate_all`` has not run.
    """
    cursor.execute("SELECT digest, sql FROM public.tenancy_schematemplate ORDER BY created_at DESC LIMIT 1")
    row = cursor.fetchone()
    if row is None:
        raise LookupError("no schema template: run `manage.py migrate_all`")
    return Template._make(row)


def find_closed_at(tenant_id: uuid.UUID) -> dt.datetime | None:
    """Since when a shop is closed, as it is at this moment; None: it is not. On the platform."""
    closed = Tenant.objects.filter(pk=tenant_id, state=TenantState.ARCHIVED)
    return closed.values_list("closed_at", flat=True).first()


def list_running_tenants() -> list[TenantRef]:
    """Every tenant (and test twin) that is not archived, with its host; a twin's is its live shop's."""
    hosts = dict(Domain.objects.filter(is_primary=True).values_list("tenant_id", "domain"))
    running = Tenant.objects.exclude(state=TenantState.ARCHIVED).order_by("id")
    return [reference(tenant, hosts.get(tenant.live_tenant_id or tenant.id, "")) for tenant in running]


def list_kept_tenants() -> list[TenantRef]:
    """Every tenant (and test twin) whose data is there, closed ones, too; without its host."""
    dropped = TenantStep.objects.filter(act=TenantAct.DROP).values_list("tenant_id", flat=True)
    gone = Q(pk__in=dropped) | Q(live_tenant_id__isnull=False, live_tenant_id__in=dropped)
    return [reference(tenant) for tenant in Tenant.objects.exclude(gone).order_by("id")]


def list_closed_roles(*, until: dt.datetime) -> dict[str, dt.datetime]:
    """Roles of live shops that were closed then or before, the longest closed first, with the moment."""
    closed = Tenant.objects.filter(state=TenantState.ARCHIVED, livemode=True, closed_at__lte=until)
    return {role: at for role, at in closed.order_by("closed_at").values_list("role_name", "closed_at") if at}


def list_codes_of_roles(roles: Collection[str]) -> dict[str, str]:
    """Key codes of tenants by their roles."""
    return dict(Tenant.objects.filter(role_name__in=roles).values_list("role_name", "code"))


def get_merchant(slug: str) -> TenantRef:
    """The live tenant with this slug.

    Raises:
        RecordNotFound: there is none.
    """
    tenant = Tenant.objects.filter(slug=slug, livemode=True).first()
    if tenant is None:
        raise RecordNotFound(slug=slug[:40])
    return reference(tenant, shop_host(slug))


def get_sign_up(token: str) -> SignUp:
    """The sign-up behind a status link.

    Raises:
        RecordNotFound: no such link.
    """
    digest = hashlib.sha256(token.encode()).digest()
    sign_up = SignUp.objects.filter(token_hash=digest).select_related("tenant").first()
    if sign_up is None:
        raise RecordNotFound
    return sign_up


def list_domains(tenant_id: uuid.UUID) -> list[Domain]:
    """Where a shop answers, its address on this platform first."""
    return list(Domain.objects.filter(tenant_id=tenant_id).order_by("id"))


def list_domain_claims(tenant_id: uuid.UUID) -> list[DomainClaim]:
    """Domains that a shop says are its own, oldest first, without those that it gave up."""
    claims = DomainClaim.objects.filter(tenant_id=tenant_id).exclude(state=DomainState.REMOVED)
    return list(claims.order_by("created_at", "id"))


def list_troubled_claims(tenant_id: uuid.UUID) -> QuerySet[DomainClaim]:
    """Those of a shop's domains that were not found to be its own, or are no longer."""
    claims = DomainClaim.objects.filter(tenant_id=tenant_id).exclude(state=DomainState.REMOVED)
    return claims.filter(Q(state=DomainState.FAILED) | Q(missing_since__isnull=False))


def list_due_claims(*, now: dt.datetime, most: int) -> list[uuid.UUID]:
    """Claims of all shops whose proof is to be looked for, the longest overdue first."""
    due = DomainClaim.objects.filter(next_check_at__lte=now).exclude(state=DomainState.REMOVED)
    return list(due.order_by("next_check_at").values_list("id", flat=True)[:most])


def list_kept_claims(tenant_id: uuid.UUID) -> QuerySet[DomainClaim]:
    """A shop's domains of its own, proven or to be, to be counted together with other things."""
    return DomainClaim.objects.filter(tenant_id=tenant_id).exclude(state=DomainState.REMOVED)
