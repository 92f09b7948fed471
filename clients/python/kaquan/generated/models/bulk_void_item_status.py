from typing import Any, Literal, cast

BulkVoidItemStatus = Literal["failed", "pending", "skipped", "succeeded"]


def check_bulk_void_item_status(value: Any) -> BulkVoidItemStatus:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(BulkVoidItemStatus, value)
