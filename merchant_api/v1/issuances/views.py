from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.pagination import paginate_newest_first
from merchant_api.parameters import IDEMPOTENCY_KEY, PAGE
from merchant_api.problems import ApiProblem
from merchant_api.v1.issuances.create import create_issuance
from merchant_api.v1.issuances.rendering import render_issuance
from merchant_api.v1.issuances.serializers import IssuanceInput, IssuanceSerializer
from merchant_api.views import ApiView
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from tenants.issuance.enums import IssuanceStatus
from tenants.issuance.selectors import find_by_external_id, get_issuance, list_issuances


class IssuanceList(ApiView):
    """Issuances."""

    scopes: ClassVar[dict[str, str]] = {"GET": "issuances:read", "POST": "issuances:write"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": (
            "insufficient_stock",
            "external_id_conflict",
            "price_exceeds_limit",
            "currency_mismatch",
            "reservation_gone",
            "sku_inactive",
            "product_not_permitted",
            "quantity_out_of_range",
            "quota_exceeded",
            "store_suspended",
        )
    }

    @extend_schema(
        operation_id="list_issuances",
        tags=["issuances"],
        summary="List issuances",
        parameters=[
            *PAGE,
            OpenApiParameter("external_id", str, description="Your own order number."),
            OpenApiParameter("status", str, enum=IssuanceStatus.values, description="Those in this state."),
        ],
        responses=IssuanceSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        livemode = caller_of(request).livemode
        rows = list_issuances()
        if external_id := request.query_params.get("external_id"):
            rows = rows.filter(external_id=external_id)
        if (status := request.query_params.get("status")) is not None:
            if status not in IssuanceStatus.values:
                raise ApiProblem(
                    "invalid_parameter", param="status", reason="one of " + ", ".join(IssuanceStatus.values)
                )
            rows = rows.filter(status=status)
        return Response(paginate_newest_first(request, rows, lambda row: render_issuance(row, livemode=livemode)))

    @extend_schema(
        operation_id="create_issuance",
        tags=["issuances"],
        summary="Issue codes",
        parameters=[
            IDEMPOTENCY_KEY,
            OpenApiParameter("include", str, enum=["codes"], description="codes: in the clear, needs codes:reveal"),
        ],
        request=IssuanceInput,
        responses={201: IssuanceSerializer, 202: IssuanceSerializer, 200: IssuanceSerializer},
    )
    def post(self, request: Request) -> Response:
        """All or nothing. A retry with the same external_id or Idempotency-Key answers the same issuance."""
        return create_issuance(request)


class IssuanceDetail(ApiView):
    """One issuance."""

    scopes: ClassVar[dict[str, str]] = {"GET": "issuances:read"}

    @extend_schema(
        operation_id="get_issuance", tags=["issuances"], summary="Get an issuance", responses=IssuanceSerializer
    )
    def get(self, request: Request, issuance_id: str) -> Response:
        """By id."""
        row = get_issuance(parse_public_id("iss", issuance_id))
        return Response(render_issuance(row, livemode=caller_of(request).livemode))


class IssuanceByExternalId(ApiView):
    """One issuance by the merchant's own number."""

    scopes: ClassVar[dict[str, str]] = {"GET": "issuances:read"}

    @extend_schema(
        operation_id="get_issuance_by_external_id",
        tags=["issuances"],
        summary="Get an issuance by your own number",
        responses=IssuanceSerializer,
    )
    def get(self, request: Request, external_id: str) -> Response:
        """What to ask before refunding a buyer after an unknown outcome."""
        row = find_by_external_id(external_id)
        if row is None:
            raise RecordNotFound(external_id=external_id[:64])
        return Response(render_issuance(row, livemode=caller_of(request).livemode))
