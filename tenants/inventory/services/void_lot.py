from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.db.models import F

from platform_core.compliance.services.release_code_prints import release_code_prints
from platform_core.tenancy.context import current_tenant
from tenants.catalog.models import Sku
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.inventory.enums import Halt, Shelf, WithheldReason
from tenants.inventory.errors import BatchBusy, BatchStateInvalid
from tenants.inventory.locks import get_lot_locked
from tenants.inventory.models import Bucket, Lot, ReturnedRange, WithheldCode
from tenants.inventory.opening import code_uuid
from tenants.inventory.services.hold_lot import hold_lot

GONE = """
SELECT coalesce(sum(upper(a.span) - lower(a.span)), 0), count(*) FILTER (WHERE a.kind = 1)
FROM inventory_lot l JOIN inventory_allocation a
    ON int8range((a.lot_id << 32) + lower(a.span), (a.lot_id << 32) + upper(a.span))
       && int8range((l.id << 32) + 1, (l.id << 32) + l.size + 1)
WHERE l.id = %s
"""


def void_lot(*, lot_id: int, now: dt.datetime) -> Lot:
    """Write the unsold rest of a batch off, for ever; what it cost is a loss. What was sold stays with its buyers.

    Raises:
        RecordNotFound; BatchStateInvalid: withdrawn, or written off before.
        BatchBusy: a checkout took codes at this very moment.
    """
    with transaction.atomic():
        found = get_lot_locked(lot_id)
        if found.halt == Halt.SCREENING:
            raise BatchStateInvalid(state=found.shelf, halt=found.halt)
        shelf = Shelf.RECALLED if found.shelf == Shelf.RECALLED else Shelf.HELD
    hold_lot(lot_id=lot_id, shelf=shelf, release=True, now=now)
    with transaction.atomic():
        lot = get_lot_locked(lot_id)
        if lot.withdrawn or lot.shelf == Shelf.VOIDED:
            raise BatchStateInvalid(state=lot.shelf)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(GONE, [lot_id])
            gone, reserved = cursor.fetchone()
        if reserved:
            raise BatchBusy
        withheld = WithheldCode.objects.filter(lot_id=lot_id)
        singly = withheld.filter(reason=WithheldReason.VOIDED).count()
        lot.voided = lot.size - lot.moved - gone
        lot.shelf, lot.gone_at = Shelf.VOIDED, now
        lot.save(update_fields=["shelf", "voided", "gone_at"])
        withheld.exclude(reason=WithheldReason.VOIDED).update(reason=WithheldReason.VOIDED, since=now)
        release_code_prints(spans=_unsold(lot_id))
        ReturnedRange.objects.filter(lot_id=lot_id).delete()
        Bucket.objects.filter(lot_id=lot_id).update(end_position=F("next_position"), open=False)
        _book(lot, lot.voided - singly, now)
    return lot


def _unsold(lot_id: int) -> list[tuple[int, int, int]]:
    buckets = Bucket.objects.filter(lot_id=lot_id).values_list("lot_id", "next_position", "end_position")
    returned = ReturnedRange.objects.filter(lot_id=lot_id).values_list("first_position", "count")
    return [*buckets, *[(lot_id, first, first + count) for first, count in returned]]


def _book(lot: Lot, count: int, now: dt.datetime) -> None:
    currency = Sku.objects.values_list("currency", flat=True).get(pk=lot.sku_id)
    cost = count * lot.unit_cost
    lost = Transfer(AccountCode.WRITE_OFFS, AccountCode.CODE_STOCK, cost, currency)
    whole = code_uuid(current_tenant().id, lot.id, 0)  # no code stands at position 0: it names the batch
    post_transfers(kind=TransferKind.CODE_WRITTEN_OFF, subject_id=whole, transfers=[lost], now=now)
