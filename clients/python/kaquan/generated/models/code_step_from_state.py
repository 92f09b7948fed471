from typing import Any, Literal, cast

CodeStepFromState = Literal[
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


def check_code_step_from_state(value: Any) -> CodeStepFromState:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(CodeStepFromState, value)
