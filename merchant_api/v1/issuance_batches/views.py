from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.pagination import Field, paginate
from merchant_api.parameters import COUNTED_PAGE, IDEMPOTENCY_KEY_REQUIRED
from merchant_api.preferences import PREFER, PREFERENCE_APPLIED
from merchant_api.problems import ApiProblem
from merchant_api.v1.issuance_batches.create import create_issuance_batch
from merchant_api.v1.issuance_batches.rendering import render_batch, render_item
from merchant_api.v1.issuance_batches.serializers import BatchInput, BatchItemSerializer, BatchSerializer
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from tenants.issuance.enums import BatchItemStatus
from tenants.issuance.many import get_batch, list_batch_items
from tenants.issuance.services.cancel_batch import cancel_batch

INDEX = Field("index", int, int)


class BatchList(ApiView):
    """Batches of issuances."""

    scopes: ClassVar[dict[str, str]] = {"POST": "issuances:write"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("delivery_invalid", "mail_address_invalid")}

    @extend_schema(
        operation_id="create_issuance_batch",
        tags=["issuance_batches"],
        summary="Make many issuances",
        parameters=[IDEMPOTENCY_KEY_REQUIRED, PREFER, PREFERENCE_APPLIED],
        request=BatchInput,
        responses={200: BatchSerializer, 202: BatchSerializer},
    )
    def post(self, request: Request) -> Response:
        """``independent`` answers 202 and is made in the background. ``all_or_nothing`` answers 200 up to 20 issuances.
        With `Prefer: wait=…`, either answers 200 if it is done in time; with `respond-async`, either answers 202.

        Each ``external_id`` is issued once, ever: send a batch that is half done again under a new key, and only what is
        missing is made.
        """
        return create_issuance_batch(request)


class BatchDetail(ApiView):
    """One batch."""

    scopes: ClassVar[dict[str, str]] = {"GET": "issuances:read"}

    @extend_schema(
        operation_id="get_issuance_batch",
        tags=["issuance_batches"],
        summary="Get a batch",
        responses=BatchSerializer,
    )
    def get(self, request: Request, batch_id: str) -> Response:
        """How far it is."""
        return Response(render_batch(get_batch(parse_public_id("isb", batch_id)), request))


class BatchItems(ApiView):
    """What became of each issuance of a batch."""

    scopes: ClassVar[dict[str, str]] = {"GET": "issuances:read"}

    @extend_schema(
        operation_id="list_issuance_batch_items",
        tags=["issuance_batches"],
        summary="List the items of a batch",
        parameters=[
            *COUNTED_PAGE,
            OpenApiParameter("status", str, enum=BatchItemStatus.values, description="Those in this state."),
        ],
        responses=BatchItemSerializer(many=True),
    )
    def get(self, request: Request, batch_id: str) -> Response:
        """In input order; ``status=failed`` lists what to look at."""
        rows = list_batch_items(get_batch(parse_public_id("isb", batch_id)).id)
        if (status := request.query_params.get("status")) is not None:
            if status not in BatchItemStatus.values:
                raise ApiProblem(
                    "invalid_parameter", param="status", reason="one of " + ", ".join(BatchItemStatus.values)
                )
            rows = rows.filter(status=status)
        return Response(paginate(request, rows, lambda page: [render_item(row, request) for row in page], by=(INDEX,)))


class BatchCancel(ApiView):
    """Stop a batch."""

    scopes: ClassVar[dict[str, str]] = {"POST": "issuances:write"}

    @extend_schema(
        operation_id="cancel_issuance_batch",
        tags=["issuance_batches"],
        summary="Cancel what a batch has not begun",
        request=None,
        responses={200: BatchSerializer},
    )
    def post(self, request: Request, batch_id: str) -> Response:
        """What is issued stays issued. ``all_or_nothing`` is cancelled before it begins, or not at all."""
        wanted = parse_public_id("isb", batch_id)
        cancel_batch(batch_id=wanted, now=now())
        return Response(render_batch(get_batch(wanted), request))
