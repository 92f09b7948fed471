from typing import Any, Literal, cast

RedeliveryOperationStatus = Literal["canceled", "failed", "queued", "running", "succeeded"]


def check_redelivery_operation_status(value: Any) -> RedeliveryOperationStatus:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(RedeliveryOperationStatus, value)
