from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from merchant_api.problems import answer_of
from platform_core.kernel.ids import public_id
from tenants.issuance.enums import BatchItemStatus, BatchStatus
from tenants.issuance.many import find_void_counts, list_void_items
from tenants.issuance.models import BulkVoid, BulkVoidItem
from tenants.issuance.services.create_bulk_void import AT_ONCE

OPERATION_STATUS = {
    BatchStatus.QUEUED: "queued",
    BatchStatus.PROCESSING: "running",
    BatchStatus.COMPLETED: "succeeded",
    BatchStatus.FAILED: "failed",
    BatchStatus.CANCELED: "canceled",
}


def render_bulk_void(bulk: BulkVoid, *, livemode: bool) -> dict[str, Any]:
    """A bulk void with its counts."""
    outside, counts = public_id("void", bulk.id), find_void_counts(bulk.id)
    return {
        "id": outside,
        "object": "bulk_void",
        "livemode": livemode,
        "status": bulk.status,
        "total": bulk.size,
        "voided": counts[BatchItemStatus.SUCCEEDED],
        "failed": counts[BatchItemStatus.FAILED],
        "skipped": counts[BatchItemStatus.SKIPPED],
        "pending": counts[BatchItemStatus.PENDING],
        "reason": bulk.reason,
        "operation": public_id("op", bulk.id) if bulk.size > AT_ONCE else None,
        "items_url": f"/v1/bulk_voids/{outside}/items",
        "created_at": bulk.created_at,
        "completed_at": bulk.completed_at,
    }


def render_named_items(bulk: BulkVoid, named: Sequence[str]) -> list[dict[str, Any]]:
    """What became of each code, under the names of the request at hand: what is no id is kept nowhere."""
    items = list_void_items(bulk.id).order_by("index")
    return [{**render_void_item(item), "code": named[item.index]} for item in items]


def render_void_item(item: BulkVoidItem) -> dict[str, Any]:
    """What became of one code."""
    return {
        "object": "bulk_void_item",
        "index": item.index,
        "code": public_id("code", item.code_id) if item.code_id else None,
        "status": item.status,
        "voided": item.status == BatchItemStatus.SUCCEEDED,
        "state": item.state or None,
        "problem": item.problem or None,
    }


def render_void_operation(bulk: BulkVoid, *, livemode: bool) -> dict[str, Any]:
    """The operation of a bulk void; progress counts its codes."""
    body, status = render_bulk_void(bulk, livemode=livemode), OPERATION_STATUS[BatchStatus(bulk.status)]
    error = answer_of(bulk.failure, None, scope="codes:void").body if status == "failed" else None
    return {
        "id": public_id("op", bulk.id),
        "object": "operation",
        "kind": "bulk_void",
        "bulk_void": body["id"],
        "status": status,
        "progress": {"done": bulk.size - body["pending"], "total": bulk.size, "unit": "codes"},
        "result": body if status == "succeeded" else None,
        "error": error,
        "created_at": bulk.created_at,
    }
