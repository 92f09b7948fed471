"""What tests stand on: the database, two shops, and short ways to make a SKU with stock, a key, a client."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import Client
from psycopg import sql

from merchant_api.request_logging import request_log
from merchant_api.throttling.rates import forget_refusals
from platform_core.compliance.enums import ActorKind, Clearance
from platform_core.compliance.known_places import forget_places
from platform_core.compliance.known_rules import forget_rules
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.models import SupplyLink
from platform_core.compliance.services.register_supplier import register_supplier
from platform_core.compliance.services.reinstate_supplier import reinstate_supplier
from platform_core.compliance.services.suspend_supplier import suspend_supplier
from platform_core.compliance.services.vouch_supplier import vouch_supplier
from platform_core.entitlements.rights import forget_rights
from platform_core.identity.services.register_user import register_user
from platform_core.kernel import ids
from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from platform_core.messaging.silence import forget_silence
from platform_core.tenancy import directory
from platform_core.tenancy.backend.base import NOWHERE
from platform_core.tenancy.bootstrap import bootstrap
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.models import Tenant
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.services.migrate_all import migrate_all
from platform_core.tenancy.services.provision_tenant import provision_tenant
from platform_core.tenancy.services.request_tenant import request_tenant
from tenants.access.authenticate import forget_keys
from tenants.access.enums import FULL_ACCESS
from tenants.access.services.create_api_key import create_api_key
from tenants.catalog.models import Product, Sku
from tenants.console.billing_banner import forget_banner
from tenants.insights.viewing import product_views
from tenants.inventory.models import CodeImport, SupplierContract
from tenants.inventory.opening import open_codes
from tenants.inventory.services.add_codes import add_codes
from tenants.issuance.enums import Source
from tenants.issuance.services.issue_codes import IssueLine, issue_codes

_numbers = itertools.count(1)


def make_database(admin: psycopg.Connection[Any]) -> None:
    """Roles, migrations (as the owner) and the two shops, committed once per session."""
    bootstrap(admin)
    with as_owner():
        migrate_all()
    for slug, preset in (("alpha", "vertical"), ("beta", "comprehensive")):
        make_shop(slug, preset)
    connections.close_all()


class as_owner:  # noqa: N801 - reads as a phrase in `with as_owner():`
    """Django's own connection logs in as the owner for the block: migrations only."""

    def __enter__(self) -> None:
        connection.close()
        self._before = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
        connection.settings_dict.update(USER=settings.ROLE_OWNER, PASSWORD=settings.ROLE_PASSWORDS[settings.ROLE_OWNER])

    def __exit__(self, *error: object) -> None:
        connection.close()
        connection.settings_dict.update(self._before)


def make_shop(slug: str, preset: str = "vertical") -> TenantRef:
    """A shop with an owner ``owner@<slug>.example`` whose password is ``long enough <slug>``."""
    with platform_context():
        owner = register_user(
            email=f"owner@{slug}.example", password=f"long enough {slug}", display_name=f"Owner of {slug}", now=now()
        )
        requested = request_tenant(
            name=f"Shop {slug}", slug=slug, preset=preset, positioning="", owner_id=owner.id, now=now()
        )
        return provision_tenant(sign_up_id=requested.sign_up.id, now=now())


@contextmanager
def committed_shop(slug: str) -> Iterator[TenantRef]:
    """A shop whose data is really committed, for the block, and gone without a trace afterwards."""
    made = make_shop(slug)
    try:
        yield made
    finally:
        forget_everything()
        connections.close_all()
        _forget_shop(made)


def _forget_shop(made: TenantRef) -> None:
    with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(made.schema_name)))
        admin.execute("DELETE FROM events_job WHERE tenant_role = %s", [made.role_name])
        admin.execute("DELETE FROM events_event WHERE tenant_role = %s", [made.role_name])
        admin.execute(
            "DELETE FROM events_job WHERE (name LIKE 'compliance.%' OR name LIKE 'billing.%') AND tenant_role = ''"
        )
        lots = "(SELECT id FROM compliance_screenedlot WHERE tenant_role = %s)"
        admin.execute(f"DELETE FROM compliance_codeprint WHERE lot_id IN {lots}", [made.role_name])
        admin.execute(f"DELETE FROM compliance_releasedspan WHERE lot_id IN {lots}", [made.role_name])
        of_it = f"DELETE FROM compliance_codemeeting WHERE later_id IN {lots} OR earlier_id IN {lots}"
        admin.execute(of_it, [made.role_name, made.role_name])
        admin.execute("DELETE FROM compliance_screenedlot WHERE tenant_role = %s", [made.role_name])
        admin.execute("DELETE FROM compliance_printtally WHERE tenant_role = %s", [made.role_name])
        admin.execute("DELETE FROM compliance_finding WHERE tenant_role = %s", [made.role_name])
        for name in ("audithead", "auditanchor", "auditcut", "auditcheck"):
            admin.execute(f"DELETE FROM compliance_{name} WHERE chain = %s", [made.id.hex])
        for name in (
            "entitlements_entitlement",
            "identity_invitation",
            "webhooks_endpoint",
            "webhooks_signingsecret",
            "events_listener",
            "events_outboxentry",
            "billing_usagetotal",
            "billing_usagecursor",
            "billing_openusage",
            "billing_subscription",
            "billing_subscriptionstep",
            "billing_billingaccount",
            "billing_invoice",
        ):
            admin.execute(f"DELETE FROM {name} WHERE tenant_role = %s", [made.role_name])
        admin.execute("DELETE FROM billing_sentletter WHERE tenant_id = %s", [made.id])
        admin.execute("DELETE FROM messaging_mail WHERE tenant_role = %s", [made.role_name])
        admin.execute("DELETE FROM identity_membership WHERE tenant_id = %s", [made.id])
        admin.execute("DELETE FROM tenancy_domain WHERE tenant_id = %s", [made.id])
        admin.execute("DELETE FROM tenancy_tenantstep WHERE tenant_id = %s", [made.id])
        admin.execute("DELETE FROM tenancy_signup WHERE tenant_id = %s", [made.id])
        admin.execute("DELETE FROM tenancy_tenant WHERE id = %s", [made.id])


def reference_of(slug: str) -> TenantRef:
    """A shop by its slug."""
    with platform_context():
        return directory.reference(Tenant.objects.get(slug=slug), directory.shop_host(slug))


def forget_everything() -> None:
    """Drop process caches, the shared cache and any context that a test left."""
    connection.move(NOWHERE)
    ids._last = 0  # a test that moved the time would let all later ids bear it
    directory.forget()
    forget_banner()
    forget_keys()
    forget_rights()
    forget_refusals()
    request_log.forget()
    product_views.forget()
    forget_silence()
    forget_rules()
    forget_places()
    cache.clear()


class Shelf(NamedTuple):
    """A SKU with its supplier."""

    product: Product
    sku: Sku
    contract: SupplierContract

    @property
    def sku_id(self) -> str:
        """``sku_…``"""
        return public_id("sku", self.sku.id)

    @property
    def supplier_id(self) -> str:
        """``sup_…``"""
        return public_id("sup", self.contract.supplier_id)


FIRST_STAFF, SECOND_STAFF, THIRD_STAFF = (
    Actor(ActorKind.STAFF, str(uuid.UUID(int=number, version=4)), f"staff{number}@example.com") for number in (1, 2, 3)
)


def make_shelf(tenant: TenantRef, *, cleared: bool = True, **sku_fields: Any) -> Shelf:
    """A product with one SKU at 45.00 and a supplier, cleared unless told otherwise."""
    number = next(_numbers)
    label = f"{os.getpid()}-{number}"
    with tenant_context(tenant):
        product = Product.objects.create(
            name=f"爱奇艺会员 {label}", slug=f"p-{label}", created_at=now(), updated_at=now()
        )
        fields = {"face_value": 5000, "price": 4500, "cost": 4000, **sku_fields}
        sku = Sku.objects.create(
            product=product, sku_code=f"S-{label}", name="50", created_at=now(), updated_at=now(), **fields
        )
        supplier_id = register_supplier(name=f"Supplier {label}")
        contract = SupplierContract.objects.create(supplier_id=supplier_id, name=f"Supplier {label}", created_at=now())
    if cleared:
        set_clearance(contract, Clearance.CLEARED)
    return Shelf(product, sku, contract)


def set_clearance(contract: SupplierContract, clearance: Clearance) -> None:
    """The platform decides about a supplier: it vouches, suspends, or lifts a suspension by other staff."""
    with platform_context():
        link = SupplyLink.objects.select_related("supplier").get(pk=contract.supplier_id)
        if link.supplier is None:
            vouch_supplier(link_id=link.id, reason="test", now=now())
        elif clearance == Clearance.SUSPENDED:
            suspend_supplier(supplier_id=link.supplier.id, actor=FIRST_STAFF, reason="test", remedy="test", now=now())
        else:
            reinstate_supplier(supplier_id=link.supplier.id, actor=SECOND_STAFF, reason="test", now=now())


def stock(tenant: TenantRef, shelf: Shelf, codes: Iterable[str] | int, expires_on: dt.date | None = None) -> CodeImport:
    """Put codes into a shelf: given ones, or so many made-up ones."""
    if isinstance(codes, int):
        codes = [f"{shelf.sku.sku_code}-{number:08d}" for number in range(codes)]
    with tenant_context(tenant):
        return add_codes(
            sku_id=shelf.sku.id,
            contract_id=shelf.contract.id,
            codes=(("", code, expires_on) for code in codes),
            unit_cost=4000,
            now=now(),
        )


def issue(sku: Sku, quantity: int, reservation_id: uuid.UUID | None = None) -> uuid.UUID:
    """Issue codes to nobody in particular, in the current shop; the id of their line."""
    with transaction.atomic():
        issued = issue_codes(
            lines=[IssueLine(sku, quantity, sku.price, reservation_id)],
            external_id=None,
            fingerprint=bytes(32),
            source=Source.ORDER,
            actor="test",
            now=now(),
        )
    return issued.lines[0].id


def codes_of(line_ids: list[uuid.UUID], offset: int = 0, limit: int = 10_000) -> list[str]:
    """The secrets of issue lines, in order, without a record of the look."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM issued_codes(%s, %s, %s)", [line_ids, offset, limit])
        return [code.opened.secret for code in open_codes(cursor.fetchall(), line_ids)]


def make_key(tenant: TenantRef, *, livemode: bool = True, scopes: Iterable[str] = FULL_ACCESS) -> str:
    """The secret of a fresh API key."""
    with tenant_context(tenant):
        return create_api_key(
            name="test", livemode=livemode, tenant_code=tenant.code, now=now(), scopes=tuple(scopes)
        ).secret


def api(key: str) -> Client:
    """A client of the API host that sends this key."""
    return Client(headers={"Host": f"api.{settings.KAQUAN_PLATFORM_HOST}", "Authorization": f"Bearer {key}"})


def shop(tenant: TenantRef, **headers: str) -> Client:
    """A client of a shop's host."""
    return Client(headers={"Host": tenant.host, **headers})


def platform(**headers: str) -> Client:
    """A client of the platform host."""
    return Client(headers={"Host": settings.KAQUAN_PLATFORM_HOST, **headers})
