"""Locks of codes. Several are taken in the order of their ids; an issuance is locked before its codes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.db import connection

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.issuance.codes import Code
from tenants.issuance.enums import CodeStatus
from tenants.issuance.models import BulkVoid, CodeRecord, Issuance, IssuanceBatch, IssuanceDelivery, Refund, Shredding

MAKE = """
INSERT INTO issuance_coderecord (code_id, sku_id, line_id, issuance_id, status, suspended_from, activated, initial, "left",
                                 sequence, updated_at)
VALUES (%s, %s, %s, %s, %s, '', false, %s, %s, 0, %s) ON CONFLICT DO NOTHING
"""
MAKE_MANY = """
INSERT INTO issuance_coderecord (code_id, sku_id, line_id, issuance_id, status, suspended_from, activated, initial, "left",
                                 sequence, updated_at)
SELECT c.code, c.sku, c.line, c.issuance, CASE WHEN c.line IS NULL THEN 'available' ELSE 'issued' END, '', false,
       c.initial, c.initial, 0, %s
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], %s::bigint[]) AS c (code, sku, line, issuance, initial)
ORDER BY c.code ON CONFLICT DO NOTHING
"""


def lock_code(code: Code, now: dt.datetime) -> Code:
    """A code with its record, locked until the transaction ends; made now if nothing had become of it yet."""
    status = "available" if code.line_id is None else "issued"
    with connection.cursor() as cursor:
        values = [code.stored.id, code.sku.id, code.line_id, code.issuance_id, status, code.initial, code.initial, now]
        cursor.execute(MAKE, values)
    locked = replace(code, record=CodeRecord.objects.select_for_update().get(pk=code.stored.id))
    _catch_up(locked)
    return locked


def lock_codes(codes: Sequence[Code], now: dt.datetime) -> list[Code]:
    """Codes with their records, locked in the order of their ids until the transaction ends; see ``lock_code``."""
    ordered = sorted(codes, key=lambda code: code.stored.id)
    with connection.cursor() as cursor:
        cursor.execute(
            MAKE_MANY,
            [
                now,
                [code.stored.id for code in ordered],
                [code.sku.id for code in ordered],
                [code.line_id for code in ordered],
                [code.issuance_id for code in ordered],
                [code.initial for code in ordered],
            ],
        )
    records = CodeRecord.objects.select_for_update().filter(pk__in=[code.stored.id for code in ordered])
    found = {record.code_id: record for record in records.order_by("code_id")}
    locked = [replace(code, record=found[code.stored.id]) for code in ordered]
    for code in locked:
        _catch_up(code)
    return locked


def _catch_up(code: Code) -> None:
    """A code that was resumed on the shelf and issued since has no step that says so."""
    record = code.record
    if record is not None and record.status == CodeStatus.AVAILABLE and code.line_id is not None:
        record.status, record.line_id, record.issuance_id = CodeStatus.ISSUED, code.line_id, code.issuance_id
        record.save(update_fields=["status", "line_id", "issuance_id"])


def get_issuance_locked(issuance_id: uuid.UUID) -> Issuance:
    """Lock an issuance, before its codes and its place in any queue: refunds, fills and cancelling come one after another.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = Issuance.objects.select_for_update(no_key=True).filter(pk=issuance_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("iss", issuance_id))
    return found


def find_waiting_delivery_locked(delivery_id: uuid.UUID) -> IssuanceDelivery | None:
    """Lock a delivery whose mail waits for codes; None: it waits no more, or somebody else sees to it."""
    waiting = IssuanceDelivery.objects.select_for_update(skip_locked=True).filter(email_sealed__isnull=False)
    return waiting.filter(pk=delivery_id).first()


def get_batch_locked(batch_id: uuid.UUID) -> IssuanceBatch:
    """Lock a batch: who begins, ends or cancels it.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = IssuanceBatch.objects.select_for_update().filter(pk=batch_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("isb", batch_id))
    return found


def get_bulk_void_locked(void_id: uuid.UUID) -> BulkVoid:
    """Lock a bulk void, before its codes: who works on it, ends or cancels it.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = BulkVoid.objects.select_for_update().filter(pk=void_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("void", void_id))
    return found


def get_refund_locked(refund_id: uuid.UUID) -> Refund:
    """Lock a refund, after its issuance and before its codes.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = Refund.objects.select_for_update(no_key=True).filter(pk=refund_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("rfd", refund_id))
    return found


def ensure_shredding_locked() -> Shredding:
    """Lock how far codes were shredded, making the row where it is the first time: one run at a time."""
    Shredding.objects.bulk_create([Shredding(past=uuid.UUID(int=0))], ignore_conflicts=True)
    return Shredding.objects.select_for_update().get()


def list_issuances_locked(issuance_ids: Sequence[uuid.UUID]) -> list[Issuance]:
    """Lock issuances, in the order of their ids."""
    found = Issuance.objects.select_for_update(no_key=True).filter(pk__in=issuance_ids)
    return list(found.order_by("pk"))
