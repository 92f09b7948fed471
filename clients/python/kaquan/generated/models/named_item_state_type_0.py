from typing import Any, Literal, cast

NamedItemStateType0 = Literal[
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


def check_named_item_state_type_0(value: Any) -> NamedItemStateType0:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(NamedItemStateType0, value)
