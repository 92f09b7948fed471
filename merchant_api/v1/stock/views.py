from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.examples import HELD_AT, SKU
from merchant_api.pagination import envelope
from merchant_api.parameters import id_list
from merchant_api.problems import ApiProblem
from merchant_api.sku_ids import parse_sku_id
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from tenants.catalog.models import Sku
from tenants.inventory.enums import StockLevel
from tenants.inventory.selectors import UNLIMITED, list_stock


class StockSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents the stock of a SKU."""

    example = {
        "sku": SKU,
        "object": "stock",
        "type": "finite",
        "available": 1000,
        "bucket": "in_stock",
        "low_threshold": 20,
        "as_of": HELD_AT,
    }

    sku = serializers.CharField()
    object = serializers.ChoiceField(choices=["stock"])
    type = serializers.ChoiceField(choices=["finite", "unlimited"])
    available = serializers.IntegerField(allow_null=True, help_text="null: unlimited")
    bucket = serializers.ChoiceField(choices=StockLevel.values)
    low_threshold = serializers.IntegerField()
    as_of = serializers.DateTimeField()


def render_stock(sku: Sku, available: int, moment: dt.datetime) -> dict[str, Any]:
    """The stock of a SKU for the API."""
    return {
        "sku": public_id("sku", sku.id),
        "object": "stock",
        "type": "finite" if available < UNLIMITED else "unlimited",
        "available": available if available < UNLIMITED else None,
        "bucket": StockLevel.of(available, sku.low_stock_threshold),
        "low_threshold": sku.low_stock_threshold,
        "as_of": moment,
    }


class StockList(ApiView):
    """Stock."""

    scopes: ClassVar[dict[str, str]] = {"GET": "catalog:read"}

    @extend_schema(
        operation_id="list_stock",
        tags=["skus"],
        summary="Stock of up to 100 SKUs",
        parameters=[id_list("sku_ids[]", "Of these SKUs", most=100, required=True)],
        responses=StockSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Exact at ``as_of``: in date, from cleared suppliers, not held. Codes that are generated are unlimited."""
        texts = request.query_params.getlist("sku_ids[]")
        if not texts:
            raise ApiProblem("parameter_missing", param="sku_ids[]")
        if len(texts) > 100:
            raise ApiProblem("invalid_parameter", param="sku_ids[]", reason="at most 100")
        wanted = [parse_sku_id(text) for text in texts]
        skus: dict[uuid.UUID, Sku] = Sku.objects.in_bulk(wanted)
        moment = now()
        stock = list_stock(list(skus), now=moment)
        if len(skus) < len(set(wanted)):
            raise ApiProblem("resource_not_found")
        return Response(envelope([render_stock(skus[sku], stock[sku], moment) for sku in wanted], None))
