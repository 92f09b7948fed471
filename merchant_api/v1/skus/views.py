from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.etags import answer, expected_versions, tagged
from merchant_api.once import Body, make_once
from merchant_api.pagination import paginate_by_change, paginate_newest_first, updated_after
from merchant_api.parameters import COUNTED_PAGE, IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH, UPDATED_AFTER
from merchant_api.problems import ApiProblem
from merchant_api.serializers import validated
from merchant_api.sku_ids import parse_sku_id
from merchant_api.v1.products.create import draft_of
from merchant_api.v1.products.serializers import SkuChanges, SkuOfProductInput, SkuSerializer, render_sku
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from tenants.catalog.models import Sku
from tenants.catalog.services.add_sku import add_sku
from tenants.catalog.services.update_sku import update_sku


class SkuList(ApiView):
    """SKUs."""

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
        operation_id="list_skus",
        tags=["skus"],
        summary="List SKUs",
        parameters=[
            *COUNTED_PAGE,
            OpenApiParameter("sku_code", str, description="Your own code of a SKU."),
            UPDATED_AFTER,
            IF_NONE_MATCH,
        ],
        responses={200: SkuSerializer(many=True), 304: None},
    )
    def get(self, request: Request) -> Response:
        """Newest first; with ``updated_after`` in the order of their changes, for copying the catalogue."""
        livemode, since = caller_of(request).livemode, updated_after(request)

        def render(row: Sku) -> Body:
            return dict(render_sku(row, livemode=livemode))

        rows = Sku.objects.all()
        if sku_code := request.query_params.get("sku_code"):
            rows = rows.filter(sku_code=sku_code)
        if since is not None:
            return answer(request, paginate_by_change(request, rows, since, render))
        return answer(request, paginate_newest_first(request, rows, render))

    @extend_schema(
        operation_id="create_sku",
        tags=["skus"],
        summary="Add a SKU to a product",
        parameters=[IDEMPOTENCY_KEY],
        request=SkuOfProductInput,
        responses={201: SkuSerializer},
    )
    def post(self, request: Request) -> Response:
        """Created active, behind the product's others."""
        body, livemode = validated(SkuOfProductInput(data=request.data)), caller_of(request).livemode
        product, draft = body.pop("product"), draft_of(body)

        def make() -> tuple[uuid.UUID, Body]:
            try:
                sku = add_sku(product_id=parse_public_id("prod", product), draft=draft, now=now())
            except RecordNotFound as error:
                raise ApiProblem("resource_not_found", param="product") from error
            return sku.id, dict(render_sku(sku, livemode=livemode))

        return make_once(request, "/v1/skus", make=make, show=_showing(livemode))


class SkuDetail(ApiView):
    """One SKU."""

    scopes: ClassVar[dict[str, str]] = {"GET": "catalog:read", "PATCH": "catalog:write"}
    puts_up: ClassVar[frozenset[str]] = frozenset({"PATCH"})

    @extend_schema(
        operation_id="get_sku",
        tags=["skus"],
        summary="Get a SKU",
        parameters=[IF_NONE_MATCH],
        responses={200: SkuSerializer, 304: None},
    )
    def get(self, request: Request, sku_id: str) -> Response:
        """The entity tag is its version."""
        sku = Sku.objects.get(pk=parse_sku_id(sku_id))
        return answer(request, dict(render_sku(sku, livemode=caller_of(request).livemode)), sku.version)

    @extend_schema(
        operation_id="update_sku",
        tags=["skus"],
        summary="Change a SKU",
        parameters=[
            IF_MATCH,
            IDEMPOTENCY_KEY,
        ],
        request=SkuChanges,
        responses=SkuSerializer,
    )
    def patch(self, request: Request, sku_id: str) -> Response:
        """A new price holds for orders and issuances from now on; what was ordered keeps its price."""
        changes, livemode = validated(SkuChanges(data=request.data)), caller_of(request).livemode
        target = parse_sku_id(sku_id)

        def make() -> tuple[uuid.UUID, Body]:
            sku = update_sku(sku_id=target, changes=changes, now=now(), expected=expected_versions(request))
            return target, dict(render_sku(sku, livemode=livemode))

        return tagged(make_once(request, f"/v1/skus/{sku_id}", make=make, show=_showing(livemode), status=200))


def _showing(livemode: bool) -> Callable[[uuid.UUID], Body]:
    return lambda sku_id: dict(render_sku(Sku.objects.get(pk=sku_id), livemode=livemode))
