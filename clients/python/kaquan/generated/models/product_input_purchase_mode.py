from typing import Any, Literal, cast

ProductInputPurchaseMode = Literal["pay_first", "reserve_first"]


def check_product_input_purchase_mode(value: Any) -> ProductInputPurchaseMode:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ProductInputPurchaseMode, value)
