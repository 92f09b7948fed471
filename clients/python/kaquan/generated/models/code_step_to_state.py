from typing import Any, Literal, cast

CodeStepToState = Literal[
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


def check_code_step_to_state(value: Any) -> CodeStepToState:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(CodeStepToState, value)
