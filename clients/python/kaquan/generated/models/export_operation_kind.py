from typing import Any, Literal, cast

ExportOperationKind = Literal["bulk_void", "export", "import", "issuance", "issuance_batch", "redelivery", "refund"]


def check_export_operation_kind(value: Any) -> ExportOperationKind:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ExportOperationKind, value)
