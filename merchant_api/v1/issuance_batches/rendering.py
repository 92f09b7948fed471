from __future__ import annotations

from typing import Any

from rest_framework.request import Request

from merchant_api.authentication import caller_of
from merchant_api.problems import answer_of
from merchant_api.v1.issuance_batches.request import AT_ONCE
from platform_core.kernel.ids import public_id
from tenants.issuance.enums import Atomicity, BatchItemStatus, BatchStatus
from tenants.issuance.many import find_batch_counts, list_batch_items
from tenants.issuance.models import IssuanceBatch, IssuanceBatchItem

OPERATION_STATUS = {
    BatchStatus.QUEUED: "queued",
    BatchStatus.PROCESSING: "running",
    BatchStatus.COMPLETED: "succeeded",
    BatchStatus.FAILED: "failed",
    BatchStatus.CANCELED: "canceled",
}


def render_batch(batch: IssuanceBatch, request: Request) -> dict[str, Any]:
    """A batch with its counts; one that was made before its answer, with its items."""
    outside, counts = public_id("isb", batch.id), find_batch_counts(batch.id)
    body = {
        "id": outside,
        "object": "issuance_batch",
        "livemode": caller_of(request).livemode,
        "atomicity": batch.atomicity,
        "status": batch.status,
        "counts": {"total": batch.size, **counts},
        "operation": public_id("op", batch.id),
        "items_url": f"/v1/issuance_batches/{outside}/items",
        "created_at": batch.created_at,
        "completed_at": batch.completed_at,
    }
    if batch.atomicity == Atomicity.ALL_OR_NOTHING and batch.size <= AT_ONCE:
        rows = list_batch_items(batch.id).order_by("index")
        body["items"] = [render_item(row, request) for row in rows]
    return body


def render_item(item: IssuanceBatchItem, request: Request) -> dict[str, Any]:
    """An item: what became of it, in the words of who reads it."""
    return {
        "object": "issuance_batch_item",
        "index": item.index,
        "external_id": item.external_id,
        "status": item.status,
        "issuance": public_id("iss", item.issuance_id) if item.issuance_id else None,
        "replayed": item.replayed,
        "problem": _problem(item.problem, request) if item.problem else None,
    }


def _problem(problem: dict[str, Any], request: Request) -> dict[str, Any]:
    body = answer_of(problem["code"], request._request, param=problem["param"], **problem["data"]).body
    for mine in ("request_id", "request_log_url"):  # of who reads it
        body.pop(mine, None)
    return body


def refusals(items: list[IssuanceBatchItem]) -> list[dict[str, Any]]:
    """All items that cannot be made, as a problem lists them."""
    found = []
    for item in items:
        problem = item.problem or {}
        inner = f".{problem['param']}" if problem.get("param") else ""
        found.append(
            {
                "param": f"issuances[{item.index}]{inner}",
                "code": problem["code"],
                "meta": {**problem["data"], "index": item.index, "external_id": item.external_id},
            }
        )
    return found


def render_batch_operation(batch: IssuanceBatch, request: Request) -> dict[str, Any]:
    """The operation of a batch; progress counts its issuances."""
    outside, counts = public_id("isb", batch.id), find_batch_counts(batch.id)
    status, error = OPERATION_STATUS[BatchStatus(batch.status)], None
    if status == "failed":
        failed = list(list_batch_items(batch.id).filter(status=BatchItemStatus.FAILED).order_by("index")[:AT_ONCE])
        facts: dict[str, Any] = {
            "failed": counts[BatchItemStatus.FAILED],
            "total": batch.size,
            "errors": refusals(failed),
        }
        error = answer_of("batch_refused", request._request, **facts).body
    return {
        "id": public_id("op", batch.id),
        "object": "operation",
        "kind": "issuance_batch",
        "issuance_batch": outside,
        "status": status,
        "progress": {"done": batch.size - counts[BatchItemStatus.PENDING], "total": batch.size, "unit": "issuances"},
        "result": render_batch(batch, request) if status == "succeeded" else None,
        "error": error,
        "created_at": batch.created_at,
    }
