"""Locks of codes. Several are taken in the order of their ids; an issuance is locked before its codes."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

from django.db import connection

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.issuance.codes import Code
from tenants.issuance.enums import CodeStatus
from tenants.issuance.models import CodeRecord, Issuance, IssuanceBatch, IssuanceDelivery

MAKE = """
INSERT INTO issuance_coderecord (code_id, sku_id, line_id, issuance_id, status, suspended_from, activated, initial, "left",
                                 sequence, updated_at)
VALUES (%s, %s, %s, %s, %s, '', false, %s, %s, 0, %s) ON CONFLICT DO NOTHING
"""


def lock_code(code: Code, now: dt.datetime) -> Code:
    """A code with its record, locked until the transaction ends; made now if nothing had become of it yet."""
    status = "available" if code.line_id is None else "issued"
    with connection.cursor() as cursor:
        values = [code.stored.id, code.sku.id, code.line_id, code.issuance_id, status, code.initial, code.initial, now]
        cursor.execute(MAKE, values)
    record = CodeRecord.objects.select_for_update().get(pk=code.stored.id)
    if record.status == CodeStatus.AVAILABLE and code.line_id is not None:  # resumed on the shelf, issued since
        record.status, record.line_id, record.issuance_id = CodeStatus.ISSUED, code.line_id, code.issuance_id
        record.save(update_fields=["status", "line_id", "issuance_id"])
    return replace(code, record=record)


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
