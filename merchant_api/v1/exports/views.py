from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.once import Body, make_once
from merchant_api.operations import render_export_operation
from merchant_api.pagination import paginate_newest_first
from merchant_api.parameters import COUNTED_PAGE, IDEMPOTENCY_KEY_REQUIRED
from merchant_api.problems import ApiProblem
from merchant_api.serializers import validated
from merchant_api.v1.exports.rendering import check_scopes, may_open, render_export
from merchant_api.v1.exports.serializers import TYPES, ExportInput, ExportOperationSerializer, ExportSerializer
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy.client_address import ip_of
from tenants.reporting.enums import ExportFormat, ExportType
from tenants.reporting.models import Export
from tenants.reporting.selectors import get_export, list_exports
from tenants.reporting.services.revoke_export import revoke_export
from tenants.reporting.services.start_export import WantedExport, start_export
from tenants.reporting.vault import password_of


class ExportList(ApiView):
    """Exports."""

    scopes: ClassVar[dict[str, str]] = {"GET": "issuances:read", "POST": "issuances:read"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": ("export_refused", "exports_waiting", "plaintext_not_permitted")
    }

    @extend_schema(
        operation_id="list_exports",
        tags=["exports"],
        summary="List exports",
        parameters=[*COUNTED_PAGE, OpenApiParameter("type", str, enum=TYPES, description="Of this type.")],
        responses=ExportSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first: what was exported, by which key, and who fetched it when. Kept for ever, the files are not."""
        rows, caller, moment = list_exports(), caller_of(request), now()
        if (type_ := request.query_params.get("type")) is not None:
            if type_ not in TYPES:
                raise ApiProblem("invalid_parameter", param="type", reason="one of " + ", ".join(TYPES))
            rows = rows.filter(type=type_)
        page = paginate_newest_first(request, rows, lambda row: render_export(row, caller=caller, now=moment))
        return _private(Response(page))

    @extend_schema(
        operation_id="create_export",
        tags=["exports"],
        summary="Export records as a file",
        parameters=[IDEMPOTENCY_KEY_REQUIRED],
        request=ExportInput,
        responses={202: ExportOperationSerializer},
    )
    def post(self, request: Request) -> Response:
        """Answers an operation to poll; once it succeeded, the export has a `download_url`. The file shows one moment,
        `as_of`, however long it is written.

        Further scopes, by `type`: `codes` and `redemptions` need `codes:read`, `refunds` needs `refunds:read`, `ledger` needs
        `balance:read`, `stock` needs `inventory:read`; `reveal` needs `codes:reveal`.

        `codes` have masked codes, unless `reveal` is true: then issued codes are in the clear (others stay masked, and those
        of products with a `reveal_limit`), the look is recorded, and the file is a ZIP archive, encrypted with AES-256 (7-Zip,
        WinRAR and Bandizip open it). The answer has its `archive_password`; only a repeat with the same Idempotency-Key tells
        it again, as long as the file is there.

        In CSV a text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a line break)
        has a `'` before it; JSON lines have every text as it is.

        The link works for `expires_in` seconds and needs no key: treat it as a secret. Five exports of a shop can wait or be
        written at a time."""
        body, caller = validated(ExportInput(data=request.data)), caller_of(request)
        check_scopes(caller, body["type"], body["reveal"])
        if not may_open(caller, body["reveal"]):
            raise ApiProblem("plaintext_not_permitted", param="reveal")
        wanted = _wanted(body)

        def make() -> tuple[uuid.UUID, Body]:
            row = start_export(wanted=wanted, actor=caller.public_key_id, ip=ip_of(request) or None, now=now())
            return row.id, _begun(row)

        def show(export_id: uuid.UUID) -> Body:
            return _begun(get_export(export_id))

        answer = make_once(request, "/v1/exports", make=make, show=show, status=202)
        answer.headers["Location"] = f"/v1/operations/{answer.data['id']}"
        answer.headers["Retry-After"] = "1"
        return _private(answer)


class ExportDetail(ApiView):
    """One export."""

    scopes: ClassVar[dict[str, str]] = {"GET": "issuances:read", "DELETE": "issuances:read"}

    @extend_schema(operation_id="get_export", tags=["exports"], summary="Get an export", responses=ExportSerializer)
    def get(self, request: Request, export_id: str) -> Response:
        """With the link to its file, and who fetched it. The link answers 410 `export_expired` once its time is over or the
        export was revoked."""
        row = get_export(parse_public_id("exp", export_id))
        return _private(Response(render_export(row, caller=caller_of(request), now=now())))

    @extend_schema(
        operation_id="revoke_export",
        tags=["exports"],
        summary="Revoke an export",
        request=None,
        responses={200: ExportSerializer},
    )
    def delete(self, request: Request, export_id: str) -> Response:
        """Its link is dead and its file shredded at once; one that is not written yet is cancelled. Of one that is over
        already nothing changes. Needs the scopes that making it needs."""
        row, caller = get_export(parse_public_id("exp", export_id)), caller_of(request)
        check_scopes(caller, row.type, row.reveal)
        revoke_export(export_id=row.id, now=now())
        return _private(Response(render_export(get_export(row.id), caller=caller, now=now())))


def _begun(row: Export) -> Body:
    body = render_export_operation(row)
    return {**body, "archive_password": password_of(row)} if row.reveal and row.salt else body


def _wanted(body: dict[str, Any]) -> WantedExport:
    return WantedExport(
        type=ExportType(body["type"]),
        format=ExportFormat(body["format"]),
        kept=dt.timedelta(seconds=body["expires_in"]),
        reveal=body["reveal"],
        bom=body["bom"],
        issuance_id=_id(body, "issuance", "iss"),
        import_id=_id(body, "import", "imp"),
        created_from=body.get("created_from"),
        created_to=body.get("created_to"),
    )


def _id(body: dict[str, Any], name: str, prefix: str) -> uuid.UUID | None:
    if name not in body:
        return None
    try:
        return parse_public_id(prefix, body[name])
    except RecordNotFound as error:
        raise ApiProblem("resource_not_found", param=name) from error


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
