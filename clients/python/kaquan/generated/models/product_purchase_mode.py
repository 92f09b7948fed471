from typing import Any, Literal, cast

ProductPurchaseMode = Literal["pay_first", "reserve_first"]


def check_product_purchase_mode(value: Any) -> ProductPurchaseMode:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ProductPurchaseMode, value)
