from typing import Any, Literal, cast

BulkVoidDoneStatus = Literal["canceled", "completed", "failed", "processing", "queued"]


def check_bulk_void_done_status(value: Any) -> BulkVoidDoneStatus:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(BulkVoidDoneStatus, value)
