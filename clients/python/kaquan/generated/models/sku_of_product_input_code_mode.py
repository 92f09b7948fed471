from typing import Any, Literal, cast

SkuOfProductInputCodeMode = Literal["generated", "shared", "single"]


def check_sku_of_product_input_code_mode(value: Any) -> SkuOfProductInputCodeMode:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(SkuOfProductInputCodeMode, value)
