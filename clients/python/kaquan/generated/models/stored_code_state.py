from typing import Any, Literal, cast

StoredCodeState = Literal[
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


def check_stored_code_state(value: Any) -> StoredCodeState:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(StoredCodeState, value)
