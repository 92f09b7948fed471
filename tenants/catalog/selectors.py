"""Reading the catalogue for the shop, in a constant number of queries whatever its size."""

from __future__ import annotations

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
