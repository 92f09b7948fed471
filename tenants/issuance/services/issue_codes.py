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
from platform_core.events.services.draft_event import draft_event
from platform_core.kernel.errors import DomainError
from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.errors import StoreSuspended
from tenants.access.models import IdempotencyRecord
from tenants.access.services.record_idempotency import IdempotencyClaim
from tenants.catalog.enums import CodeMode
from tenants.catalog.facts import sell_by_of
from tenants.catalog.models import Sku
from tenants.inventory.errors import CodeStockExhausted, ReservationGone
from tenants.issuance.enums import IssuanceStatus, Source

MAX_LINES = 20
MAX_CODES = 10_000

ISSUE = "SELECT * FROM issue_codes(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


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
    what = [issued.id, external_id, fingerprint, source.value, issued.quantity, issued.amount, issued.currency]
    whose = [buyer_ref, orjson.dumps(metadata or {}).decode(), orjson.dumps(request or {}).decode(), actor]
    with connection.cursor() as cursor:
        cursor.execute(ISSUE, [*what, *whose, _lines(lines, now), _event(issued, source), *_key(idempotency), now])
        short = cursor.fetchone()
    if short is not None:
        raise _refusal(lines[short[0]], short[1])
    return issued


def _lines(lines: Sequence[IssueLine], now: dt.datetime) -> str:
    """The lines as ``issue_codes`` in the database takes them."""
    return orjson.dumps([{"index": index, **_line(line, now)} for index, line in enumerate(lines)]).decode()


def _line(line: IssueLine, now: dt.datetime) -> dict[str, Any]:
    sku = line.sku
    facts = {"id": line.id, "sku": sku.id, "quantity": line.quantity, "price": line.unit_price}
    if line.reservation_id is not None:
        return {**facts, "reservation": line.reservation_id}
    return {**facts, "sell_by": sell_by_of(sku, now), "shared": sku.code_mode == CodeMode.SHARED}


def _event(issued: Issued, source: Source) -> str:
    outside = public_id("iss", issued.id)
    payload = IssuanceCompleted(
        id=outside,
        external_id=issued.external_id,
        status=issued.status,
        quantity=issued.quantity,
        source=source.value,
    )
    return draft_event(payload, object_id=outside)


def _key(claim: IdempotencyClaim | None) -> tuple[bytes | None, str | None, int | None]:
    return (IdempotencyRecord.hash_of(claim.key), claim.request_id, claim.status) if claim else (None, None, None)


def _refusal(line: IssueLine, available: int | None) -> DomainError:
    """Why a line could not be had."""
    if available is None:
        return ReservationGone(reservation=str(line.reservation_id))
    return CodeStockExhausted(sku=line.sku.id, available=available, requested=line.quantity)
