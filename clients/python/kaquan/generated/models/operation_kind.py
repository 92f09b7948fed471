from typing import Any, Literal, cast

OperationKind = Literal["bulk_void", "export", "import", "issuance", "issuance_batch", "redelivery", "refund"]


def check_operation_kind(value: Any) -> OperationKind:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(OperationKind, value)
