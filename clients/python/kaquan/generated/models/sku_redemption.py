from typing import Any, Literal, cast

SkuRedemption = Literal["amount", "none", "units"]


def check_sku_redemption(value: Any) -> SkuRedemption:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(SkuRedemption, value)
