from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from platform_core.kernel.ids import public_id
from tenants.inventory.opening import IssuedCode
from tenants.issuance.models import Issuance
from tenants.issuance.services.issue_codes import Issued

SYNCHRONOUS = 100  # codes; larger issuances answer 202 with an operation


class LineFacts(NamedTuple):
    """A line as it is shown."""

    id: uuid.UUID
    sku_id: uuid.UUID
    quantity: int
    unit_price: int


def _render(
    row: Issuance | Issued,
    lines: Iterable[LineFacts],
    livemode: bool,
    buyer_ref: str,
    metadata: dict[str, Any],
    completed_at: dt.datetime | None,
) -> dict[str, Any]:
    outside = public_id("iss", row.id)
    body: dict[str, Any] = {
        "id": outside,
        "object": "issuance",
        "livemode": livemode,
        "external_id": row.external_id,
        "status": row.status,
        "quantity": row.quantity,
        "amount": row.amount,
        "currency": row.currency,
        "lines": [
            {
                "id": public_id("isl", line.id),
                "object": "issuance_line",
                "sku": public_id("sku", line.sku_id),
                "requested": line.quantity,
                "issued": line.quantity,
                "failed": 0,
                "unit_price": line.unit_price,
            }
            for line in lines
        ],
        "codes": {"count": row.quantity, "url": f"/v1/issuances/{outside}/codes"},
        "buyer": {"ref": buyer_ref} if buyer_ref else None,
        "metadata": metadata,
        "created_at": row.created_at,
        "completed_at": completed_at,
    }
    if row.quantity > SYNCHRONOUS:
        body["operation"] = public_id("op", row.id)
    return body


def render_issued(issued: Issued, *, livemode: bool, buyer_ref: str, metadata: dict[str, Any]) -> dict[str, Any]:
    """A fresh issuance."""
    lines = (LineFacts(line.id, line.sku.id, line.quantity, line.unit_price) for line in issued.lines)
    return _render(issued, lines, livemode, buyer_ref, metadata, issued.created_at)


def render_issuance(row: Issuance, *, livemode: bool) -> dict[str, Any]:
    """A stored issuance (lines prefetched)."""
    lines = (LineFacts(line.id, line.sku_id, line.quantity, line.unit_price) for line in row.lines.all())
    return _render(row, lines, livemode, row.buyer_ref, row.metadata, row.completed_at)


def render_code(code: IssuedCode) -> dict[str, Any]:
    """A code in the clear."""
    body: dict[str, Any] = {
        "id": code.id,
        "object": "code",
        "line": public_id("isl", code.line_id),
        "sku": public_id("sku", code.sku_id),
        "code": code.opened.secret,
    }
    if code.opened.card_number:
        body["card_number"] = code.opened.card_number
    body["expires_on"] = code.expires_on
    return body
