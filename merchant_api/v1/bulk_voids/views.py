"""Voiding many codes: up to 100 before the answer, up to 10,000 by a job that the answer names."""

from __future__ import annotations

import uuid
from typing import ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.once import Body, make_once
from merchant_api.pagination import Field, paginate
from merchant_api.parameters import COUNTED_PAGE, IDEMPOTENCY_KEY_REQUIRED
from merchant_api.problems import ApiProblem
from merchant_api.serializers import validated
from merchant_api.v1.bulk_voids.rendering import render_bulk_void, render_named_items, render_void_item
from merchant_api.v1.bulk_voids.serializers import (
    BulkVoidDoneSerializer,
    BulkVoidItemSerializer,
    BulkVoidSerializer,
)
from merchant_api.v1.codes.serializers import BulkVoidInput
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from tenants.issuance.enums import BatchItemStatus
from tenants.issuance.many import get_bulk_void, list_void_items
from tenants.issuance.services.create_bulk_void import AT_ONCE, create_bulk_void

INDEX = Field("index", int, int)


class CodeBulkVoid(ApiView):
    """Voiding many."""

    largest_body = 512 * 1024  # 10,000 ids
    scopes: ClassVar[dict[str, str]] = {"POST": "codes:void"}

    @extend_schema(
        operation_id="void_codes",
        tags=["codes"],
        summary="Void up to 10,000 codes",
        parameters=[IDEMPOTENCY_KEY_REQUIRED],
        request=BulkVoidInput,
        responses={200: BulkVoidDoneSerializer, 202: BulkVoidSerializer},
    )
    def post(self, request: Request) -> Response:
        """Each by itself: one that cannot be voided says why and does not stop the others. Up to 100 are voided before the
        answer. More are answered with 202 and voided in the background: poll `operation`, read `items_url`, and cancel what
        has not been done with `POST /v1/operations/{id}/cancel`.
        """
        body, caller = validated(BulkVoidInput(data=request.data)), caller_of(request)
        named, at_once = body["codes"], len(body["codes"]) <= AT_ONCE

        def make() -> tuple[uuid.UUID, Body]:
            ids = [_id_of(text) for text in named]
            bulk = create_bulk_void(code_ids=ids, key_id=caller.key_id, reason=body["reason"], now=now())
            return bulk.id, show(bulk.id)

        def show(void_id: uuid.UUID) -> Body:
            bulk = get_bulk_void(void_id)
            body = render_bulk_void(bulk, livemode=caller.livemode)
            return {**body, "items": render_named_items(bulk, named)} if at_once else body

        status = 200 if at_once else 202
        answer = make_once(request, "/v1/codes:bulk_void", make=make, show=show, status=status)
        if status == 202:
            answer.headers["Location"] = f"/v1/operations/{answer.data['operation']}"
            answer.headers["Retry-After"] = "1"
        return answer


class BulkVoidDetail(ApiView):
    """One void of many codes."""

    scopes: ClassVar[dict[str, str]] = {"GET": "codes:read"}

    @extend_schema(
        operation_id="get_bulk_void", tags=["codes"], summary="Get a void of many codes", responses=BulkVoidSerializer
    )
    def get(self, request: Request, void_id: str) -> Response:
        """How far it is."""
        bulk = get_bulk_void(parse_public_id("void", void_id))
        return Response(render_bulk_void(bulk, livemode=caller_of(request).livemode))


class BulkVoidItems(ApiView):
    """What became of each code."""

    scopes: ClassVar[dict[str, str]] = {"GET": "codes:read"}

    @extend_schema(
        operation_id="list_bulk_void_items",
        tags=["codes"],
        summary="List what became of each code of a void",
        parameters=[
            *COUNTED_PAGE,
            OpenApiParameter("status", str, enum=BatchItemStatus.values, description="Those in this state."),
        ],
        responses=BulkVoidItemSerializer(many=True),
    )
    def get(self, request: Request, void_id: str) -> Response:
        """In the order of your list; ``status=failed`` lists what to look at."""
        rows = list_void_items(get_bulk_void(parse_public_id("void", void_id)).id)
        if (status := request.query_params.get("status")) is not None:
            if status not in BatchItemStatus.values:
                raise ApiProblem(
                    "invalid_parameter", param="status", reason="one of " + ", ".join(BatchItemStatus.values)
                )
            rows = rows.filter(status=status)
        return Response(paginate(request, rows, lambda page: [render_void_item(row) for row in page], by=(INDEX,)))


def _id_of(text: str) -> uuid.UUID | None:
    try:
        return parse_public_id("code", text)
    except RecordNotFound:
        return None
