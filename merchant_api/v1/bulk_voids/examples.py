"""Examples of voids of many codes."""

from typing import Any

from merchant_api.examples import BULK_VOID as BULK_VOID_ID
from merchant_api.examples import CODE, NEW_CODE

BULK_VOID_ITEM: dict[str, Any] = {
    "object": "bulk_void_item",
    "index": 0,
    "code": CODE,
    "status": "succeeded",
    "voided": True,
    "state": "voided",
    "problem": None,
}
REFUSED_ITEM = {
    **BULK_VOID_ITEM,
    "index": 1,
    "code": NEW_CODE,
    "status": "failed",
    "voided": False,
    "state": "redeemed",
    "problem": "already_redeemed",
}
BULK_VOID: dict[str, Any] = {
    "id": BULK_VOID_ID,
    "object": "bulk_void",
    "livemode": True,
    "status": "completed",
    "total": 2,
    "voided": 1,
    "failed": 1,
    "skipped": 0,
    "pending": 0,
    "reason": "Printed twice",
    "operation": None,
    "items_url": f"/v1/bulk_voids/{BULK_VOID_ID}/items",
    "created_at": "2026-12-01T11:00:00Z",
    "completed_at": "2026-12-01T11:00:00Z",
}
BULK_VOID_DONE = {**BULK_VOID, "items": [BULK_VOID_ITEM, REFUSED_ITEM]}
