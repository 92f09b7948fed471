"""The heart of the platform: codes leave the shelf for one owner, for ever, in one transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import connection

from platform_core.events.catalogue import IssuanceCompleted
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.errors import StoreSuspended
from tenants.access.services.record_idempotency import IdempotencyClaim, record_idempotency
from tenants.catalog.models import Sku
from tenants.finance.enums import AccountCode
from tenants.finance.services.post_transaction import Entry, post_transaction
from tenants.inventory.enums import AllocationKind
from tenants.inventory.services.claim_codes import claim_codes
from tenants.inventory.services.convert_reservation import convert_reservation
from tenants.issuance.enums import IssuanceStatus, Source

MAX_LINES = 20
MAX_CODES = 10_000

INSERT_ISSUANCE = """
INSERT INTO issuance_issuance (id, external_id, fingerprint, status, source, quantity, amount, currency, buyer_ref,
                               metadata, request, created_at, completed_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s, %s)
"""
INSERT_LINES = """
WITH line AS (
    INSERT INTO issuance_issuanceline (id, issuance_id, index, sku_id, quantity, unit_price)
    SELECT l.id, %s, l.index - 1, l.sku_id, l.quantity, l.unit_price
    FROM unnest(%s::uuid[], %s::uuid[], %s::int[], %s::bigint[]) WITH ORDINALITY
        AS l (id, sku_id, quantity, unit_price, index)
)
INSERT INTO issuance_issuancehistory (issuance_id, number, verb, status, count, actor, at)
VALUES (%s, 1, 'issued', %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class IssueLine:
    """What is asked for: a SKU, how many, at which price, perhaps out of a hold."""

    sku: Sku
    quantity: int
    unit_price: int
    reservation_id: uuid.UUID | None = None
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Issued:
    """What was issued."""

    id: uuid.UUID
    external_id: str | None
    status: str
    quantity: int
    amount: int
    currency: str
    lines: tuple[IssueLine, ...]
    created_at: dt.datetime


def issue_codes(
    *,
    lines: Sequence[IssueLine],
    external_id: str | None,
    fingerprint: bytes,
    source: Source,
    actor: str,
    now: dt.datetime,
    buyer_ref: str = "",
    metadata: dict[str, Any] | None = None,
    request: dict[str, str] | None = None,
    idempotency: IdempotencyClaim | None = None,
) -> Issued:
    """Bind codes to a request, inside the caller's transaction: issuance, claim, books, history and event, or nothing.

    The issuance row goes in first: a concurrent duplicate (same external_id or Idempotency-Key) waits on its unique index
    instead of claiming stock.

    Args:
        lines: checked lines, all in one currency; SKUs are claimed in a fixed order, so that two calls cannot deadlock.
        fingerprint: 32 bytes over the request; tells a retry from another request under the same number.
        request: a hash of each top-level parameter, to name what differs in a conflict.
        idempotency: the Idempotency-Key to finish in this very transaction.

    Raises:
        StoreSuspended, CodeStockExhausted, ReservationGone; IntegrityError (unique) for a duplicate number or key.
    """
    if not current_tenant().sells:
        raise StoreSuspended
    issuance_id, currency = new_id(), lines[0].sku.currency
    quantity, amount = sum(line.quantity for line in lines), sum(line.quantity * line.unit_price for line in lines)
    status = IssuanceStatus.COMPLETED.value
    if idempotency is not None:
        record_idempotency(claim=idempotency, resource_id=issuance_id, now=now)
    with connection.cursor() as cursor:
        notes, parts = orjson.dumps(metadata or {}).decode(), orjson.dumps(request or {}).decode()
        cursor.execute(
            INSERT_ISSUANCE,
            [
                issuance_id,
                external_id,
                fingerprint,
                status,
                source.value,
                quantity,
                amount,
                currency,
                buyer_ref,
                notes,
                parts,
                now,
                now,
            ],
        )
        cost = _take(lines, now)
        cursor.execute(
            INSERT_LINES,
            [
                issuance_id,
                [line.id for line in lines],
                [line.sku.id for line in lines],
                [line.quantity for line in lines],
                [line.unit_price for line in lines],
                issuance_id,
                status,
                quantity,
                actor,
                now,
            ],
        )
    post_transaction(
        kind="issuance",
        subject_id=issuance_id,
        entries=[
            Entry(AccountCode.COST_OF_CODES, cost, currency),
            Entry(AccountCode.CODE_STOCK, -cost, currency),
        ],
        now=now,
    )
    outside = public_id("iss", issuance_id)
    publish_event(
        IssuanceCompleted(id=outside, external_id=external_id, status=status, quantity=quantity, source=source.value),
        object_id=outside,
        now=now,
    )
    return Issued(issuance_id, external_id, status, quantity, amount, currency, tuple(lines), now)


def _take(lines: Sequence[IssueLine], now: dt.datetime) -> int:
    """Claim every line's codes in the order of SKU ids; the cost of what was taken, in minor units."""
    cost = 0
    for line in sorted(lines, key=lambda each: each.sku.id):
        if line.reservation_id is not None:
            claimed = convert_reservation(reservation_id=line.reservation_id, line_id=line.id)
        else:
            claimed = claim_codes(
                sku=line.sku, quantity=line.quantity, owner_id=line.id, kind=AllocationKind.ISSUED, now=now
            )
        cost += claimed.cost
    return cost
