from typing import Any, Literal, cast

ProductChangesNature = Literal["game", "goods", "own_voucher", "prepaid"]


def check_product_changes_nature(value: Any) -> ProductChangesNature:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ProductChangesNature, value)
