from typing import Any, Literal, cast

ProductChangesKind = Literal["custom", "gift_card", "license_key", "top_up", "voucher"]


def check_product_changes_kind(value: Any) -> ProductChangesKind:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ProductChangesKind, value)
