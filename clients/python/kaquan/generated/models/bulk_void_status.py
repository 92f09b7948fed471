from typing import Any, Literal, cast

BulkVoidStatus = Literal["canceled", "completed", "failed", "processing", "queued"]


def check_bulk_void_status(value: Any) -> BulkVoidStatus:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(BulkVoidStatus, value)
