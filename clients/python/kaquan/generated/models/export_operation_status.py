from typing import Any, Literal, cast

ExportOperationStatus = Literal["canceled", "failed", "queued", "running", "succeeded"]


def check_export_operation_status(value: Any) -> ExportOperationStatus:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ExportOperationStatus, value)
