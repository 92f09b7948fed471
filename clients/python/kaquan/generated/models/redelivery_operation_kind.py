from typing import Any, Literal, cast

RedeliveryOperationKind = Literal["bulk_void", "export", "import", "issuance", "issuance_batch", "redelivery", "refund"]


def check_redelivery_operation_kind(value: Any) -> RedeliveryOperationKind:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(RedeliveryOperationKind, value)
