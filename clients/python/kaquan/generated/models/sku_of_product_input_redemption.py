from typing import Any, Literal, cast

SkuOfProductInputRedemption = Literal["amount", "none", "units"]


def check_sku_of_product_input_redemption(value: Any) -> SkuOfProductInputRedemption:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(SkuOfProductInputRedemption, value)
