from typing import Any, Literal, cast

ProductChangesFulfilment = Literal["automatic", "manual"]


def check_product_changes_fulfilment(value: Any) -> ProductChangesFulfilment:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ProductChangesFulfilment, value)
