from typing import Any, Literal, cast

ProductChangesPurchaseMode = Literal["pay_first", "reserve_first"]


def check_product_changes_purchase_mode(value: Any) -> ProductChangesPurchaseMode:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ProductChangesPurchaseMode, value)
