from typing import Any, Literal, cast

ResendOperationStatus = Literal["canceled", "failed", "queued", "running", "succeeded"]


def check_resend_operation_status(value: Any) -> ResendOperationStatus:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ResendOperationStatus, value)
