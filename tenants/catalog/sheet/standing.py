from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from platform_core.kernel.contacts import normalise
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from tenants.catalog.groups import GROUPS
from tenants.catalog.models import Product, Sku
from tenants.catalog.sheet.lines import OF_PRODUCT, Line


class Standing:
    """The part of the catalogue that a table speaks of, as it stands, in a constant number of queries."""

    MISSING: Final = "\x00"  # before the name of a group that does not exist yet, where its slug would stand

    def __init__(self, lines: Sequence[Line]) -> None:
        codes = {line.sku["sku_code"] for line in lines if "sku_code" in line.sku}
        by_code = {sku.sku_code: sku for sku in Sku.objects.filter(sku_code__in=codes)}
        ids = {sku.product_id for sku in by_code.values()} | {id for line in lines if (id := self._id(line))}
        names = {line.product["name"] for line in lines if "name" in line.product}
        whole = Product.objects.select_related("category").prefetch_related("skus", "occasions", "tags")
        self._products = {row.pk: row for row in whole.filter(pk__in=ids)}
        named: dict[str, list[Product]] = {}
        for row in whole.filter(name__in=names).order_by("archived", "id"):
            named.setdefault(row.name, []).append(self._products.setdefault(row.pk, row))
        self._named = {
            name: rows[0] for name, rows in named.items() if len(rows) == 1 or rows[1].archived > rows[0].archived
        }
        self._skus = {sku.sku_code: sku for row in self._products.values() for sku in row.skus.all()}
        for sku in self._skus.values():
            sku.product = self._products[sku.product_id]
        self._slugs = {
            kind: {
                normalise(word): row.slug
                for row in model.objects.all()
                for word in (row.slug, row.name_en, row.name)
                if word
            }  # type: ignore[attr-defined]
            for kind, model in GROUPS.items()
        }

    @staticmethod
    def _id(line: Line) -> uuid.UUID | None:
        try:
            return parse_public_id("prod", line.product_id) if line.product_id else None
        except RecordNotFound:
            return None

    def by_id(self, line: Line) -> bool:
        """Does the line name its product by its id?"""
        return self._id(line) in self._products

    def find(self, line: Line) -> tuple[Sku | None, Product | None]:
        """The SKU that a line speaks of, and the product that it or a new one belongs to."""
        code = line.sku.get("sku_code")
        if code in self._skus:
            sku = self._skus[code]
            return sku, sku.product
        id = self._id(line)
        product = self._products.get(id) if id else None
        if product is None:
            product = self._named.get(line.product.get("name", ""))
        if product is None or code:
            return None, product
        skus = list(product.skus.all())
        wanted = {name: line.sku[name] for name in ("name", "face_value") if name in line.sku}
        fit = [sku for sku in skus if all(getattr(sku, name) == value for name, value in wanted.items())]
        return (fit[0] if len(fit) == 1 and (wanted or len(skus) == 1) else None), product

    def slug(self, kind: str, word: str) -> str | None:
        """The address of a category, occasion or tag by any of its names; None: there is none of them."""
        return self._slugs[kind].get(normalise(word))

    def values(self, product: Product) -> dict[str, Any]:
        """What a table can say of a product, as it is."""
        found = {name: getattr(product, name) for name in OF_PRODUCT | {"active", "archived"}}
        found["category"] = product.category.slug if product.category else None
        for name in ("occasions", "tags"):
            found[name] = sorted(row.slug for row in getattr(product, name).all())
        return found
