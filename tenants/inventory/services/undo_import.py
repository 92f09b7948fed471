from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction
from django.db.models import F

from platform_core.compliance.services.release_code_prints import release_code_prints
from platform_core.events.catalogue import ImportUndone
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from tenants.finance.enums import TransferKind
from tenants.inventory.enums import ImportState
from tenants.inventory.errors import ImportNotUndoable
from tenants.inventory.locks import get_import_locked
from tenants.inventory.models import CodeImport, SharedCode
from tenants.inventory.selectors import get_import
from tenants.inventory.services.book_withdrawn import book_withdrawn
from tenants.inventory.services.note_undone import note_undone

# Locks the buckets first (in primary-key order, like a claim), so that no buyer takes from them meanwhile.
UNDO = """
WITH lots AS (
    UPDATE inventory_lot SET withdrawn = true, gone_at = coalesce(gone_at, %(now)s) WHERE code_import_id = %(import)s RETURNING id
), shelf AS (
    SELECT b.id, b.lot_id, b.next_position, b.end_position FROM inventory_bucket b JOIN lots l ON l.id = b.lot_id
    WHERE b.next_position < b.end_position ORDER BY b.id FOR UPDATE OF b
), closed AS (
    UPDATE inventory_bucket b SET end_position = s.next_position, open = false FROM shelf s WHERE b.id = s.id
), returned AS (
    DELETE FROM inventory_returnedrange r USING lots l WHERE r.lot_id = l.id
    RETURNING r.lot_id, r.first_position AS first, r.first_position + r.count AS past
), unsold AS (
    SELECT lot_id, next_position AS first, end_position AS past FROM shelf UNION ALL SELECT * FROM returned
), gone AS (
    DELETE FROM inventory_cardcode c USING unsold u
    WHERE c.lot_id = u.lot_id AND c.position >= u.first AND c.position < u.past
    RETURNING 1
)
SELECT (SELECT count(*) FROM gone), coalesce(
    (SELECT array_agg(ARRAY[lot_id, first, past]) FROM unsold), '{}'
)
"""


def undo_import(*, import_id: uuid.UUID, now: dt.datetime) -> CodeImport:
    """Take the unsold codes of an import out of the store; what was issued stays issued.

    Codes held by open checkouts leave the store when their hold ends unused.

    Raises:
        RecordNotFound; ImportNotUndoable: not finished, or undone before.
    """
    get_import(import_id)
    with transaction.atomic():
        code_import = get_import_locked(import_id)
        if code_import.state not in {ImportState.READY, ImportState.READY_WITH_ERRORS}:
            raise ImportNotUndoable
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(UNDO, {"import": import_id, "now": now})
            removed, spans = cursor.fetchone()
        release_code_prints(spans=spans)
        note_undone(code_import=code_import, now=now)
        shared = SharedCode.objects.filter(code_import=code_import)
        removed += shared.filter(uses=0).delete()[0]
        shared.update(max_uses=F("uses"))
        code_import.state = ImportState.UNDONE
        code_import.removed = removed
        code_import.finished_at = now
        code_import.save(update_fields=["state", "removed", "finished_at"])
        book_withdrawn(
            kind=TransferKind.IMPORT_UNDONE,
            subject_id=code_import.id,
            sku_id=code_import.sku_id,
            costs={code_import.contract.supplier_id: removed * code_import.unit_cost},
            now=now,
        )
        _tell(code_import, now)
    return code_import


def _tell(code_import: CodeImport, now: dt.datetime) -> None:
    outside = public_id("imp", code_import.id)
    publish_event(
        ImportUndone(id=outside, sku=public_id("sku", code_import.sku_id), removed=code_import.removed),
        object_id=outside,
        now=now,
        sequence=2,
    )
