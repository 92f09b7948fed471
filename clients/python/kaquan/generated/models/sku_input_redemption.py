from typing import Any, Literal, cast

SkuInputRedemption = Literal["amount", "none", "units"]


def check_sku_input_redemption(value: Any) -> SkuInputRedemption:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(SkuInputRedemption, value)
