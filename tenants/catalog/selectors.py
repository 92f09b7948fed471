"""Reading the catalogue for the shop, in a constant number of queries whatever its size."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import cache

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.models import Category, Occasion, Product, Sku, Tag


def list_products(
    *, category: str | None = None, occasion: str | None = None, tag: str | None = None, query: str = ""
) -> QuerySet[Product]:
    """Active products with their active SKUs and tags; pinned ones first.

    Args:
        category, occasion, tag: slugs to filter by.
        query: words of the name, brand, pinyin or initials; all must match.
    """
    products = Product.objects.filter(active=True, skus__active=True).distinct()
    if category:
        products = products.filter(category__slug=category)
    if occasion:
        products = products.filter(occasions__slug=occasion)
    if tag:
        products = products.filter(tags__slug=tag)
    for word in query.lower().split()[:6]:
        products = products.filter(Q(search_text__contains=word))
    skus = Sku.objects.filter(active=True).order_by("position", "face_value")
    return (
        products.select_related("category")
        .prefetch_related(Prefetch("skus", queryset=skus), "tags")
        .order_by("-pinned", "position", "name")
    )


def get_product(slug: str) -> Product:
    """One active product of the shop.

    Raises:
        RecordNotFound
    """
    product = list_products().filter(slug=slug).first()
    if product is None:
        raise RecordNotFound(slug=slug[:80])
    return product


def list_categories() -> QuerySet[Category]:
    """The shelves, in order."""
    return Category.objects.order_by("position", "name")


def list_occasions() -> QuerySet[Occasion]:
    """The occasions, in order."""
    return Occasion.objects.order_by("position", "name")


def list_tags() -> QuerySet[Tag]:
    """The tags."""
    return Tag.objects.order_by("name")


@cache
def _statement() -> tuple[str, list[str]]:
    """Asked with every issue: written once, not put together by the ORM each time."""
    fields = list(Sku._meta.concrete_fields)
    columns = ", ".join(f'k."{field.column}"' for field in fields)
    statement = f"""
        SELECT k.active AND p.active, {columns} FROM catalog_sku k JOIN catalog_product p ON p.id = k.product_id
        WHERE k.id = ANY(%s)
    """  # noqa: S608 - names of our own columns
    return statement, [field.attname for field in fields]


def list_for_sale(sku_ids: Iterable[uuid.UUID]) -> list[tuple[Sku, bool]]:
    """SKUs, each with whether it and its product may be sold, in one query."""
    statement, names = _statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(sku_ids)])
        rows = cursor.fetchall()
    return [(Sku.from_db("default", names, row[1:]), bool(row[0])) for row in rows]
