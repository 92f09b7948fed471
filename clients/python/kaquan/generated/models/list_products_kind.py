from typing import Any, Literal, cast

ListProductsKind = Literal["custom", "gift_card", "license_key", "top_up", "voucher"]


def check_list_products_kind(value: Any) -> ListProductsKind:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ListProductsKind, value)
