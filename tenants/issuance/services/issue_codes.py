"""The heart of the platform: codes leave the shelf for one owner, for ever, in one transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from django.db import DataError, connection
from psycopg.pq import Format

from platform_core.compliance.qualification import SaleRight
from platform_core.compliance.services.check_selling_right import check_selling_right
from platform_core.events.catalogue import (
    CodeRevealed,
    IssuanceCompleted,
    IssuanceCreated,
    IssuancePartiallyCompleted,
    IssuanceProcessing,
)
from platform_core.events.catalogue.base import Callback
from platform_core.events.services.draft_event import draft_event
from platform_core.events.services.wake_fan_out import wake_fan_out
from platform_core.kernel.errors import DomainError
from platform_core.kernel.ids import new_id, public_id
from platform_core.kernel.transactions import sqlstate
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.errors import StoreSuspended
from tenants.access.models import IdempotencyRecord
from tenants.access.services.record_idempotency import IdempotencyClaim
from tenants.catalog.card_facts import Purchaser, SaleLine, is_touched
from tenants.catalog.enums import CodeMode, RedemptionKind
from tenants.catalog.facts import last_day_of, sell_by_of
from tenants.catalog.models import Sku
from tenants.catalog.services.screen_sale import screen_sale
from tenants.inventory.errors import CodeStockExhausted, ReservationGone
from tenants.inventory.generating import generate_cards
from tenants.inventory.opening import IssuedCode, SealedRow, open_codes
from tenants.issuance.answers import seal_inputs
from tenants.issuance.enums import FulfillmentPolicy, IssuanceStatus, Source
from tenants.issuance.monthly import USED_UP, month_of, used_up_of

MAX_LINES = 20
ASKED_FOR = frozenset({Source.API, Source.CONSOLE})  # a sale by itself: nobody paid for it before
MAX_CODES = 10_000
UNKNOWN = Purchaser()

ISSUE = """
SELECT line, sku_id, lot_id, position, shared_id, expires_on, fingerprint, sealed
FROM issue_codes(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
CANNOT_BE_HAD = "22K01"
WHAT_BECAME = """
SELECT i.status, i.amount, l.id, l.missing
FROM issuance_issuance i JOIN issuance_issuanceline l ON l.issuance_id = i.id WHERE i.id = %s
"""


@dataclass(frozen=True, slots=True)
class IssueLine:
    """What is asked for: a SKU, how many, at which price, perhaps out of a hold.

    ``discount``: minor units off the whole line.
    ``worth``: what each code can pay for here, in minor units, where that is not its SKU's face value.
    ``inputs``: what the buyer answered to what the SKU asks for, checked.
    ``missing``: how many there were too few.
    """

    sku: Sku
    quantity: int
    unit_price: int
    reservation_id: uuid.UUID | None = None
    worth: int | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    id: uuid.UUID = field(default_factory=new_id)
    missing: int = 0
    discount: int = 0


@dataclass(frozen=True, slots=True)
class Reveal:
    """Somebody who sees the first codes at once: the issue's own actor, from this address."""

    ip: str | None
    limit: int


@dataclass(frozen=True, slots=True)
class Issued:
    """What was issued; ``codes`` in the clear where a reveal was asked for."""

    id: uuid.UUID
    external_id: str | None
    status: str
    quantity: int
    amount: int
    currency: str
    lines: tuple[IssueLine, ...]
    created_at: dt.datetime
    callback: Callback | None = None
    codes: list[IssuedCode] | None = None


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
    reveal: Reveal | None = None,
    policy: FulfillmentPolicy = FulfillmentPolicy.ALL_OR_NOTHING,
    callback: Callback | None = None,
    purchaser: Purchaser = UNKNOWN,
) -> Issued:
    """Bind codes to a request: issuance, claim, books, history and event, or nothing (see ``issue_codes.sql``).

    One statement, which is a transaction by itself; inside a caller's transaction it becomes part of that one, which must
    be rolled back when this raises.

    Args:
        lines: checked lines, all in one currency; SKUs are claimed in a fixed order, so that two calls cannot deadlock.
        fingerprint: 32 bytes over the request; tells a retry from another request under the same number.
        request: a hash of each top-level parameter, to name what differs in a conflict.
        idempotency: the Idempotency-Key to finish in this very transaction.
        reveal: answer codes in the clear, and record the look.
        policy: what happens when there are too few. ``amount`` is the price of what was issued.
        callback: who is told when the issuance is over, now or later.
        purchaser: what the caller knows of who buys; rules about cards and games ask for it.

    Raises:
        MerchantNotQualified, SubscriptionInactive, LimitReached (the month's codes are too few for all of it, whatever the policy),
        RuleRefused, ScreeningUnavailable: to a key or the back office; what was paid is delivered all the same.
        StoreSuspended, CodeStockExhausted (none at all), ReservationGone; IntegrityError (unique) for a duplicate number or key.
    """
    if not current_tenant().sells:
        raise StoreSuspended
    issued = _completed(lines, external_id, callback, now)
    most = _check(issued, purchaser, now).codes if source in ASKED_FOR else None
    what = [issued.id, external_id, fingerprint, source.value, issued.quantity, issued.amount, issued.currency]
    whose = [buyer_ref, orjson.dumps(metadata or {}).decode(), orjson.dumps(request or {}).decode(), actor]
    how = [_lines(lines, now), _event(issued, source), *_key(idempotency), _look(issued, actor, reveal), now]
    rows = _execute([*what, *whose, *how, _short(issued, source, policy), *_month(source, most, now)], lines)
    wake_fan_out(certainly=callback is not None)
    if policy != FulfillmentPolicy.ALL_OR_NOTHING:
        issued = _what_became(issued)
    return issued if reveal is None else replace(issued, codes=open_codes(rows, [line.id for line in lines]))


def _month(source: Source, most: int | None, now: dt.datetime) -> list[Any]:
    """For which month the codes count, how many there may be, and whether the statement is a transaction by itself."""
    counts = current_tenant().livemode and source != Source.REPLACEMENT
    return [month_of(now) if counts else None, most, not connection.in_atomic_block]


def _check(issued: Issued, purchaser: Purchaser, now: dt.datetime) -> SaleRight:
    right = check_selling_right()
    if is_touched([line.sku for line in issued.lines]):
        sold = [SaleLine(line.sku, line.quantity, line.unit_price) for line in issued.lines]
        screen_sale(lines=sold, buyer=purchaser, subject_id=public_id("iss", issued.id), now=now)
    return right


def _completed(
    lines: Sequence[IssueLine], external_id: str | None, callback: Callback | None, now: dt.datetime
) -> Issued:
    """What is issued when all of it is there."""
    return Issued(
        id=new_id(),
        external_id=external_id,
        status=IssuanceStatus.COMPLETED.value,
        quantity=sum(line.quantity for line in lines),
        amount=sum(line.quantity * line.unit_price - line.discount for line in lines),
        currency=lines[0].sku.currency,
        lines=tuple(lines),
        created_at=now,
        callback=callback,
    )


def _execute(values: list[Any], lines: Sequence[IssueLine]) -> list[SealedRow]:
    try:
        with connection.cursor() as cursor:
            cursor.cursor.format = Format.BINARY  # bytes as they are, not as hexadecimal digits
            cursor.execute(ISSUE, values)
            return list(cursor.fetchall())
    except DataError as error:
        if sqlstate(error) == USED_UP:
            raise used_up_of(error) from error
        if sqlstate(error) != CANNOT_BE_HAD:
            raise
        raise _refusal(error, lines) from error


def _lines(lines: Sequence[IssueLine], now: dt.datetime) -> str:
    """The lines as ``issue_codes`` in the database takes them."""
    return orjson.dumps([{"index": index, **_line(line, now)} for index, line in enumerate(lines)]).decode()


def _line(line: IssueLine, now: dt.datetime) -> dict[str, Any]:
    sku = line.sku
    facts: dict[str, Any] = {"id": line.id, "sku": sku.id, "quantity": line.quantity, "price": line.unit_price}
    if line.discount:
        facts["discount"] = line.discount
    if line.inputs:
        facts["inputs"] = seal_inputs(line.id, line.inputs).hex()
    if sku.redemption == RedemptionKind.AMOUNT and not sku.needs_activation:
        facts["value"] = line.quantity * (sku.face_value if line.worth is None else line.worth)
    if sku.code_mode == CodeMode.GENERATED:
        cards = [(c.id, c.serial, c.fingerprint.hex(), c.sealed.hex()) for c in generate_cards(sku.id, line.quantity)]
        return {**facts, "reservation": line.reservation_id, "cards": cards, "expires_on": last_day_of(sku, now)}
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
    return draft_event(payload, object_id=outside, callback=issued.callback)


def _short(issued: Issued, source: Source, policy: FulfillmentPolicy) -> str | None:
    """What to do when there are too few codes, as ``issue_codes`` in the database takes it; it counts them."""
    if policy == FulfillmentPolicy.ALL_OR_NOTHING:
        return None
    outside, number, asked, by = public_id("iss", issued.id), issued.external_id, issued.quantity, source.value
    if policy == FulfillmentPolicy.PARTIAL:
        part = IssuancePartiallyCompleted(outside, number, IssuanceStatus.PARTIALLY_COMPLETED.value, 0, asked, by)
        drafts = {part.status: draft_event(part, object_id=outside, callback=issued.callback)}
    else:
        created = IssuanceCreated(outside, number, IssuanceStatus.AWAITING_STOCK.value, 0, asked, by)
        begun = IssuanceProcessing(outside, number, IssuanceStatus.PROCESSING.value, 0, asked, by)
        drafts = {
            created.status: draft_event(created, object_id=outside),
            begun.status: draft_event(begun, object_id=outside),
        }
    events = {status: orjson.Fragment(draft) for status, draft in drafts.items()}
    return orjson.dumps({"wait": policy == FulfillmentPolicy.BACKORDER, "events": events}).decode()


def _what_became(issued: Issued) -> Issued:
    with connection.cursor() as cursor:
        cursor.execute(WHAT_BECAME, [issued.id])
        rows = cursor.fetchall()
    missing = {line_id: count for _, _, line_id, count in rows}
    status, amount = rows[0][:2]
    lines = tuple(replace(line, missing=missing[line.id]) for line in issued.lines)
    return replace(issued, status=status, amount=amount, lines=lines)


def _key(claim: IdempotencyClaim | None) -> tuple[bytes | None, str | None, int | None]:
    return (IdempotencyRecord.hash_of(claim.key), claim.request_id, claim.status) if claim else (None, None, None)


def _look(issued: Issued, actor: str, reveal: Reveal | None) -> str | None:
    """The reveal as ``issue_codes`` in the database takes it."""
    if reveal is None:
        return None
    reveal_id, outside = new_id(), public_id("iss", issued.id)
    seen = CodeRevealed(
        id=public_id("rev", reveal_id), issuance=outside, count=0, actor=actor
    )  # counted by the database
    event = orjson.Fragment(draft_event(seen, object_id=outside))
    counted = any(line.sku.looks_counted for line in issued.lines)
    shown = {"id": reveal_id, "ip": reveal.ip, "limit": reveal.limit, "event": event, "counted": counted}
    return orjson.dumps(shown).decode()


def _refusal(error: DataError, lines: Sequence[IssueLine]) -> DomainError:
    """Why a line could not be had."""
    detail = orjson.loads(error.__cause__.diag.message_detail)  # type: ignore[union-attr]
    line, available = lines[detail["index"]], detail["available"]
    if available is None and line.reservation_id is not None:
        held = public_id("rsv", line.reservation_id)
        return ReservationGone(param=f"lines[{detail['index']}].reservation", reservation=held)
    return CodeStockExhausted(sku=line.sku.id, available=available, requested=line.quantity)
