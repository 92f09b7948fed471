from typing import Any, Literal, cast

OperationKind = Literal["export", "import", "issuance", "issuance_batch"]


def check_operation_kind(value: Any) -> OperationKind:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(OperationKind, value)
