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
from platform_core.kernel.transactions import pipelined
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.errors import StoreSuspended
from tenants.access.services.record_idempotency import IdempotencyClaim, record_idempotency
from tenants.catalog.models import Sku
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.inventory.enums import AllocationKind
from tenants.inventory.services.claim_codes import claim_codes
from tenants.inventory.services.convert_reservation import convert_reservation
from tenants.issuance.enums import IssuanceStatus, Source

MAX_LINES = 20
MAX_CODES = 10_000

INSERT_ISSUANCE = """
WITH issuance AS (
    INSERT INTO issuance_issuance (id, external_id, fingerprint, status, source, quantity, amount, currency, buyer_ref,
                                   metadata, request, created_at, completed_at)
    VALUES (%(id)s, %(external_id)s, %(fingerprint)s, %(status)s, %(source)s, %(quantity)s, %(amount)s, %(currency)s,
            %(buyer_ref)s, %(metadata)s::jsonb, %(request)s::jsonb, %(now)s, %(now)s)
), history AS (
    INSERT INTO issuance_issuancehistory (issuance_id, number, verb, status, count, actor, at)
    VALUES (%(id)s, 1, 'issued', %(status)s, %(quantity)s, %(actor)s, %(now)s)
)
INSERT INTO issuance_issuanceline (id, issuance_id, index, sku_id, quantity, unit_price)
SELECT l.id, %(id)s, l.index - 1, l.sku_id, l.quantity, l.unit_price
FROM unnest(%(lines)s::uuid[], %(skus)s::uuid[], %(quantities)s::int[], %(prices)s::bigint[]) WITH ORDINALITY
    AS l (id, sku_id, quantity, unit_price, index)
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
    issued = Issued(
        id=new_id(),
        external_id=external_id,
        status=IssuanceStatus.COMPLETED.value,
        quantity=sum(line.quantity for line in lines),
        amount=sum(line.quantity * line.unit_price for line in lines),
        currency=lines[0].sku.currency,
        lines=tuple(lines),
        created_at=now,
    )
    with pipelined():
        if idempotency is not None:
            record_idempotency(claim=idempotency, resource_id=issued.id, now=now)
        facts = {"fingerprint": fingerprint, "source": source.value, "actor": actor, "buyer_ref": buyer_ref}
        _write(issued, {**facts, "metadata": metadata or {}, "request": request or {}})
        cost = _take(lines, now)
        _book_and_tell(issued, cost, source)
    return issued


def _write(issued: Issued, facts: dict[str, Any]) -> None:
    """The rows of an issuance: itself, its lines and the first of its history."""
    lines = issued.lines
    values = {
        **facts,
        "id": issued.id,
        "external_id": issued.external_id,
        "status": issued.status,
        "quantity": issued.quantity,
        "amount": issued.amount,
        "currency": issued.currency,
        "metadata": orjson.dumps(facts["metadata"]).decode(),
        "request": orjson.dumps(facts["request"]).decode(),
        "lines": [line.id for line in lines],
        "skus": [line.sku.id for line in lines],
        "quantities": [line.quantity for line in lines],
        "prices": [line.unit_price for line in lines],
        "now": issued.created_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT_ISSUANCE, values)


def _book_and_tell(issued: Issued, cost: int, source: Source) -> None:
    sold = Transfer(AccountCode.COST_OF_CODES, AccountCode.CODE_STOCK, cost, issued.currency)
    post_transfers(kind=TransferKind.ISSUANCE, subject_id=issued.id, transfers=[sold], now=issued.created_at)
    outside = public_id("iss", issued.id)
    payload = IssuanceCompleted(
        id=outside,
        external_id=issued.external_id,
        status=issued.status,
        quantity=issued.quantity,
        source=source.value,
    )
    publish_event(payload, object_id=outside, now=issued.created_at)


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
