from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import orjson

from merchant_api.v1.issuances.request import SYNCHRONOUS
from merchant_api.v1.products.serializers import render_sku
from platform_core.kernel.ids import parse_public_id, public_id
from platform_core.messaging.enums import MailStatus
from platform_core.messaging.selectors import MailState, find_mail_state
from tenants.access.authenticate import Caller
from tenants.access.encryption import PublicKey, encrypt
from tenants.catalog.models import Sku
from tenants.inventory.opening import IssuedCode
from tenants.issuance.answers import inputs_of
from tenants.issuance.enums import DeliveryMethod, IssuanceStatus
from tenants.issuance.models import Issuance, IssuanceDelivery
from tenants.issuance.pickup import pickup_url
from tenants.issuance.services.issue_codes import Issued

OPEN = frozenset({IssuanceStatus.AWAITING_STOCK, IssuanceStatus.PROCESSING})


class LineFacts(NamedTuple):
    """A line as it is shown."""

    id: uuid.UUID
    sku_id: uuid.UUID
    quantity: int
    unit_price: int
    discount: int
    missing: int
    inputs: Mapping[str, str] | None


def _render(
    row: Issuance | Issued,
    lines: Iterable[LineFacts],
    livemode: bool,
    buyer_ref: str,
    metadata: dict[str, Any],
    completed_at: dt.datetime | None,
    notify_url: str | None,
) -> dict[str, Any]:
    outside, over = public_id("iss", row.id), row.status not in OPEN
    shown = list(lines)
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
                "issued": line.quantity - line.missing,
                "failed": line.missing if over else 0,
                "unit_price": line.unit_price,
                "discount": line.discount,
                "inputs": line.inputs,
            }
            for line in shown
        ],
        "codes": {"count": row.quantity - sum(line.missing for line in shown), "url": f"/v1/issuances/{outside}/codes"},
        "buyer": {"ref": buyer_ref} if buyer_ref else None,
        "metadata": metadata,
        "notify_url": notify_url,
        "created_at": row.created_at,
        "completed_at": completed_at,
    }
    if row.quantity > SYNCHRONOUS or not over:
        body["operation"] = public_id("op", row.id)
    return body


def render_issued(issued: Issued, *, livemode: bool, buyer_ref: str, metadata: dict[str, Any]) -> dict[str, Any]:
    """A fresh issuance."""
    lines = (
        LineFacts(
            line.id, line.sku.id, line.quantity, line.unit_price, line.discount, line.missing, line.inputs or None
        )
        for line in issued.lines
    )
    completed_at = None if issued.status in OPEN else issued.created_at
    notify_url = issued.callback.url if issued.callback else None
    return _render(issued, lines, livemode, buyer_ref, metadata, completed_at, notify_url)


def render_issuance(row: Issuance, *, livemode: bool) -> dict[str, Any]:
    """A stored issuance (lines prefetched)."""
    lines = (
        LineFacts(line.id, line.sku_id, line.quantity, line.unit_price, line.discount, line.missing, inputs_of(line))
        for line in row.lines.all()
    )
    return _render(row, lines, livemode, row.buyer_ref, row.metadata, row.completed_at, row.notify_url)


def render_delivery(row: IssuanceDelivery, caller: Caller) -> dict[str, Any]:
    """A delivery. Its link is as good as the codes: who may not see them does not see it."""
    mail = find_mail_state(row.mail_id) if row.mail_id else None
    status, failure = _mail_status(row, mail) if row.method == DeliveryMethod.EMAIL else (None, None)
    return {
        "id": public_id("idl", row.id),
        "object": "issuance_delivery",
        "issuance": public_id("iss", row.issuance_id),
        "method": row.method,
        "url": pickup_url(row.id) if "codes:reveal" in caller.scopes and caller.encryption_key is None else None,
        "email": row.email_masked or None,
        "status": status,
        "failure": failure,
        "created_at": row.created_at,
        "expires_at": row.expires_at,
    }


def _mail_status(row: IssuanceDelivery, mail: MailState | None) -> tuple[str, str | None]:
    if mail is not None:
        return mail.status.value, mail.reason if mail.status == MailStatus.FAILED else None
    if row.email_sealed is not None:  # waits for codes
        return MailStatus.QUEUED.value, None
    return MailStatus.FAILED.value, "no_codes"


def expand_skus(bodies: list[dict[str, Any]], *, livemode: bool) -> list[dict[str, Any]]:
    """The same issuances with whole SKUs in their lines, as they are now; read in one go."""
    lines = [line for body in bodies for line in body["lines"]]
    skus = Sku.objects.in_bulk({parse_public_id("sku", line["sku"]) for line in lines})
    shown = {public_id("sku", sku.id): render_sku(sku, livemode=livemode) for sku in skus.values()}
    for line in lines:
        line["sku"] = shown.get(line["sku"], line["sku"])
    return bodies


def render_code(code: IssuedCode, key: PublicKey | None = None) -> dict[str, Any]:
    """A code in the clear; or, encrypted to a key, what it would be in the clear."""
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
    if key is None:
        return body
    sealed = encrypt(key, orjson.dumps(body))
    body.pop("card_number", None)
    return {**body, "code": "", "jwe": sealed}
