from typing import Any, Literal, cast

ListCodesState = Literal[
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


def check_list_codes_state(value: Any) -> ListCodesState:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ListCodesState, value)
