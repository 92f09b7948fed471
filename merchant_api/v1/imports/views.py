from __future__ import annotations

from typing import Any, ClassVar

from django.http import FileResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.operations import render_import_operation
from merchant_api.pagination import paginate_newest_first
from merchant_api.parameters import COUNTED_PAGE, IDEMPOTENCY_KEY
from merchant_api.parsing import FormParser, OrjsonParser
from merchant_api.problems import ApiProblem
from merchant_api.v1.imports.create import create_import
from merchant_api.v1.imports.examples import ERRORS_AS_CSV
from merchant_api.v1.imports.serializers import (
    ImportFileInput,
    ImportInput,
    ImportSerializer,
    OperationSerializer,
    render_import,
)
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from tenants.inventory.selectors import get_import, list_imports
from tenants.inventory.services.cancel_import import cancel_import
from tenants.inventory.services.undo_import import undo_import
from tenants.inventory.uploads import open_upload


class ImportList(ApiView):
    """Imports of codes."""

    scopes: ClassVar[dict[str, str]] = {"GET": "inventory:read", "POST": "inventory:write"}
    puts_up: ClassVar[frozenset[str]] = frozenset({"POST"})
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": ("quota_exceeded", "batch_too_large", "listing_frozen", "rule_refused", "screening_unavailable"),
    }
    parser_classes: Any = [OrjsonParser, FormParser]

    @extend_schema(
        operation_id="list_imports",
        tags=["imports"],
        summary="List imports",
        parameters=COUNTED_PAGE,
        responses=ImportSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        return Response(paginate_newest_first(request, list_imports(), render_import))

    @extend_schema(
        operation_id="create_import",
        tags=["imports"],
        summary="Import codes from a file or up to 200 rows",
        parameters=[IDEMPOTENCY_KEY],
        request={"multipart/form-data": ImportFileInput, "application/json": ImportInput},
        responses={202: OperationSerializer},
    )
    def post(self, request: Request) -> Response:
        """Answers an operation to poll. Codes are for sale once it succeeded, and the supplier is cleared."""
        return create_import(request)


class ImportDetail(ApiView):
    """One import."""

    scopes: ClassVar[dict[str, str]] = {"GET": "inventory:read"}

    @extend_schema(operation_id="get_import", tags=["imports"], summary="Get an import", responses=ImportSerializer)
    def get(self, request: Request, import_id: str) -> Response:
        """With its counts."""
        return Response(render_import(get_import(parse_public_id("imp", import_id))))


class ImportCancel(ApiView):
    """Stop an import."""

    scopes: ClassVar[dict[str, str]] = {"POST": "inventory:write"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": ("import_not_cancelable",),
    }

    @extend_schema(
        operation_id="cancel_import",
        tags=["imports"],
        summary="Cancel a waiting or running import",
        request=None,
        responses=OperationSerializer,
    )
    def post(self, request: Request, import_id: str) -> Response:
        """Nothing of it is in stock afterwards."""
        row = cancel_import(import_id=parse_public_id("imp", import_id), now=now())
        return Response(render_import_operation(row))


class ImportUndo(ApiView):
    """Take the unsold part of an import out of stock."""

    scopes: ClassVar[dict[str, str]] = {"POST": "inventory:write"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": ("import_not_undoable",),
    }

    @extend_schema(
        operation_id="undo_import",
        tags=["imports"],
        summary="Undo the unsold part of an import",
        request=None,
        responses=ImportSerializer,
    )
    def post(self, request: Request, import_id: str) -> Response:
        """What was issued stays issued."""
        undo_import(import_id=parse_public_id("imp", import_id), now=now())
        return Response(render_import(get_import(parse_public_id("imp", import_id))))


class ImportErrors(ApiView):
    """What was wrong, line by line."""

    scopes: ClassVar[dict[str, str]] = {"GET": "inventory:read"}

    @extend_schema(
        operation_id="get_import_errors",
        tags=["imports"],
        summary="Lines that were not taken (CSV)",
        responses={(200, "text/csv"): OpenApiResponse(str, examples=[OpenApiExample("errors", ERRORS_AS_CSV)])},
    )
    def get(self, request: Request, import_id: str) -> HttpResponseBase:
        """Line number and reason in two languages; never the line itself."""
        row = get_import(parse_public_id("imp", import_id))
        if not row.errors_upload:
            raise ApiProblem("resource_not_found")
        source = open_upload(row.errors_upload)
        answer = FileResponse(source, as_attachment=True, filename="errors.csv", content_type="text/csv; charset=utf-8")
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer
