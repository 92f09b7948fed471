"""Reading the catalogue for the shop, in a constant number of queries whatever its size."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

import orjson
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Case, Exists, F, Model, OuterRef, Prefetch, Q, QuerySet, SmallIntegerField, Value, When
from django.db.models.lookups import GreaterThanOrEqual

from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.enums import MagicSku
from tenants.catalog.errors import CategoryUnknown
from tenants.catalog.models import Category, Occasion, Product, ShopFront, Sku, Tag
from tenants.catalog.searching import longest_grams_of, spelled, words_of

MISSPELLED = 3  # letters; a longer word may be: initials would be like everything
LIKE = 0.45  # one letter wrong, left out or too many in six
UNSHOWN = ("search_text", "search_grams", "archived")  # is only looked for
# What a sale needs to know of a SKU.
FOR_SALE = {
    "id", "product_id", "name", "face_value", "price", "currency", "code_mode", "min_quantity", "max_quantity",
    "min_days_left", "redemption", "units", "needs_activation", "valid_days", "quantity_multiple", "input_schema",
    "price_tiers",
}  # fmt: skip


def list_products(
    *,
    category: str | None = None,
    occasion: str | None = None,
    tag: str | None = None,
    ids: Collection[uuid.UUID] | None = None,
) -> QuerySet[Product]:
    """Active products with their active SKUs and tags; pinned ones first.

    Args:
        category, occasion, tag: slugs to filter by.
        ids: none but these.
    """
    products = Product.objects.filter(Exists(Sku.objects.filter(product=OuterRef("pk"), active=True)), active=True)
    if ids is not None:
        products = products.filter(pk__in=ids)
    if category:
        products = products.filter(category__slug=category)
    if occasion:
        products = products.filter(occasions__slug=occasion)
    if tag:
        products = products.filter(tags__slug=tag)
    skus = Sku.objects.filter(active=True).order_by("position", "face_value")
    return (
        products.select_related("category")
        .prefetch_related(Prefetch("skus", queryset=skus), "tags")
        .defer(*UNSHOWN)
        .order_by("-pinned", "position", "name")
    )


def list_matches(query: str, *, tag: str | None = None, roughly: bool = False) -> QuerySet[Product]:
    """Products that have every word of a query in their names, brand, pinyin or initials: best first.

    A name that begins so comes before one that has it, that before pinyin and initials.

    Args:
        query: as it was typed.
        roughly: also what is spelled or sounds much like it; for when nothing is exactly so.
    """
    words = words_of(query)
    products = list_products(tag=tag) if words else Product.objects.none()
    for word in words:
        products = products.filter(_has(word, roughly))
    whole = " ".join(words)
    products = products.annotate(
        place=Case(
            When(name__istartswith=whole, then=Value(0)),
            When(name__icontains=whole, then=Value(1)),
            When(Q(search_text__startswith=whole) | Q(search_text__contains=f" {whole}"), then=Value(2)),
            When(search_text__contains=whole, then=Value(3)),
            default=Value(4),
            output_field=SmallIntegerField(),
        )
    )
    if not roughly:
        return products.order_by("place", "-pinned", "position", "name")
    likeness = TrigramWordSimilarity(spelled(whole), "search_text")
    return products.annotate(likeness=likeness).order_by("place", "-likeness", "-pinned", "position", "name")


def _has(word: str, roughly: bool) -> Q:
    exactly = Q(search_text__contains=word)
    grams = longest_grams_of(word)
    if grams:
        exactly &= Q(search_grams__contains=grams)
    if not roughly or len(word) < 2:
        return exactly
    sound = spelled(word)
    alike = exactly | Q(search_text__contains=sound)
    if len(sound) > MISSPELLED:
        alike |= Q(GreaterThanOrEqual(TrigramWordSimilarity(sound, "search_text"), LIKE))
    return alike


def get_product(slug: str) -> tuple[Product, list[Sku]]:
    """One active product of the shop with its active SKUs, in one query.

    Raises:
        RecordNotFound
    """
    statement, product_names, sku_names = _page_statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [slug])
        rows = cursor.fetchall()
    if not rows:
        raise RecordNotFound(slug=slug[:80])
    width = len(product_names)
    product = Product.from_db("default", product_names, rows[0][:width])
    product.pictures = orjson.loads(product.pictures)  # type: ignore[arg-type]
    product.card_terms = orjson.loads(product.card_terms)  # type: ignore[arg-type]
    return product, [_sku_of(sku_names, row[width:]) for row in rows]


def get_sku_count() -> int:
    """How many SKUs the shop has, of products that are not put away."""
    return Sku.objects.filter(product__archived=False).count()


def get_category(slug: str) -> Category:
    """A shelf.

    Raises:
        CategoryUnknown
    """
    category = Category.objects.filter(slug=slug).first()
    if category is None:
        raise CategoryUnknown(param="category")
    return category


def find_magic_sku(name: str) -> uuid.UUID | None:
    """The SKU of a test shop that always does the same, by its name; None: no such name, or it is gone."""
    if name not in set(MagicSku):
        return None
    return Sku.objects.filter(sku_code=name).values_list("id", flat=True).first()


def list_magic_skus(sku_ids: Collection[uuid.UUID]) -> list[Sku]:
    """Those of some SKUs of a test shop that always do the same."""
    if not sku_ids:
        return []
    return list(Sku.objects.filter(pk__in=sku_ids, sku_code__in=list(MagicSku)).order_by("id"))


def list_reveal_limited(product_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of some products whose codes may be read so often only."""
    return set(Product.objects.filter(pk__in=product_ids, reveal_limit__isnull=False).values_list("id", flat=True))


def get_shop_front() -> ShopFront:
    """How the shop presents itself; as shops come, where the merchant has set nothing."""
    # Asked for with nearly every page: written by hand, it takes half as long as through the ORM.
    return next(iter(ShopFront.objects.raw("SELECT * FROM catalog_shopfront")), None) or ShopFront()


def list_categories() -> QuerySet[Category]:
    """The shelves, in order."""
    return Category.objects.order_by("position", "name")


def list_occasions() -> QuerySet[Occasion]:
    """The occasions, in order."""
    return Occasion.objects.order_by("position", "name")


def list_tags() -> QuerySet[Tag]:
    """The tags."""
    return Tag.objects.order_by("name")


class GroupName(NamedTuple):
    """A category, an occasion or a tag by its address and name."""

    kind: str
    slug: str
    name: str


def list_group_names() -> list[GroupName]:
    """All that products are sorted into, in order, in one query."""
    rows = [
        model.objects.annotate(kind=Value(kind), at=place).values_list("kind", "slug", "name", "at")  # type: ignore[attr-defined]
        for kind, model, place in (
            ("category", Category, F("position")),
            ("occasion", Occasion, F("position")),
            ("tag", Tag, Value(0, SmallIntegerField())),
        )
    ]
    found = rows[0].order_by().union(rows[1].order_by(), rows[2].order_by(), all=True).order_by("kind", "at", "name")
    return [GroupName(kind, slug, name) for kind, slug, name, _at in found]


def _columns(model: type[Model], alias: str, wanted: Collection[str] = ()) -> tuple[str, list[str]]:
    fields = [field for field in model._meta.concrete_fields if not wanted or field.attname in wanted]
    return ", ".join(f'{alias}."{field.column}"' for field in fields), [field.attname for field in fields]


def _sku_of(names: list[str], values: Sequence[Any]) -> Sku:
    """A SKU from a row that was read past the ORM: JSON is still a text in it."""
    sku = Sku.from_db("default", names, values)
    sku.input_schema = orjson.loads(sku.input_schema)  # type: ignore[arg-type]
    sku.price_tiers = orjson.loads(sku.price_tiers)  # type: ignore[arg-type]
    return sku


SHOWN = {field.attname for field in Product._meta.concrete_fields} - set(UNSHOWN)


@cache
def _page_statement() -> tuple[str, list[str], list[str]]:
    (product_columns, product_names), (sku_columns, sku_names) = _columns(Product, "p", SHOWN), _columns(Sku, "k")
    statement = f"""
        SELECT {product_columns}, {sku_columns} FROM catalog_product p JOIN catalog_sku k ON k.product_id = p.id AND k.active
        WHERE p.slug = %s AND p.active ORDER BY k.position, k.face_value
    """  # noqa: S608 - names of our own columns
    return statement, product_names, sku_names


@cache
def _statement() -> tuple[str, list[str]]:
    """Asked with every issue: written once, not put together by the ORM each time, and only what a sale looks at."""
    columns, names = _columns(Sku, "k", FOR_SALE)
    statement = f"""
        SELECT k.active AND p.active, p.name, p.purchase_mode, p.fulfilment, p.reveal_limit IS NOT NULL, p.nature, p.named, {columns}
        FROM catalog_sku k JOIN catalog_product p ON p.id = k.product_id
        WHERE k.id = ANY(%s)
    """  # noqa: S608 - names of our own columns
    return statement, names


class ForSale(NamedTuple):
    """A SKU (what a sale needs of it), whether it and its product may be sold, and what the product says about selling."""

    sku: Sku
    for_sale: bool
    product_name: str
    purchase_mode: str
    fulfilment: str


def list_for_sale(sku_ids: Iterable[uuid.UUID]) -> list[ForSale]:
    """SKUs as a sale looks at them."""
    statement, names = _statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(sku_ids)])
        rows = cursor.fetchall()
    found = []
    for for_sale, product_name, purchase_mode, fulfilment, looks_counted, nature, named, *values in rows:
        sku = _sku_of(names, values)
        sku.looks_counted, sku.nature, sku.named = looks_counted, nature, named
        found.append(ForSale(sku, bool(for_sale), product_name, purchase_mode, fulfilment))
    return found


def list_stand_ins(*, currency: str, face_value: int, beside: uuid.UUID) -> QuerySet[Sku]:
    """SKUs that a buyer may be given instead of another: of its currency, worth at least as much, the nearest first."""
    fit = Sku.objects.filter(currency=currency, face_value__gte=face_value).exclude(pk=beside)
    return fit.select_related("product").order_by("face_value", "id")
