from typing import Any, Literal, cast

ProductInputNature = Literal["game", "goods", "own_voucher", "prepaid"]


def check_product_input_nature(value: Any) -> ProductInputNature:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ProductInputNature, value)
