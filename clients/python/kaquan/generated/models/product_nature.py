from typing import Any, Literal, cast

ProductNature = Literal["game", "goods", "own_voucher", "prepaid"]


def check_product_nature(value: Any) -> ProductNature:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ProductNature, value)
