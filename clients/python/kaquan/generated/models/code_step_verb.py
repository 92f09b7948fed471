from typing import Any, Literal, cast

CodeStepVerb = Literal["activate", "redeem", "refund", "replace", "resume", "reverse", "suspend", "void"]


def check_code_step_verb(value: Any) -> CodeStepVerb:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(CodeStepVerb, value)
