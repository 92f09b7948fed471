from typing import Any, Literal, cast

ValidationStateType0 = Literal[
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


def check_validation_state_type_0(value: Any) -> ValidationStateType0:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ValidationStateType0, value)
