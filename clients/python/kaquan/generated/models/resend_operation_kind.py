from typing import Any, Literal, cast

ResendOperationKind = Literal["bulk_void", "export", "import", "issuance", "issuance_batch", "redelivery", "refund"]


def check_resend_operation_kind(value: Any) -> ResendOperationKind:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ResendOperationKind, value)
