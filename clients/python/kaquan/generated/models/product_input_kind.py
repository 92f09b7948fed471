from typing import Any, Literal, cast

ProductInputKind = Literal["custom", "gift_card", "license_key", "top_up", "voucher"]


def check_product_input_kind(value: Any) -> ProductInputKind:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ProductInputKind, value)
