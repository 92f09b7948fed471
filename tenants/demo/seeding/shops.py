"""Filling a demo shop: catalogue, suppliers, stock. Codes are visibly fake."""

from __future__ import annotations

import datetime as dt
import secrets
import tomllib
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from platform_core.compliance.services.register_supplier import register_supplier
from platform_core.compliance.services.vouch_merchant import vouch_merchant
from platform_core.compliance.services.vouch_supplier import vouch_supplier
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.reference import TenantRef
from tenants.catalog.models import Occasion, Product, Sku, Tag
from tenants.catalog.services.create_product import SkuDraft, create_product
from tenants.catalog.services.update_shop_front import update_shop_front
from tenants.demo.seeding.pictures import draw_picture
from tenants.inventory.models import CodeImport, SharedCode, SupplierContract
from tenants.inventory.sealing import keyring
from tenants.inventory.services.add_codes import add_codes
from tenants.inventory.services.add_contract import add_contract
from tenants.inventory.staging import NO_EXPIRY
from tenants.marketing.enums import CouponKind
from tenants.marketing.services.create_coupon import create_coupon
from tenants.marketing.terms import Terms

CATALOGUE = Path(__file__).parent.parent / "catalogue"
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ3456789"
INSTRUCTIONS = "1. 付款后在订单页复制卡密。\n2. 打开{brand}官方兑换页，登录您的账号。\n3. 粘贴卡密并确认，立即到账。"
REFUND = "卡密属数字商品，查看后不支持无理由退款；卡密无法使用请在 24 小时内联系我们，核实后补发或退款。"
SHARED_USES = 500


def load_catalogue(slug: str) -> dict[str, Any]:
    """The catalogue file of a demo shop."""
    return tomllib.loads((CATALOGUE / f"{slug}.toml").read_text(), parse_float=Decimal)


def fake_codes(count: int) -> Iterator[tuple[str, str, dt.date | None]]:
    """``DEMO-XXXX-XXXX-XXXX``: random, and plainly no real code."""
    for _ in range(count):
        groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
        yield f"DEMO{secrets.randbelow(10**12):012d}", "DEMO-" + "-".join(groups), None


def _fen(yuan: Decimal | int) -> int:
    return round(yuan * 100)


def _contracts(tenant: TenantRef, names: list[str], now: dt.datetime) -> list[SupplierContract]:
    """Register the suppliers; all but a third one are cleared, so that both states can be seen."""
    contracts = []
    with tenant_context(tenant):
        for name in names:
            supplier_id = register_supplier(name=name)
            contracts.append(add_contract(supplier_id=supplier_id, name=name, now=now))
    with platform_context():
        for contract in contracts[:2]:
            vouch_supplier(link_id=contract.supplier_id, reason="演示数据", now=now)
        vouch_merchant(tenant=tenant, reason="演示数据", now=now)
    return contracts


def _product(tenant: TenantRef, entry: dict[str, Any], number: int, now: dt.datetime) -> Product:
    drafts = [
        SkuDraft(
            sku_code=f"{tenant.slug.upper()}-{number:02d}-{index}",
            name=name,
            face_value=_fen(face),
            price=_fen(price),
            list_price=_fen(listed) if listed > price else None,
            cost=_fen(price) * 9 // 10,
            code_mode=entry.get("mode", "single"),
            max_quantity=20,
        )
        for index, (name, face, price, listed, _) in enumerate(entry["skus"], 1)
    ]
    product = create_product(
        name=entry["name"],
        name_en=entry["name_en"],
        brand=entry["brand"],
        summary=entry["summary"],
        instructions=INSTRUCTIONS.format(brand=entry["brand"]),
        refund_rules=REFUND,
        category_slug=entry["category"],
        skus=drafts,
        now=now,
    )
    product.pinned = entry.get("pinned", False)
    product.position = number
    product.image = draw_picture(
        schema=tenant.schema_name,
        slug=product.slug,
        title=entry["name"],
        subtitle=entry["name_en"],
        color=entry["color"],
    )
    product.save(update_fields=["pinned", "position", "image"])
    product.tags.set(Tag.objects.filter(slug__in=entry["tags"]))
    product.occasions.set(Occasion.objects.filter(slug__in=entry["occasions"]))
    return product


def _shared(sku: Sku, contract: SupplierContract, now: dt.datetime) -> None:
    row = CodeImport.objects.create(
        sku_id=sku.id, contract=contract, state="ready", filename="shared", bytes=0, accepted=1, created_at=now
    )
    sealed = keyring().seal(sku.id.bytes, "", "DEMO-WIFI-2026")
    SharedCode.objects.create(
        code_import=row,
        sku_id=sku.id,
        supplier_id=contract.supplier_id,
        sell_by=NO_EXPIRY,
        fingerprint=sealed.fingerprint,
        sealed=sealed.sealed,
        max_uses=SHARED_USES,
    )


def fill_shop(*, tenant: TenantRef, now: dt.datetime) -> None:
    """Put catalogue and stock into a fresh demo shop, inside the caller's transaction."""
    catalogue = load_catalogue(tenant.slug)
    contracts = _contracts(tenant, catalogue["suppliers"], now)
    with tenant_context(tenant):
        update_shop_front(changes=catalogue["front"], now=now)
        for number, entry in enumerate(catalogue["product"], 1):
            product = _product(tenant, entry, number, now)
            skus: list[Sku] = list(product.skus.order_by("position"))
            contract = contracts[number % 2]
            for sku, (*_, count) in zip(skus, entry["skus"], strict=True):
                if entry.get("mode") == "shared":
                    _shared(sku, contract, now)
                elif count:
                    _stock(sku.id, contract.id, count, sku.cost, now)
        _coupon(tenant, now)


def _coupon(tenant: TenantRef, now: dt.datetime) -> None:
    """A code to try at the checkout."""
    amount, least = 200, 1_000
    terms = Terms("新客立减", CouponKind.AMOUNT, tenant.currency, amount_off=amount, minimum=least, per_buyer=1)
    create_coupon(terms=terms, code="HELLO", actor=f"{tenant.slug}@kaquan.localhost", now=now)


def _stock(sku_id: uuid.UUID, contract_id: uuid.UUID, count: int, cost: int, now: dt.datetime) -> None:
    add_codes(sku_id=sku_id, contract_id=contract_id, codes=fake_codes(count), unit_cost=cost, now=now)
