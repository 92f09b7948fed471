from typing import Any, Literal, cast

BatchItemStatus = Literal["failed", "pending", "skipped", "succeeded"]


def check_batch_item_status(value: Any) -> BatchItemStatus:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(BatchItemStatus, value)
