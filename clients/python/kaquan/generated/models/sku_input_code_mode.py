from typing import Any, Literal, cast

SkuInputCodeMode = Literal["generated", "shared", "single"]


def check_sku_input_code_mode(value: Any) -> SkuInputCodeMode:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(SkuInputCodeMode, value)
