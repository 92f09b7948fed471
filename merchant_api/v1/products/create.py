from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.once import Body, make_once
from merchant_api.serializers import validated
from merchant_api.v1.products.serializers import ProductInput, render_product
from platform_core.kernel.clock import now
from tenants.catalog.models import Product
from tenants.catalog.services.create_product import SkuDraft, create_product


def whole_products() -> QuerySet[Product]:
    """With all that is rendered of them."""
    return Product.objects.select_related("category").prefetch_related("skus")


def draft_of(given: dict[str, Any]) -> SkuDraft:
    """A SKU as the domain takes it; what was left out or is null has the domain's default."""
    return SkuDraft(**{field: value for field, value in given.items() if value is not None})


def post_product(request: Request) -> Response:
    """``POST /v1/products``: created active, with its SKUs."""
    body, livemode = validated(ProductInput(data=request.data)), caller_of(request).livemode
    skus = [draft_of(sku) for sku in body.pop("skus")]
    body["category_slug"] = body.pop("category", None)

    def show(product_id: uuid.UUID) -> Body:
        return dict(render_product(whole_products().get(pk=product_id), livemode=livemode))

    def make() -> tuple[uuid.UUID, Body]:
        product = create_product(skus=skus, now=now(), **body)
        return product.id, show(product.id)

    return make_once(request, "/v1/products", make=make, show=show)
