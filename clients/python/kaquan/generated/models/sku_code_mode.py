from typing import Any, Literal, cast

SkuCodeMode = Literal["generated", "shared", "single"]


def check_sku_code_mode(value: Any) -> SkuCodeMode:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(SkuCodeMode, value)
