from __future__ import annotations

from typing import ClassVar

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of, request_id
from merchant_api.idempotency import Fingerprint, fingerprint_of, idempotency_key
from merchant_api.pagination import PAGE_PARAMETERS, paginate_newest_first
from merchant_api.replay import find_replay, wait_for_other
from merchant_api.serializers import validated
from merchant_api.v1.products.serializers import ProductInput, ProductSerializer, render_product
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from tenants.access.services.record_idempotency import IdempotencyClaim, record_idempotency
from tenants.catalog.models import Product
from tenants.catalog.services.create_product import SkuDraft, create_product


def _products() -> QuerySet[Product]:
    """With all that is rendered of them."""
    return Product.objects.select_related("category").prefetch_related("skus")


class ProductList(ApiView):
    """Products."""

    scopes: ClassVar[dict[str, str]] = {"GET": "catalog:read", "POST": "catalog:write"}

    @extend_schema(
        operation_id="list_products",
        tags=["products"],
        summary="List products",
        parameters=[*PAGE_PARAMETERS, OpenApiParameter("active", bool)],
        responses=ProductSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        livemode = caller_of(request).livemode
        rows = _products()
        if request.query_params.get("active") in {"true", "false"}:
            rows = rows.filter(active=request.query_params["active"] == "true")
        return Response(paginate_newest_first(request, rows, lambda row: render_product(row, livemode=livemode)))

    @extend_schema(
        operation_id="create_product",
        tags=["products"],
        summary="Create a product with its SKUs",
        request=ProductInput,
        responses={201: ProductSerializer},
    )
    def post(self, request: Request) -> Response:
        """Created active. A repeated Idempotency-Key answers the product made before."""
        body = validated(ProductInput(data=request.data))
        key = idempotency_key(request)
        print_ = fingerprint_of(request, "/v1/products", request.data)
        replayed = self._replay(request, key, print_)
        if replayed is not None:
            return replayed
        moment = now()
        skus = [
            SkuDraft(**{field: value for field, value in sku.items() if value is not None}) for sku in body.pop("skus")
        ]
        body["category_slug"] = body.pop("category", None)
        try:
            with transaction.atomic():
                product = create_product(skus=skus, now=moment, **body)
                if key is not None:
                    claim = IdempotencyClaim(key, print_.digest, request_id(request))
                    record_idempotency(claim=claim, resource_id=product.id, now=moment)
        except IntegrityError as error:
            return wait_for_other(error, lambda: self._replay(request, key, print_))
        fresh = _products().get(pk=product.pk)
        return Response(render_product(fresh, livemode=caller_of(request).livemode), status=201)

    def _replay(self, request: Request, key: str | None, print_: Fingerprint) -> Response | None:
        record = find_replay(key, print_)
        if record is None:
            return None
        product = _products().get(pk=record.resource_id)
        body = render_product(product, livemode=caller_of(request).livemode)
        return Response(body, status=record.status, headers=record.headers)


class ProductDetail(ApiView):
    """One product."""

    scopes: ClassVar[dict[str, str]] = {"GET": "catalog:read"}

    @extend_schema(operation_id="get_product", tags=["products"], summary="Get a product", responses=ProductSerializer)
    def get(self, request: Request, product_id: str) -> Response:
        """With its SKUs."""
        product = _products().get(pk=parse_public_id("prod", product_id))
        return Response(render_product(product, livemode=caller_of(request).livemode))
