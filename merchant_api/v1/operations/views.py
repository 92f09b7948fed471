from __future__ import annotations

import uuid
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.operations import (
    render_export_operation,
    render_import_operation,
    render_issuance_operation,
    render_redelivery_operation,
    render_refund_operation,
)
from merchant_api.problems import ApiProblem
from merchant_api.v1.bulk_voids.rendering import render_void_operation
from merchant_api.v1.exports.rendering import check_scopes
from merchant_api.v1.imports.serializers import OperationSerializer
from merchant_api.v1.issuance_batches.rendering import render_batch_operation
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from tenants.inventory.selectors import list_imports
from tenants.inventory.services.cancel_import import cancel_import
from tenants.issuance.errors import RefundNotCancelable
from tenants.issuance.many import find_batch, find_bulk_void
from tenants.issuance.selectors import find_refund, get_issuance
from tenants.issuance.services.cancel_batch import cancel_batch
from tenants.issuance.services.cancel_bulk_void import cancel_bulk_void
from tenants.issuance.services.cancel_issuance import cancel_issuance
from tenants.reporting.selectors import find_export
from tenants.reporting.services.cancel_export import cancel_export
from webhooks.selectors import find_redelivery
from webhooks.services.cancel_redelivery import cancel_redelivery


class OperationDetail(ApiView):
    """Long work."""

    scopes: ClassVar[dict[str, str]] = {}

    @extend_schema(
        operation_id="get_operation",
        tags=["operations"],
        summary="How far is it?",
        responses=OperationSerializer,
    )
    def get(self, request: Request, operation_id: str) -> Response:
        """Poll until ``status`` is succeeded, failed or canceled."""
        body = _render(parse_public_id("op", operation_id), request)
        headers = {"Retry-After": "1"} if body["status"] in {"queued", "running"} else {}
        return Response(body, headers=headers)


class OperationCancel(ApiView):
    """Stop long work."""

    scopes: ClassVar[dict[str, str]] = {}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("redelivery_not_cancelable",)}

    @extend_schema(
        operation_id="cancel_operation",
        tags=["operations"],
        summary="Cancel long work",
        request=None,
        responses={200: OperationSerializer},
    )
    def post(self, request: Request, operation_id: str) -> Response:
        """As the cancel of the thing itself (import, export, batch, bulk void, issuance that waits for stock), with the same
        scopes; a redelivery needs `webhooks:manage`, and what it has put in line already is sent."""
        identifier = parse_public_id("op", operation_id)
        if list_imports().filter(pk=identifier).exists():
            _check(request, "inventory:write")
            cancel_import(import_id=identifier, now=now())
        elif find_batch(identifier) is not None:
            _check(request, "issuances:write")
            cancel_batch(batch_id=identifier, now=now())
        elif (export := find_export(identifier)) is not None:
            check_scopes(caller_of(request), export.type, export.reveal)
            cancel_export(export_id=identifier, now=now())
        elif find_bulk_void(identifier) is not None:
            _check(request, "codes:void")
            cancel_bulk_void(void_id=identifier, now=now())
        elif (refund := find_refund(identifier)) is not None:
            _check(request, "refunds:write")
            raise RefundNotCancelable(current_state=refund.status)
        elif find_redelivery(identifier) is not None:
            _check(request, "webhooks:manage")
            cancel_redelivery(redelivery_id=identifier, now=now())
        else:
            get_issuance(identifier)
            _check(request, "issuances:write")
            cancel_issuance(issuance_id=identifier, actor=caller_of(request).public_key_id, now=now())
        return Response(_render(identifier, request))


def _check(request: Request, scope: str) -> None:
    if scope not in caller_of(request).scopes:
        raise ApiProblem("scope_missing", scope=scope)


def _render(identifier: uuid.UUID, request: Request) -> dict[str, Any]:
    """An operation has the id of what it makes."""
    code_import = list_imports().filter(pk=identifier).first()
    if code_import is not None:
        return render_import_operation(code_import)
    batch = find_batch(identifier)
    if batch is not None:
        return render_batch_operation(batch, request)
    export = find_export(identifier)
    if export is not None:
        return render_export_operation(export)
    livemode = caller_of(request).livemode
    bulk = find_bulk_void(identifier)
    if bulk is not None:
        return render_void_operation(bulk, livemode=livemode)
    refund = find_refund(identifier)
    if refund is not None:
        return render_refund_operation(refund)
    redelivery = find_redelivery(identifier)
    if redelivery is not None:
        return render_redelivery_operation(redelivery)
    return render_issuance_operation(get_issuance(identifier))
