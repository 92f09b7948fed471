"""Examples of batches: two orders of the story, one of which cannot be had."""

from merchant_api.examples import ISSUANCE, ISSUED_AT, SKU

BATCH = "isb_01KB9Q7X2Y4Z6A8B0C2D4E6F8G"
BATCH_INPUT = {
    "atomicity": "independent",
    "issuances": [
        {"external_id": "T20261201-0001", "lines": [{"sku": SKU, "quantity": 2}]},
        {"external_id": "T20261201-0002", "lines": [{"sku": SKU, "quantity": 1, "max_unit_price": 4500}]},
    ],
}
ONE_ITEM = {
    "object": "issuance_batch_item",
    "index": 0,
    "external_id": "T20261201-0001",
    "status": "succeeded",
    "issuance": ISSUANCE,
    "replayed": False,
    "problem": None,
}
ONE_BATCH = {
    "id": BATCH,
    "object": "issuance_batch",
    "livemode": True,
    "atomicity": "independent",
    "status": "completed",
    "counts": {"total": 2, "pending": 0, "succeeded": 1, "failed": 1, "skipped": 0},
    "operation": "op_01KB9Q7X2Y4Z6A8B0C2D4E6F8G",
    "items_url": f"/v1/issuance_batches/{BATCH}/items",
    "created_at": ISSUED_AT,
    "completed_at": ISSUED_AT,
}
