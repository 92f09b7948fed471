from typing import Any, Literal, cast

BulkVoidItemStateType0 = Literal[
    "activated",
    "available",
    "expired",
    "issued",
    "partially_redeemed",
    "quarantined",
    "recalled",
    "redeemed",
    "reserved",
    "suspended",
    "voided",
]


def check_bulk_void_item_state_type_0(value: Any) -> BulkVoidItemStateType0:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(BulkVoidItemStateType0, value)
