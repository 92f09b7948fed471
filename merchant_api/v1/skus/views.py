from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.pagination import PAGE_PARAMETERS, paginate_newest_first
from merchant_api.v1.products.serializers import SkuSerializer, render_sku
from merchant_api.views import ApiView
from platform_core.kernel.ids import parse_public_id
from tenants.catalog.models import Sku


class SkuList(ApiView):
    """SKUs."""

    scopes: ClassVar[dict[str, str]] = {"GET": "catalog:read"}

    @extend_schema(
        operation_id="list_skus",
        tags=["skus"],
        summary="List SKUs",
        parameters=[*PAGE_PARAMETERS, OpenApiParameter("sku_code", str)],
        responses=SkuSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        livemode = caller_of(request).livemode
        rows = Sku.objects.all()
        if sku_code := request.query_params.get("sku_code"):
            rows = rows.filter(sku_code=sku_code)
        return Response(paginate_newest_first(request, rows, lambda row: render_sku(row, livemode=livemode)))


class SkuDetail(ApiView):
    """One SKU."""

    scopes: ClassVar[dict[str, str]] = {"GET": "catalog:read"}

    @extend_schema(operation_id="get_sku", tags=["skus"], summary="Get a SKU", responses=SkuSerializer)
    def get(self, request: Request, sku_id: str) -> Response:
        """By id."""
        sku = Sku.objects.get(pk=parse_public_id("sku", sku_id))
        return Response(render_sku(sku, livemode=caller_of(request).livemode))
