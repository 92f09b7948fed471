from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.operations import render_import_operation, render_issuance_operation
from merchant_api.v1.imports.serializers import OperationSerializer
from merchant_api.views import ApiView
from platform_core.kernel.ids import parse_public_id
from tenants.inventory.selectors import list_imports
from tenants.issuance.selectors import get_issuance


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
        identifier = parse_public_id("op", operation_id)
        code_import = list_imports().filter(pk=identifier).first()
        body = (
            render_import_operation(code_import)
            if code_import is not None
            else render_issuance_operation(get_issuance(identifier))
        )
        headers = {"Retry-After": "1"} if body["status"] in {"queued", "running"} else {}
        return Response(body, headers=headers)
