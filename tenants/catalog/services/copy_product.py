from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import fields

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.changes import PRODUCT
from tenants.catalog.enums import ChangeKind
from tenants.catalog.models import CatalogChange, Product, Sku
from tenants.catalog.pictures import pictures_of
from tenants.catalog.services.change_catalog import change_catalog
from tenants.catalog.services.create_product import SkuDraft, create_product
from tenants.catalog.services.update_product import update_product

WORDS = ("name_en", "kind", "brand", "summary", "description", "instructions", "refund_rules", "reveal_limit",
         "purchase_mode", "fulfilment", "nature", "named", "card_terms")  # fmt: skip


def copy_product(
    *, product_id: uuid.UUID, name: str, actor: str, now: dt.datetime
) -> tuple[Product, CatalogChange | None]:
    """A product like another, not yet on sale, without stock; its SKUs have codes of their own.

    Args:
        name: of the copy.

    Returns:
        The copy, and what undoes it.

    Raises:
        RecordNotFound: no such product.
    """
    with transaction.atomic():
        found = Product.objects.filter(pk=product_id).select_related("category").first()
        if found is None:
            raise RecordNotFound(id=str(product_id))
        copy = create_product(
            name=name[:120],
            skus=[_draft(sku) for sku in found.skus.order_by("position", "face_value")],
            category_slug=found.category.slug if found.category else None,
            active=False,
            now=now,
            **{word: getattr(found, word) for word in WORDS},
        )
        more = {
            "stock_display": found.stock_display,
            "pictures": pictures_of(found),
            "occasions": list(found.occasions.values_list("slug", flat=True)),
            "tags": list(found.tags.values_list("slug", flat=True)),
        }
        copy = update_product(product_id=copy.id, changes=more, now=now)
        change = change_catalog(edits=(), kind=ChangeKind.COPY, actor=actor, now=now, made=[(PRODUCT, copy.id)])
    return copy, change


def _draft(sku: Sku) -> SkuDraft:
    values = {field.name: getattr(sku, field.name) for field in fields(SkuDraft)}
    return SkuDraft(**{**values, "sku_code": f"SKU-{secrets.token_hex(4).upper()}"})
