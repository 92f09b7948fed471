"""Long work as one kind of object, whatever does it."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework.response import Response

from merchant_api.problems import answer_of
from merchant_api.v1.imports.serializers import render_import
from platform_core.kernel.ids import public_id
from tenants.inventory.enums import ImportState
from tenants.inventory.models import CodeImport
from tenants.inventory.progress import import_progress
from tenants.issuance.enums import IssuanceStatus, RefundStatus
from tenants.issuance.models import Issuance, Refund
from tenants.issuance.progress import refund_progress
from tenants.reporting.enums import ExportState
from tenants.reporting.models import Export
from tenants.reporting.progress import export_progress
from webhooks.enums import RedeliveryKind
from webhooks.models import Redelivery

STATUS = {
    ImportState.UPLOADED: "queued",
    ImportState.VALIDATING: "running",
    ImportState.SCREENING: "running",
    ImportState.READY: "succeeded",
    ImportState.READY_WITH_ERRORS: "succeeded",
    ImportState.REJECTED: "failed",
    ImportState.CANCELED: "canceled",
    ImportState.UNDONE: "succeeded",
}
ISSUANCE_STATUS = {
    IssuanceStatus.AWAITING_STOCK: "queued",
    IssuanceStatus.PROCESSING: "running",
    IssuanceStatus.FAILED: "failed",
    IssuanceStatus.CANCELED: "canceled",
}
REFUND_STATUS = {RefundStatus.PENDING: "running", RefundStatus.FAILED: "failed"}
EXPORT_STATUS = {
    ExportState.QUEUED: "queued",
    ExportState.RUNNING: "running",
    ExportState.FAILED: "failed",
    ExportState.CANCELED: "canceled",
}


def render_import_operation(row: CodeImport) -> dict[str, Any]:
    """The operation of an import; progress counts bytes of the file."""
    progress = import_progress(row)
    status = STATUS[ImportState(row.state)]
    error = None
    if status == "failed":
        error = answer_of("import_refused", None, reason=row.failure).body
    return {
        "id": public_id("op", row.id),
        "object": "operation",
        "kind": "import",
        "import": public_id("imp", row.id),
        "status": status,
        "progress": {"done": progress.done, "total": progress.total, "unit": "bytes", "lines": progress.lines},
        "result": render_import(row) if status == "succeeded" else None,
        "error": error,
        "created_at": row.created_at,
    }


def render_issuance_operation(row: Issuance) -> dict[str, Any]:
    """The operation of an issuance (lines prefetched). Unless it waits for stock it is over: its codes are bound in the
    transaction that claims them.
    """
    outside = public_id("iss", row.id)
    issued = sum(line.quantity - line.missing for line in row.lines.all())
    status = ISSUANCE_STATUS.get(IssuanceStatus(row.status), "succeeded")
    error = None
    if status == "failed":
        error = answer_of("insufficient_stock", None, available=issued, requested=row.quantity).body
    codes = {"count": issued, "url": f"/v1/issuances/{outside}/codes"}
    return {
        "id": public_id("op", row.id),
        "object": "operation",
        "kind": "issuance",
        "issuance": outside,
        "status": status,
        "progress": {"done": issued, "total": row.quantity, "unit": "codes"},
        "result": {"issuance": outside, "codes": codes} if status == "succeeded" else None,
        "error": error,
        "created_at": row.created_at,
    }


def render_refund_operation(row: Refund) -> dict[str, Any]:
    """The operation of a refund; progress counts codes of its one transaction, which are void only when it succeeds."""
    outside, status = public_id("rfd", row.id), REFUND_STATUS.get(RefundStatus(row.status), "succeeded")
    code_id = public_id("code", row.failed_code_id) if row.failed_code_id else None
    done = {"refund": outside, "codes": row.codes, "url": f"/v1/refunds/{outside}"}
    return {
        "id": public_id("op", row.id),
        "object": "operation",
        "kind": "refund",
        "refund": outside,
        "status": status,
        "progress": {"done": refund_progress(row), "total": row.codes, "unit": "codes"},
        "result": done if status == "succeeded" else None,
        "error": answer_of(row.failure, None, code_id=code_id, outcome="not_executed").body if row.failure else None,
        "created_at": row.created_at,
    }


def render_export_operation(row: Export) -> dict[str, Any]:
    """The operation of an export. Any key may ask for it: the link is told with the export, to who may have it."""
    outside, status = public_id("exp", row.id), EXPORT_STATUS.get(ExportState(row.state), "succeeded")
    progress = export_progress(row)
    done = {"export": outside, "rows": row.rows, "bytes": row.bytes, "url": f"/v1/exports/{outside}"}
    error = answer_of("internal_error", None, outcome="not_executed").body if status == "failed" else None
    return {
        "id": public_id("op", row.id),
        "object": "operation",
        "kind": "export",
        "export": outside,
        "status": status,
        "progress": {"done": progress.done, "total": progress.total, "unit": "rows"},
        "result": done if status == "succeeded" else None,
        "error": error,
        "created_at": row.created_at,
    }


def render_redelivery_operation(row: Redelivery) -> dict[str, Any]:
    """The operation of a redelivery: progress counts what was looked at, the result what is sent anew."""
    endpoint = public_id("we", uuid.UUID(row.filter["endpoint"])) if row.filter["endpoint"] else None
    of_events = row.kind == RedeliveryKind.RECOVER
    error = answer_of("internal_error", None).body if row.state == "failed" else None
    url = f"/v1/deliveries?endpoint={endpoint}" if endpoint else "/v1/deliveries"
    return {
        "id": public_id("op", row.id),
        "object": "operation",
        "kind": "redelivery",
        **({"webhook_endpoint": endpoint} if endpoint else {}),
        "status": row.state,
        "progress": {"done": row.done, "total": row.total, "unit": "events" if of_events else "deliveries"},
        "result": {"deliveries": row.sent, "url": url} if row.state == "succeeded" else None,
        "error": error,
        "created_at": row.created_at,
    }


def accepted(response: Response) -> Response:
    """The answer 202 of an operation says where to poll, and when."""
    response.headers["Location"] = f"/v1/operations/{response.data['id']}"
    response.headers["Retry-After"] = "1"
    return response
