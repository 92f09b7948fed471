from __future__ import annotations

import uuid
from typing import ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.etags import answer, expected_versions, tagged
from merchant_api.once import Body, make_once
from merchant_api.pagination import paginate_by_change, paginate_newest_first, read_flag, updated_after
from merchant_api.parameters import COUNTED_PAGE, IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH, UPDATED_AFTER, id_list
from merchant_api.problems import ApiProblem
from merchant_api.serializers import validated
from merchant_api.v1.products.create import post_product, whole_products
from merchant_api.v1.products.serializers import ProductChanges, ProductInput, ProductSerializer, render_product
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from tenants.catalog.enums import ProductKind
from tenants.catalog.models import Product
from tenants.catalog.services.update_product import update_product

MOST_IDS = 100


def _filtered(request: Request) -> QuerySet[Product]:
    """The products that the query string asks for.

    Raises:
        ApiProblem: ``invalid_parameter``.
        RecordNotFound: what stands in ``ids[]`` is no id; one that is nobody's finds nothing.
    """
    rows, query = whole_products(), request.query_params
    if (active := read_flag(request, "active")) is not None:
        rows = rows.filter(active=active)
    if (kind := query.get("kind")) is not None:
        if kind not in ProductKind.values:
            raise ApiProblem("invalid_parameter", param="kind", reason="one of " + ", ".join(ProductKind.values))
        rows = rows.filter(kind=kind)
    if (category := query.get("category")) is not None:
        rows = rows.filter(category__slug=category)
    if texts := query.getlist("ids[]"):
        if len(texts) > MOST_IDS:
            raise ApiProblem("invalid_parameter", param="ids[]", reason=f"at most {MOST_IDS}")
        rows = rows.filter(pk__in=[parse_public_id("prod", text) for text in texts])
    for word in query.get("q", "").lower().split()[:6]:
        rows = rows.filter(search_text__contains=word)
    return rows


class ProductList(ApiView):
    """Products."""

    scopes: ClassVar[dict[str, str]] = {"GET": "catalog:read", "POST": "catalog:write"}
    puts_up: ClassVar[frozenset[str]] = frozenset({"POST"})
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": (
            "quota_exceeded",
            "sku_code_taken",
            "input_schema_invalid",
            "listing_frozen",
            "rule_refused",
            "screening_unavailable",
        ),
    }

    @extend_schema(
        operation_id="list_products",
        tags=["products"],
        summary="List products",
        parameters=[
            *COUNTED_PAGE,
            OpenApiParameter("active", bool, description="Those on sale, or those that are archived."),
            OpenApiParameter("kind", str, enum=ProductKind.values, description="Of this kind."),
            OpenApiParameter("category", str, description="slug of a category"),
            id_list("ids[]", "These products", most=MOST_IDS),
            OpenApiParameter("q", str, description="words of the name, brand, pinyin or initials"),
            UPDATED_AFTER,
            IF_NONE_MATCH,
        ],
        responses={200: ProductSerializer(many=True), 304: None},
    )
    def get(self, request: Request) -> Response:
        """Newest first; with ``updated_after`` in the order of their changes, for copying the catalogue."""
        livemode, since = caller_of(request).livemode, updated_after(request)

        def render(row: Product) -> Body:
            return dict(render_product(row, livemode=livemode))

        rows = _filtered(request)
        if since is not None:
            return answer(request, paginate_by_change(request, rows, since, render))
        return answer(request, paginate_newest_first(request, rows, render))

    @extend_schema(
        operation_id="create_product",
        tags=["products"],
        summary="Create a product with its SKUs",
        parameters=[IDEMPOTENCY_KEY],
        request=ProductInput,
        responses={201: ProductSerializer},
    )
    def post(self, request: Request) -> Response:
        """Created active. A repeated Idempotency-Key answers the product made before."""
        return post_product(request)


class ProductDetail(ApiView):
    """One product."""

    scopes: ClassVar[dict[str, str]] = {"GET": "catalog:read", "PATCH": "catalog:write"}
    puts_up: ClassVar[frozenset[str]] = frozenset({"PATCH"})
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "PATCH": ("quota_exceeded", "listing_frozen", "rule_refused", "screening_unavailable")
    }

    @extend_schema(
        operation_id="get_product",
        tags=["products"],
        summary="Get a product",
        parameters=[IF_NONE_MATCH],
        responses={200: ProductSerializer, 304: None},
    )
    def get(self, request: Request, product_id: str) -> Response:
        """With its SKUs. The entity tag is its version."""
        product = whole_products().get(pk=parse_public_id("prod", product_id))
        return answer(request, dict(render_product(product, livemode=caller_of(request).livemode)), product.version)

    @extend_schema(
        operation_id="update_product",
        tags=["products"],
        summary="Change a product",
        parameters=[
            IF_MATCH,
            IDEMPOTENCY_KEY,
        ],
        request=ProductChanges,
        responses=ProductSerializer,
    )
    def patch(self, request: Request, product_id: str) -> Response:
        """``active: false`` archives it. With ``If-Match`` a change that somebody else made meanwhile is not overwritten."""
        changes, livemode = validated(ProductChanges(data=request.data)), caller_of(request).livemode
        target = parse_public_id("prod", product_id)

        def show(shown: uuid.UUID) -> Body:
            return dict(render_product(whole_products().get(pk=shown), livemode=livemode))

        def make() -> tuple[uuid.UUID, Body]:
            update_product(product_id=target, changes=changes, now=now(), expected=expected_versions(request))
            return target, show(target)

        return tagged(make_once(request, f"/v1/products/{product_id}", make=make, show=show, status=200))
